"""How every page shows icons, days, people and forms."""

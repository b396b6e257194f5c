"""The inventory: every place where customers meet staff, product or brand, and the stages they lie in."""

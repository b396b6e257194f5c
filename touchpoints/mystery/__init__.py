"""Mystery shopping: checklists, visits and what testers noticed."""

"""What was learned and what was done, for everyone to read."""

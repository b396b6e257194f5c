"""What customers say elsewhere, taken in by hand, from a mail or by a program; and how the team listens."""

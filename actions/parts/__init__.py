"""What hangs on an action: checklist, comments, files, expenses, and the three ways in which it may go."""

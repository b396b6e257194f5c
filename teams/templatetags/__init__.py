"""What templates say of people, devices and doors, and in mails."""

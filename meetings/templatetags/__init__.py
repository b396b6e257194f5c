"""What templates say of rounds, here and on other floors."""

"""What templates say of voices, here and on other floors."""

"""What templates say of the inventory, here and on other floors."""

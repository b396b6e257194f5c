"""What templates say of journeys, here and on other floors."""

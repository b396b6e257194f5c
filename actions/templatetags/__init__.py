"""What templates say of actions, here and on the floors above and below."""

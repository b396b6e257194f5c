"""What employees propose: received at once, rated by experts, never closed without an answer."""

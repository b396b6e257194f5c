"""My day: what is mine, when it is due, what it waits for, and the deeds that take one click."""

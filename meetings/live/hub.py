"""Fan-out inside this process."""


def announce(meeting_pk: int) -> None:
    """Tell every process that a round's stored state has changed; call after commit."""

"""What the worker does for webhooks."""

from celery import shared_task
from django.utils import timezone

from teams.webhooks import delivering


@shared_task
def deliver_event(pk: int) -> None:
    """Send this delivery now."""
    delivering.deliver(pk, timezone.now())


@shared_task
def deliver_due_events() -> None:
    """Send what waits."""
    delivering.deliver_due(timezone.now())


@shared_task
def forget_old_deliveries() -> None:
    """Delete what was sent long ago."""
    delivering.forget_old(timezone.now())

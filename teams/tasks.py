"""What the worker does for the ground floor: it carries letters and forgets them."""

from celery import shared_task
from django.utils import timezone

from teams import delivery


@shared_task
def deliver_letter(pk: int) -> None:
    """Send this letter now."""
    delivery.deliver(pk, timezone.now())


@shared_task
def deliver_due_letters() -> None:
    """Send what waits."""
    delivery.deliver_due(timezone.now())


@shared_task
def forget_old_letters() -> None:
    """Delete what was sent long ago."""
    delivery.forget_old(timezone.now())

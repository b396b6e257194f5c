"""What the worker does about alerts as soon as they are noted; `feedback.tasks` has the sweep."""

from celery import shared_task
from django.utils import timezone

from feedback.alerting import telling


@shared_task
def tell_alerts() -> None:
    """Write to whoever is to hear of an alert."""
    telling.tell(timezone.now())

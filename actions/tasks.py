"""What the worker does for the plans. A task calls one deed; the clock's next tick finds what a lost message left."""

from celery import shared_task
from django.utils import timezone

from actions import mail_links
from actions.reminders import carrying_on
from teams.tasks import deliver_due_letters


@shared_task
def note_reminders() -> None:
    """Note whom to remind of what, then send what is due; what does not fit into one turn gets another."""
    (note_reminders if carrying_on.note(timezone.now()) else send_reminders).delay()


@shared_task
def send_reminders() -> None:
    """Post the reminders that are due and have them delivered; what does not fit into one turn gets another."""
    is_more = carrying_on.send(timezone.now())
    deliver_due_letters.delay()
    if is_more:
        send_reminders.delay()


@shared_task
def forget_old_reminders() -> None:
    """Delete what no rule looks at any more."""
    carrying_on.forget_old(timezone.now())


@shared_task
def forget_expired_links() -> None:
    """Delete the rows of used links that would open nothing any more."""
    mail_links.forget_expired(timezone.now())

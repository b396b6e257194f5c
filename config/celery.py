"""The Celery app. A message is only a nudge: whatever must happen is a row that a sweep finds."""

import os
from functools import partial
from typing import Any

from celery import Celery
from celery.contrib.django.task import DjangoTask
from celery.signals import worker_init
from django.db import transaction


class Nudge(DjangoTask):
    """A task whose message may get lost: a broker that is down does not break the request that sends it."""

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        """Send the message after the transaction; what goes wrong then is logged and left to the sweep."""
        transaction.on_commit(partial(self.delay, *args, **kwargs), robust=True)


def warm_up(**worker: Any) -> None:
    """Load fonts and hyphenation before the first minutes wait to be printed; it saves them a second."""
    from teams.pdf import print_html  # not before the apps are ready

    print_html('<html lang="de"><title>Kontaktpunkt</title><p>Kontaktpunkt')


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("kontaktpunkt", task_cls=Nudge)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["teams.webhooks", "feedback.alerting"])
worker_init.connect(warm_up)

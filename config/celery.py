"""The Celery app. A message is only a nudge: whatever must happen is a row that a sweep finds."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("kontaktpunkt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

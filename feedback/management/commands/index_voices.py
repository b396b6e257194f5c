"""`manage.py index_voices`: makes the search's index of all voices anew."""

from typing import Any

from django.core.management.base import BaseCommand

from feedback.searching.filling import fill


class Command(BaseCommand):
    """For after an update of the stemmer, or of PostgreSQL to another major version."""

    help = "Makes the search's index of all voices anew, as after an update of the stemmer."

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill it."""
        fill()

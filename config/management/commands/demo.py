"""A team to try everything with."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from config.demo import create_demo


class Command(BaseCommand):
    """Creates the demo team unless it is there."""

    help = "Creates a team with touchpoints, two past rounds, open actions and a round ready to start."

    def handle(self, *args: Any, **options: Any) -> None:
        """Create it and say where it is."""
        self.stdout.write(create_demo(at=timezone.now()).get_absolute_url())

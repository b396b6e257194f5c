"""`manage.py signin_link anna@example.com` prints an address that signs that person in once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from teams.models import User
from teams.signin import one_time_link


class Command(BaseCommand):
    """Gives the operator a way in when mail does not work."""

    help = "Prints a link that signs a person in once within the hour."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom to sign in."""
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Print the link; fails in one sentence when nobody has that address."""
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {email}.")
        self.stdout.write(one_time_link(user, timezone.now()))

"""The doors that are open on this server: the outbox page and sign-up."""

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse

from teams.outbox import is_open_to

register = template.Library()


@register.simple_tag(takes_context=True)
def outbox_url(context: Context) -> str:
    """The outbox's address on the machine where it is open, else nothing."""
    request = context.get("request")
    return reverse("outbox") if request and is_open_to(request) else ""


@register.simple_tag
def signup_is_open() -> bool:
    """Whether strangers may open an account to found a team."""
    return settings.SIGNUP_OPEN

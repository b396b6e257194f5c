"""What the page of a suggestion, on a floor below, shows about rounds."""

from django import template

from feedback.models import Suggestion
from meetings.models import BroughtSuggestionQuerySet
from teams.models import User

register = template.Library()


@register.simple_tag
def brought_into(suggestion: Suggestion, user: User) -> BroughtSuggestionQuerySet:
    """Where a suggestion came as a card, as far as the person may know: silence holds until the cards turn."""
    return suggestion.brought_into.readable_by(user).select_related("meeting__team", "meeting__touchpoint", "card")

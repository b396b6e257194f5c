"""What a new line begins with: taken from a voice, a suggestion or an action of the team."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from actions.models import Action
from feedback.models import Feedback, Suggestion
from feedback.models.learned import LONGEST
from teams.wording import cleaned

SHORT = 20
"""Signs up to which a customer's words are too common to belong to anybody."""


@dataclass(frozen=True)
class Beginning:
    """The first values of the form; `voice` is the customer's whose words they answer."""

    values: dict[str, Any] = field(default_factory=dict)
    voice: Feedback | None = None

    @property
    def needs_own_words(self) -> bool:
        """Whether the customer has not agreed to be quoted."""
        return self.voice is not None and not self.voice.may_quote


def from_voice(voice: Feedback) -> Beginning:
    """The customer's words where they may be quoted, else nothing; and what was done about them."""
    action = voice.actions.order_by("-done_at", "-pk").first()
    said = voice.text[:LONGEST] if voice.may_quote else ""
    done = _words(action.result or action.what) if action else ""
    return Beginning({"said": said, "done": done, "touchpoint": voice.touchpoint_id, "action": action}, voice)


def from_suggestion(suggestion: Suggestion) -> Beginning:
    """What was proposed and what everyone was told of it; never who proposed it."""
    values = {
        "said": suggestion.title,
        "done": _words(suggestion.thanks or (suggestion.action.result if suggestion.action else "")),
        "touchpoint": suggestion.touchpoint_id or suggestion.became_id,
        "action": suggestion.action,
    }
    return Beginning(values)


def from_action(action: Action) -> Beginning:
    """What was done and what came of it."""
    return Beginning(
        {"done": _words(action.result or action.what), "touchpoint": action.touchpoint_id, "action": action}
    )


def is_quoted(voice: Feedback, said: str) -> bool:
    """Whether the words are the customer's own, or hold them: a short sentence only where it is all that is said."""
    theirs, ours = (" ".join(cleaned(text).casefold().split()) for text in (voice.text, said))
    return theirs == ours or (len(theirs) > SHORT and theirs in ours)


def _words(text: str) -> str:
    return cleaned(text)[:LONGEST]

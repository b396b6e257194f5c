"""Which mails stand together in a mailbox: all about one action, and all collected ones of one team."""

from actions.models import Action
from teams.letters import message_id
from teams.models import Team


def thread_of(action: Action) -> dict[str, str]:
    """Headers that put a mail into the action's thread. Its first mail never existed; mailboxes go by its name."""
    return _headers(f"thread:action:{action.pk}")


def thread_of_team(team: Team) -> dict[str, str]:
    """Headers for mails about several actions: one thread a team, so that they do not tie the actions' threads up."""
    return _headers(f"thread:reminders:{team.pk}")


def _headers(name: str) -> dict[str, str]:
    return {"In-Reply-To": message_id(name), "References": message_id(name)}

"""What the voices keep about a person."""

from typing import Any

from feedback.models import CaseNote, Feedback, RecoveryCase
from feedback.suggestions import personal_data
from teams.models import User


def about(user: User) -> dict[str, Any]:
    """What the person proposed, rated, answered and wrote down, whose case they took, and the praise they got."""
    return personal_data.about(user) | _worked_off(user)


def _worked_off(user: User) -> dict[str, Any]:
    cases = RecoveryCase.objects.filter(owner=user).select_related("feedback", "team").order_by("opened_at")
    notes = CaseNote.objects.filter(by=user).order_by("at")
    praise = Feedback.objects.filter(praise__people=user).select_related("team").order_by("said_on")
    recorded = Feedback.objects.filter(recorded_by=user).select_related("team").order_by("created_at")
    return {
        "cases": [
            {"team": each.team.name, "voice": each.feedback.text, "due_at": each.due_at, "closed_at": each.closed_at}
            for each in cases
        ],
        "case_notes": [{"text": each.text, "at": each.at} for each in notes],
        "praise": [{"team": each.team.name, "voice": each.text, "said_on": each.said_on} for each in praise],
        "voices_recorded": [
            {"team": each.team.name, "text": each.text, "at": each.created_at}
            for each in recorded.iterator(chunk_size=500)
        ],
    }

"""SQLite keeps what fills the search's index, whatever becomes of the table of voices."""

import pytest
from django.db import connection, models

from feedback.models import Feedback
from feedback.searching.index import find
from teams.models import Team
from tests.feedback.of_feedback import FeedbackFactory

pytestmark = [pytest.mark.embedded, pytest.mark.django_db(transaction=True)]

TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'feedback_feedback' ORDER BY name"


def triggers() -> list[str]:
    with connection.cursor() as cursor:
        return [name for (name,) in cursor.execute(TRIGGERS).fetchall()]


def test_a_table_that_is_made_anew_goes_on_filling_the_index(team: Team) -> None:
    all_three = ["feedback_stems_add", "feedback_stems_forget", "feedback_stems_renew"]
    assert triggers() == all_three, "a migration has lost them"
    FeedbackFactory(team=team, text="Die Rechnung")
    old = Feedback._meta.get_field("key")
    new = models.CharField(max_length=201, blank=True, editable=False, default="-")
    new.set_attributes_from_name("key")
    with connection.schema_editor() as editor:
        editor.alter_field(Feedback, old, new)
        editor.alter_field(Feedback, new, old)
    assert triggers() == all_three
    FeedbackFactory(team=team, text="Noch eine Rechnung")
    assert find(team.voices.all(), "rechnungen").count() == 2

"""What is printed of a question keeps to its sheet."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest

from feedback.asking.giving_out import LAYOUTS, print_sheet
from feedback.models import Question
from tests.feedback.of_feedback import QuestionFactory

pytestmark = pytest.mark.django_db
LONGEST = Question._meta.get_field("wording_de").max_length or 0


@pytest.mark.parametrize("layout", LAYOUTS)
def test_longest_question_fits_on_one_sheet(layout: str) -> None:
    question = QuestionFactory(wording_de=("Donaudampfschifffahrtsgesellschaft " * LONGEST)[:LONGEST].strip())
    team = question.metric.touchpoint.team
    team.name = "Vertriebsgesellschaft für Gartenmöbel und Zubehör mbH & Co. KG"
    printed = print_sheet(question, LAYOUTS[layout], team=team, language="de")
    assert len(pypdfium2.PdfDocument(BytesIO(printed))) == 1

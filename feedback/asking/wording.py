"""What customers are asked where the team has not said it in words of its own."""

from __future__ import annotations

from feedback.models import Question
from touchpoints.models import Metric

USUAL = {
    Metric.Type.NPS: {
        "de": "Wie wahrscheinlich ist eine Weiterempfehlung im Freundes- oder Kollegenkreis?",
        "en": "How likely are you to recommend us to a friend or colleague?",
    },
    Metric.Type.CSAT: {
        "de": "Wie zufriedenstellend war dieser Kontakt mit uns?",
        "en": "How satisfied were you with us this time?",
    },
    Metric.Type.CES: {
        "de": "Mein Anliegen ließ sich hier leicht erledigen.",
        "en": "It was easy for me to get this done here.",
    },
}
"""By scale and language; CES 2.0 is a statement to agree with."""

ASKED_ON = (Metric.Type.NPS, Metric.Type.CSAT, Metric.Type.CES)
"""The scales on which customers are asked."""


def wording_of(question: Question, language: str) -> str:
    """The question in German ("de") or, for every other language, in English; never empty.

    A metric can have got another scale meanwhile, on which nobody is asked.
    """
    own = question.wording_de if language == "de" else question.wording_en
    usual = USUAL.get(Metric.Type(question.metric.type), USUAL[Metric.Type.CSAT])
    return own or usual["de" if language == "de" else "en"]

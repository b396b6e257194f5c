"""What a team takes along of what customers say and employees propose."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from feedback.models import (
    Alert,
    AlertKind,
    Answer,
    AskedDay,
    Batch,
    CaseNote,
    CaseOutcome,
    Contact,
    Feedback,
    Mark,
    Polarity,
    Praise,
    Rating,
    Reply,
    SuggestionState,
    Term,
    Tone,
    Via,
)
from teams.models import Language, Team
from teams.whole_team import NUMBER, Folder, Table

OF_PLACE = _("Nummer des Kontaktpunkts")
OF_VOICE = _("Nummer der Kundenstimme")
OF_QUESTION = _("Nummer der Frage")
OF_SUGGESTION = _("Nummer des Vorschlags")
OF_TOPIC = _("Nummer des Themas")
OF_ACTION = _("Nummer der Maßnahme")


def parts(team: Team) -> list[Table | Folder]:
    """Questions and answers, voices with what was done about them, the dictionary, suggestions, what was learned.

    Links, codes and receipts are not among them, nor what was masked.
    """
    return [*_asked(team), *_voices(team), *_worked_off(team), *_dictionary(team), *_suggestions(team), _learned(team)]


def _asked(team: Team) -> Iterator[Table]:
    yield Table.of(
        "questions",
        _("die Fragen an Kundinnen und Kunden"),
        team.questions.order_by("pk"),
        id=NUMBER,
        touchpoint=("touchpoint_id", OF_PLACE),
        metric=("metric_id", _("Nummer der Kennzahl")),
        wording_de=_("Frage auf Deutsch"),
        wording_en=_("Frage auf Englisch"),
        asks_contact=_("bietet an, für eine Antwort einen Kontakt zu nennen"),
        created_at=_("angelegt am"),
        closed_at=_("geschlossen am"),
    )
    yield Table.of(
        "question_days",
        _("wie oft eine Frage je Tag gesehen und beantwortet wurde"),
        AskedDay.objects.filter(question__team=team).order_by("question_id", "day"),
        question=("question_id", OF_QUESTION),
        day=_("Tag"),
        seen=_("gesehen"),
        answered=_("beantwortet"),
    )
    yield Table.of(
        "question_mailings",
        _("Versände von Einmal-Links; wer womit geantwortet hat, weiß niemand"),
        Batch.objects.filter(question__team=team).order_by("pk"),
        id=NUMBER,
        question=("question_id", OF_QUESTION),
        name=_("Wofür"),
        size=_("Links"),
        left_out=_("ausgelassen, weil vor Kurzem gefragt"),
        expires_at=_("offen bis"),
        revoked_at=_("widerrufen am"),
        created_at=_("angelegt am"),
    )
    yield Table.of(
        "answers",
        _("die Antworten auf der Skala; die Worte dazu sind Kundenstimmen"),
        Answer.objects.filter(question__team=team).order_by("pk"),
        id=NUMBER,
        question=("question_id", OF_QUESTION),
        step=_("Antwort auf der Skala"),
        reference=_("Vorgang"),
        language=("language", _("Sprache"), Language.choices),
        answered_at=_("beantwortet am"),
    )


def _voices(team: Team) -> Iterator[Table]:
    yield Table.of(
        "voices",
        _("die Kundenstimmen"),
        Feedback.objects.filter(team=team).order_by("pk"),
        id=NUMBER,
        touchpoint=("touchpoint_id", OF_PLACE),
        answer=("answer_id", _("Nummer der Antwort, zu der die Worte gehören")),
        via=("via", _("Wo gesagt"), Via.choices),
        said_on=_("Gesagt am"),
        text=_("Was gesagt wurde"),
        polarity=("polarity", _("Positiv oder negativ; leer, solange es niemand entschieden hat"), Polarity.choices),
        strength=_("Wie stark, 1 bis 3"),
        reason=("reason__name", _("Grund")),
        source=_("Fundstelle"),
        reference=_("Vorgang"),
        may_quote=_("Darf öffentlich zitiert werden"),
        judged_by=("judged_by__name", _("Wer entschieden hat; leer, wenn es die Kundin oder der Kunde selbst war")),
        judged_at=_("entschieden am"),
        recorded_by=("recorded_by__name", _("Wer sie eingetragen hat")),
        created_at=_("eingetragen am"),
    )
    yield Table.of(
        "voice_contacts",
        _("Kontakte für eine Antwort, bis sie gelöscht werden"),
        Contact.objects.filter(feedback__team=team).order_by("pk"),
        voice=("feedback_id", OF_VOICE),
        name=_("Name"),
        address=_("E-Mail oder Telefon"),
        forget_on=_("wird gelöscht am"),
    )
    yield Table.of(
        "voice_actions",
        _("Maßnahmen, die aus Kundenstimmen wurden"),
        Feedback.actions.through.objects.filter(feedback__team=team).order_by("pk"),
        voice=("feedback_id", OF_VOICE),
        action=("action_id", OF_ACTION),
    )
    yield Table.of(
        "voice_reasons",
        _("die Gründe für Kritik und für Begeisterung"),
        team.reasons.order_by("pk"),
        id=NUMBER,
        polarity=("polarity", _("Seite"), Polarity.choices),
        name=_("Grund"),
    )


def _worked_off(team: Team) -> Iterator[Table]:
    yield Table.of(
        "cases",
        _("Fälle: was für unzufriedene Kundinnen und Kunden getan wurde"),
        team.cases.order_by("pk"),
        id=NUMBER,
        voice=("feedback_id", OF_VOICE),
        owner=("owner__name", _("zuständig")),
        due_at=_("Frist"),
        opened_at=_("eröffnet am"),
        answered_at=_("beantwortet am"),
        answer=_("Antwort an den Kunden"),
        outcome=("outcome", _("Ergebnis"), CaseOutcome.choices),
        result=_("Was herauskam"),
        closed_at=_("abgeschlossen am"),
        closed_by=("closed_by__name", _("Wer")),
    )
    yield Table.of(
        "case_notes",
        _("Notizen zu den Fällen"),
        CaseNote.objects.filter(case__team=team).order_by("pk"),
        case=("case_id", _("Nummer des Falls")),
        text=_("Notiz"),
        by=("by__name", _("Wer")),
        at=_("am"),
    )
    yield Table.of(
        "praise",
        _("Lob: was zu wiederholen ist"),
        Praise.objects.filter(feedback__team=team).order_by("pk"),
        id=NUMBER,
        voice=("feedback_id", OF_VOICE),
        repeat=_("Was wir wiederholen"),
        shown_at=_("gezeigt am"),
        shown_by=("shown_by__name", _("Wer")),
    )
    yield Table.of(
        "praised_people",
        _("wem das Lob galt"),
        Praise.people.through.objects.filter(praise__feedback__team=team).order_by("pk"),
        praise=("praise_id", _("Nummer des Lobs")),
        person=("user__name", _("Person")),
    )
    yield Table.of(
        "praised_departments",
        _("welchen Bereichen das Lob galt"),
        Praise.departments.through.objects.filter(praise__feedback__team=team).order_by("pk"),
        praise=("praise_id", _("Nummer des Lobs")),
        department=("department__name", _("Bereich")),
    )
    yield Table.of(
        "alerts",
        _("Alarme: worüber sofort geschrieben wurde"),
        Alert.objects.filter(team=team).order_by("pk"),
        touchpoint=("touchpoint_id", OF_PLACE),
        kind=("kind", _("Warum"), AlertKind.choices),
        voice=("feedback_id", OF_VOICE),
        week=_("Woche"),
        raised_at=_("am"),
    )


def _dictionary(team: Team) -> Iterator[Table]:
    yield Table.of(
        "topics",
        _("die Themen des Wörterbuchs"),
        team.topics.order_by("pk"),
        id=NUMBER,
        name=_("Thema"),
        touchpoint=("touchpoint_id", OF_PLACE),
    )
    yield Table.of(
        "topic_terms",
        _("ihre Wörter"),
        Term.objects.filter(topic__team=team).order_by("pk"),
        topic=("topic_id", OF_TOPIC),
        text=_("Wort"),
        language=("language", _("Sprache"), Language.choices),
    )
    yield Table.of(
        "tone_words",
        _("Wörter, die loben oder klagen"),
        team.tone_words.order_by("pk"),
        text=_("Wort"),
        language=("language", _("Sprache"), Language.choices),
        tone=("tone", _("Ton"), Tone.choices),
    )
    yield Table.of(
        "voice_topics",
        _("welche Kundenstimme von welchem Thema spricht"),
        Mark.objects.filter(feedback__team=team).order_by("pk"),
        voice=("feedback_id", OF_VOICE),
        topic=("topic_id", OF_TOPIC),
        is_confirmed=_("von jemandem bestätigt"),
    )


def _suggestions(team: Team) -> Iterator[Table]:
    yield Table.of(
        "suggestions",
        _("Vorschläge von Mitarbeitenden"),
        team.suggestions.order_by("pk"),
        id=NUMBER,
        touchpoint=("touchpoint_id", OF_PLACE),
        title=_("Vorschlag in einem Satz"),
        text=_("Worum es geht"),
        benefit=_("Was Kunden davon haben"),
        by=("by__name", _("Wer; leer, wenn ohne Namen")),
        name=_("Name, mit dem über den Link unterschrieben wurde"),
        state=("state", _("Stand"), SuggestionState.choices),
        thanks=_("Dank und Ergebnis für alle"),
        public_title=_("Der Vorschlag, wie er unter dem öffentlichen Link steht"),
        public_outcome=_("Was daraus wurde, wie es unter dem öffentlichen Link steht"),
        action=("action_id", OF_ACTION),
        became=("became_id", _("Nummer des Kontaktpunkts, der daraus wurde")),
        received_at=_("eingegangen am"),
        answered_at=_("zuerst beantwortet am"),
        closed_at=_("abgeschlossen am"),
    )
    yield Table.of(
        "suggestion_ratings",
        _("was Fachleute davon halten, 1 bis 5"),
        Rating.objects.filter(suggestion__team=team).order_by("pk"),
        suggestion=("suggestion_id", OF_SUGGESTION),
        by=("by__name", _("Wer")),
        value=_("Wertung"),
        comment=_("Begründung"),
        rated_at=_("am"),
    )
    yield Table.of(
        "suggestion_replies",
        _("Antworten und Gespräche dazu"),
        Reply.objects.filter(suggestion__team=team).order_by("pk"),
        suggestion=("suggestion_id", OF_SUGGESTION),
        kind=("kind", _("Wie"), Reply.Kind.choices),
        text=_("Antwort"),
        by=("by__name", _("Wer; leer, wenn die Person selbst schrieb")),
        at=_("am"),
    )


def _learned(team: Team) -> Table:
    return Table.of(
        "learned",
        _("Sie sagten – wir taten"),
        team.learned.order_by("pk"),
        id=NUMBER,
        touchpoint=("touchpoint_id", OF_PLACE),
        action=("action_id", OF_ACTION),
        said=_("Das wurde gesagt"),
        done=_("Das haben wir getan"),
        on=_("Seit"),
        is_public=_("Öffentlich zeigen"),
        by=("by__name", _("Wer")),
    )

"""What people type into the dictionary and decide in the inbox."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from feedback.models import Polarity, Tone, Topic
from feedback.topics.editing import already_there
from teams.forms import RowsField, TeamModelForm
from teams.models import Language, Team
from teams.wording import one_line
from touchpoints.choosing import TouchpointInput
from touchpoints.models import Touchpoint

LONGEST = 60
"""Letters of a term."""
MOST_TOPICS, MOST_TERMS, MOST_TONE_WORDS = 100, 300, 2000
"""What a dictionary may hold; whoever needs more reads every voice for too long."""
MOST_TYPED = 100
"""Words added in one go."""


class TopicForm(TeamModelForm):
    """What customers speak of, and the touchpoint that it proposes."""

    class Meta:
        model = Topic
        fields = ["name", "touchpoint"]

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, team=team, **kwargs)
        self.fields["touchpoint"] = TouchpointInput(
            team=team,
            label=_("gehört zu"),
            help_text=_("Wird vorgeschlagen, wenn eine Stimme davon spricht."),
        )

    def clean(self) -> dict[str, Any] | None:
        """Refuse more topics than anybody can oversee."""
        if not self.instance.pk and self.instance.team.topics.count() >= MOST_TOPICS:
            raise ValidationError(gettext("Mehr als %d Themen überblickt niemand.") % MOST_TOPICS)
        return super().clean()


class WordsForm(forms.Form):
    """Words for the dictionary, a line or a comma between them, none that is there already."""

    words = forms.CharField(
        label=_("Neue Wörter"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST_TYPED * 60,
        help_text=_(
            "Mit Komma oder in Zeilen getrennt. „Liefer-“ steht für alles, was so beginnt, „-termin“ für alles, was so "
            "endet."
        ),
    )
    language = forms.ChoiceField(label=_("Sprache"), choices=Language.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = Language.GERMAN

    def clean_words(self) -> list[str]:
        """The words, each once."""
        typed = self.cleaned_data["words"].replace(",", "\n").replace(";", "\n").splitlines()
        words = {word.casefold(): word for line in typed if (word := one_line(line))}
        if not words:
            raise ValidationError(gettext("Hier fehlt noch ein Wort."))
        if len(words) > MOST_TYPED:
            raise ValidationError(gettext("Höchstens %d Wörter auf einmal.") % MOST_TYPED)
        long = [word for word in words.values() if len(word) > LONGEST]
        if long:
            raise ValidationError(
                gettext("„%(word)s…“ ist länger als %(most)d Zeichen.") % {"word": long[0][:30], "most": LONGEST}
            )
        return list(words.values())

    def refuse(self, there: list[str]) -> None:
        """Say which of the words the dictionary has already."""
        told = ", ".join(f"„{word}“" for word in there[:5])
        sentence = ngettext("%s steht schon da.", "%s stehen schon da.", len(there))
        self.add_error("words", sentence % told)


class TermsForm(WordsForm):
    """Words of a topic."""

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic

    def clean(self) -> dict[str, Any]:
        """Refuse what the topic has in that language."""
        words, language = self.cleaned_data.get("words", []), self.cleaned_data.get("language")
        known = self.topic.terms.values_list("text", "language")
        if there := already_there(words, [text for text, of in known if of == language]):
            self.refuse(there)
        elif len(known) + len(words) > MOST_TERMS:
            self.add_error("words", gettext("Ein Thema hat höchstens %d Wörter.") % MOST_TERMS)
        return self.cleaned_data


class ToneWordsForm(WordsForm):
    """Words that praise or complain."""

    tone = forms.ChoiceField(label=_("Was sie tun"), choices=Tone.choices)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team

    def clean(self) -> dict[str, Any]:
        """Refuse what the team has in that language, praising or complaining."""
        words, language = self.cleaned_data.get("words", []), self.cleaned_data.get("language")
        known = list(self.team.tone_words.values_list("text", "language"))
        if there := already_there(words, [text for text, of in known if of == language]):
            self.refuse(there)
        elif len(known) + len(words) > MOST_TONE_WORDS:
            self.add_error("words", gettext("Ein Wörterbuch hat höchstens %d solche Wörter.") % MOST_TONE_WORDS)
        return self.cleaned_data


class MergeForm(forms.Form):
    """The topic with which another becomes one."""

    into: forms.ModelChoiceField[Topic] = forms.ModelChoiceField(
        label=_("Zusammenlegen mit"), queryset=None, empty_label="–"
    )

    def __init__(self, *args: Any, topic: Topic, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = team.topics.exclude(pk=topic.pk)  # type: ignore[attr-defined]


class JudgementForm(forms.Form):
    """What a person says of a voice: a button, the touchpoint from the quick choice or by name, the topics."""

    polarity = forms.ChoiceField(choices=Polarity.choices)
    touchpoint: forms.ModelChoiceField[Touchpoint] = forms.ModelChoiceField(queryset=None, required=False)
    topics = RowsField(queryset=None, required=False)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].queryset = team.touchpoints.all()  # type: ignore[attr-defined]
        self.fields["other"] = TouchpointInput(team=team, label=_("Ein anderer Kontaktpunkt"))
        self.fields["topics"].queryset = team.topics.all()  # type: ignore[attr-defined]

    @property
    def place(self) -> Touchpoint | None:
        """Where the voice belongs."""
        return self.cleaned_data["other"] or self.cleaned_data["touchpoint"]

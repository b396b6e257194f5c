"""Customers' voices: list, read, bring in, put in their place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from config.api.door import ApiRequest, reading, writing
from config.api.feedback_shapes import Judgement, NewVoice, VoiceQuery, VoiceShown
from config.api.filling import demand, keep_what_is_not_sent, untouched
from config.api.problems import Fault, Refusal
from config.api.repeating import once
from config.api.shapes import OF_WHAT_IS_SENT, IdempotencyKey, Page, demand_known_names, page_of, refusals
from feedback import keeping
from feedback.models import Feedback, FeedbackQuerySet
from feedback.workspaces.filters import VoiceFilter
from feedback.workspaces.forms import PlaceForm
from feedback.workspaces.placing import place
from teams.wording import cleaned
from touchpoints.describing import one_at_a_time

router = Router(tags=["Voices"])


class NewVoiceForm(PlaceForm):
    """A voice as a program brings it."""

    class Meta(PlaceForm.Meta):
        fields = [*PlaceForm.Meta.fields, "text", "via", "said_on", "source", "reference", "may_quote"]

    key = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_text(self) -> str:
        """What can be read of it. Raises ValidationError for what shows nothing."""
        text = cleaned(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("Hier steht nicht, was gesagt wurde."))
        return text

    def clean_said_on(self) -> Any:
        """The day. Raises ValidationError for one that is still to come."""
        if self.cleaned_data["said_on"] > self.today:
            raise ValidationError(_("Dieser Tag kommt erst noch."))
        return self.cleaned_data["said_on"]


@router.get("", auth=reading, response={200: Page[VoiceShown], **refusals(422)}, operation_id="listVoices")
def list_voices(request: ApiRequest, asked: Query[VoiceQuery]) -> dict[str, Any]:
    """What customers have said to the team, and of it."""
    demand_known_names(request, asked)
    typed = {name: str(value) for name, value in asked.model_dump(exclude={"after", "limit"}).items() if value}
    narrowing = VoiceFilter(typed, team=request.team)
    demand(narrowing, {})  # a touchpoint that there is not must not look like a filter that finds all
    return page_of(_shown(narrowing.narrowed(request.team.voices.all())), asked)


@router.get(
    "/{int:pk}",
    auth=reading,
    response={200: VoiceShown, **refusals(404)},
    operation_id="readVoice",
    url_name="voice",
)
def read_voice(request: ApiRequest, pk: int) -> Feedback:
    """One voice."""
    return _told(request, pk)


@router.post(
    "", auth=writing, response={201: VoiceShown, **refusals(409, *OF_WHAT_IS_SENT)}, operation_id="createVoice"
)
def create_voice(
    request: ApiRequest, response: HttpResponse, said: NewVoice, key: IdempotencyKey = None
) -> Status[Feedback]:
    """Bring in what a customer said elsewhere."""
    at = timezone.now()
    with one_at_a_time(request.team):
        pk = once(request, key, request.team.voices.all(), lambda: _keep(request, said, at), at=at)
    response.headers["Location"] = reverse("api:voice", args=[pk])
    return Status(201, _told(request, pk))


@router.post(
    "/{int:pk}/judge",
    auth=writing,
    response={200: VoiceShown, **refusals(404, *OF_WHAT_IS_SENT)},
    operation_id="judgeVoice",
)
def judge_voice(request: ApiRequest, pk: int, said: Judgement) -> Feedback:
    """Say whether it is for or against, and which touchpoint it is about."""
    with one_at_a_time(request.team):
        voice = get_object_or_404(request.team.voices.select_for_update(of=("self",)), pk=pk)
        sent = said.model_dump(exclude_unset=True)
        posted = untouched(voice, PlaceForm.Meta.fields) | sent
        if sent.get("polarity", voice.polarity) != voice.polarity and "reason" not in sent:
            posted["reason"] = None
        form = PlaceForm(posted, instance=voice, team=request.team)
        keep_what_is_not_sent(form, sent)
        demand(form, sent)
        place(voice=voice, **form.cleaned_data, by=request.user, at=timezone.now())
    return _told(request, pk)


def _shown(rows: FeedbackQuerySet) -> FeedbackQuerySet:
    return rows.select_related("team", "touchpoint", "reason").prefetch_related("marks__topic").defer("proposal")


def _told(request: ApiRequest, pk: int) -> Feedback:
    return get_object_or_404(_shown(request.team.voices.all()), pk=pk)


def _keep(request: ApiRequest, said: NewVoice, at: datetime) -> int:
    today = request.team.today(at)
    sent = said.model_dump(exclude_unset=True)
    form = NewVoiceForm({"via": said.via, **sent, "said_on": said.said_on or today}, team=request.team, today=today)
    demand(form, sent)
    voice: Feedback = form.save(commit=False)
    voice.key, voice.recorded_by = cleaned(form.cleaned_data["key"]), request.user
    if voice.polarity:
        voice.judged_by, voice.judged_at = request.user, at
    kept = keeping.keep_many([voice], at=at)
    if not kept:
        raise Refusal(409, faults=[Fault("key", _("Eine Stimme mit dieser Nummer gibt es schon."))])
    return int(kept[0].pk)

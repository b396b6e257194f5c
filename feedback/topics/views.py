"""The team's topics on the screen: which there are, one with its words, and reading the open voices again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feedback import tasks
from feedback.models import Rereading, Term, Topic
from feedback.topics import beginning, editing
from feedback.topics import rereading as again
from feedback.topics.forms import MergeForm, TermsForm, TopicForm
from teams.access import TeamRequest, everyone, writers
from teams.forms import as_key, confirm_page
from teams.models import Language
from touchpoints.describing import one_at_a_time

LIST, TOPIC = "feedback/topics/list.html", "feedback/topics/topic.html"


@require_safe
@everyone
def topics(request: TeamRequest) -> HttpResponse:
    """The topics with how often each was spoken of."""
    return _list_page(request, TopicForm(team=request.team))


@writers
@require_POST
def create_topic(request: TeamRequest) -> HttpResponse:
    """A new topic, without words."""
    with one_at_a_time(request.team):
        form = TopicForm(request.POST, team=request.team)
        if form.is_valid():
            return redirect("feedback:topic", request.team.slug, form.save().pk)
    return _list_page(request, form)


@writers
@require_POST
def begin_dictionary(request: TeamRequest) -> HttpResponse:
    """Begin with the ready-made dictionary where there is none."""
    with one_at_a_time(request.team):
        beginning.create_dictionary(request.team)
    messages.success(request, _("Das Wörterbuch ist angelegt und lässt sich jetzt anpassen."))
    return _back(request)


@writers
@require_POST
def read_again(request: TeamRequest) -> HttpResponse:
    """Have the open voices read once more by the dictionary as it is now."""
    with one_at_a_time(request.team):
        run = again.ask(request.team, at=timezone.now())
        tasks.read_again.delay_on_commit(run.pk)
    return _back(request)


@require_safe
@everyone
def rereading(request: TeamRequest) -> HttpResponse:
    """How far reading again has come."""
    return render(request, f"{LIST}#rereading", {"run": _run_of(request)})


@require_safe
@everyone
def topic(request: TeamRequest, pk: int) -> HttpResponse:
    """One topic with its words."""
    return _topic_page(request, _topic_of(request, pk))


@writers
@require_POST
def edit_topic(request: TeamRequest, pk: int) -> HttpResponse:
    """Give a topic another name or touchpoint."""
    with one_at_a_time(request.team):
        form = TopicForm(request.POST, instance=_topic_of(request, pk), team=request.team)
        if form.is_valid():
            form.save()
            return redirect("feedback:topic", request.team.slug, pk)
    return _topic_page(request, _topic_of(request, pk), form=form)


@writers
@require_POST
def add_terms(request: TeamRequest, pk: int) -> HttpResponse:
    """Add words to a topic."""
    with one_at_a_time(request.team):
        found = _topic_of(request, pk)
        form = TermsForm(request.POST, topic=found)
        if form.is_valid():
            editing.add_terms(found, **form.cleaned_data)
            return redirect("feedback:topic", request.team.slug, pk)
    return _topic_page(request, found, terms_form=form)


@writers
@require_POST
def remove_term(request: TeamRequest, pk: int) -> HttpResponse:
    """Take a word out of a topic; one that is gone stays gone."""
    _topic_of(request, pk).terms.filter(pk=as_key(request.POST.get("word", "")) or 0).delete()
    return redirect("feedback:topic", request.team.slug, pk)


@writers
@require_POST
def merge_topic(request: TeamRequest, pk: int) -> HttpResponse:
    """Make one of two topics."""
    with one_at_a_time(request.team):
        found = _topic_of(request, pk)
        form = MergeForm(request.POST, topic=found, team=request.team)
        if form.is_valid():
            into = form.cleaned_data["into"]
            editing.merge(found, into=into)
            messages.success(request, _("„%(one)s“ gehört jetzt zu „%(other)s“.") % {"one": found, "other": into})
            return redirect("feedback:topic", request.team.slug, into.pk)
    return _topic_page(request, found, merge_form=form)


@writers
def remove_topic(request: TeamRequest, pk: int) -> HttpResponse:
    """Ask once, then forget a topic with its words."""
    found = _topic_of(request, pk)
    if request.method == "POST":
        editing.remove(found)
        messages.success(request, _("Das Thema „%s“ ist entfernt.") % found)
        return _back(request)
    return confirm_page(
        request,
        _("Thema „%s“ entfernen?") % found,
        consequences=_("Seine Wörter sind dann fort. Die Stimmen bleiben, ohne dieses Thema."),
        action=_("Entfernen"),
        cancel_url="../",
    )


def _topic_of(request: TeamRequest, pk: int) -> Topic:
    return get_object_or_404(request.team.topics.select_related("touchpoint"), pk=pk)


def _run_of(request: TeamRequest) -> Rereading | None:
    return getattr(request.team, "rereading", None)


def _back(request: TeamRequest) -> HttpResponse:
    return redirect("feedback:topics", request.team.slug)


def _list_page(request: TeamRequest, form: TopicForm) -> HttpResponse:
    found = request.team.topics.select_related("touchpoint")
    context = {
        "form": form,
        "topics": found.annotate(voice_count=Count("marks")).order_by("-voice_count", Lower("name")),
        "run": _run_of(request),
        "tone_count": request.team.tone_words.count(),
    }
    return render(request, LIST, context, status=422 if form.is_bound else 200)


def _by_language(topic: Topic) -> list[tuple[str, str, list[Term]]]:
    terms = list(topic.terms.all())
    return [(code, str(name), [term for term in terms if term.language == code]) for code, name in Language.choices]


def _topic_page(
    request: TeamRequest,
    topic: Topic,
    *,
    form: TopicForm | None = None,
    terms_form: TermsForm | None = None,
    merge_form: MergeForm | None = None,
) -> HttpResponse:
    forms: dict[str, Any] = {
        "form": form or TopicForm(instance=topic, team=request.team),
        "terms_form": terms_form or TermsForm(topic=topic),
        "merge_form": merge_form or MergeForm(topic=topic, team=request.team),
    }
    context = forms | {
        "topic": topic,
        "by_language": _by_language(topic),
        "remove_form": "remove-word" if request.membership.can_write else "",
        "marks": topic.marks.select_related("feedback").order_by("-feedback__said_on", "-feedback")[:5],
    }
    return render(request, TOPIC, context, status=422 if any(form.is_bound for form in forms.values()) else 200)

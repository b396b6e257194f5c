"""One-use links of a question: which mailings there were, a new one, the end of one."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from feedback.asking import sending
from feedback.asking.figures import mailings_of, one_use
from feedback.asking.forms import BatchForm, RevokeForm
from feedback.asking.references import MOST
from feedback.asking.views import held, questions_of
from feedback.errors import NotAllowed
from feedback.models import Batch, Listening, Question
from teams.access import TeamRequest, everyone, writers
from teams.forms import form_page, held_when_posted, posted, when_posted
from touchpoints.exchange.downloads import Sheet, download, file_name

TEMPLATE = "feedback/asking/links.html"


@require_safe
@everyone
def batches(request: TeamRequest, pk: int) -> HttpResponse:
    """Every mailing that links were made for, and the form for one more."""
    found = get_object_or_404(questions_of(request), pk=pk)
    return _page(request, found, _form(request, found))


@never_cache
@writers
@require_POST
def create(request: TeamRequest, pk: int) -> HttpResponseBase:
    """Links for a mailing as a table to be saved: they are seen this once."""
    with transaction.atomic():
        found = held(request, pk)
        if not found.is_open:
            messages.error(request, _("Die Frage ist geschlossen und nimmt keine Antworten mehr an."))
            return redirect(found)
        form = _form(request, found)
        try:
            made = _made(request, found, form) if form.is_valid() else None
        except NotAllowed as refusal:
            form.add_error(None, str(refusal.sentence))
            made = None
    return made or _page(request, found, form)


def _made(request: TeamRequest, found: Question, form: BatchForm) -> HttpResponseBase:
    batch, links = sending.make_links(
        question=found,
        name=form.cleaned_data["name"],
        references=form.cleaned_data["references"],
        expires_at=form.expires_at(),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _told(batch))
    name = file_name(slugify(f"{batch.name}-links"), "csv", team=request.team, at=timezone.now())
    return download(Sheet(batch.name, [_("Kunde"), _("Link")], links), name)


@writers
def revoke(request: TeamRequest, pk: int, batch: int) -> HttpResponse:
    """Let the links of a mailing open nothing any more, asked once; what was never sent can be taken back."""
    question = get_object_or_404(questions_of(request), pk=pk)
    with when_posted(request, transaction.atomic()):
        found = get_object_or_404(held_when_posted(request, question.batches.all()), pk=batch)
        form = RevokeForm(posted(request))
        if form.is_valid() and _end(request, found, form):
            return redirect("feedback:question_links", request.team.slug, pk)
    return form_page(request, "feedback/asking/revoke.html", form, question=question, batch=found)


def _end(request: TeamRequest, batch: Batch, form: RevokeForm) -> bool:
    """Whether it could be done; where not, the form says why."""
    if not form.cleaned_data["was_never_sent"]:
        sending.revoke(batch, at=timezone.now())
        messages.success(request, _("Die Links von „%s“ öffnen nichts mehr.") % batch)
        return True
    try:
        sending.discard(batch)
    except NotAllowed as refusal:
        form.add_error("was_never_sent", str(refusal.sentence))
        return False
    messages.success(request, _("Die Links von „%s“ sind verworfen, niemand zählt als gefragt.") % batch)
    return True


def _form(request: TeamRequest, question: Question) -> BatchForm:
    today = request.team.today(timezone.now())
    return BatchForm(posted(request), request.FILES or None, question=question, today=today)


def _page(request: TeamRequest, question: Question, form: BatchForm) -> HttpResponse:
    now, mailings = timezone.now(), mailings_of(question)
    context = {
        "question": question,
        "mailings": [(mailing, mailing.batch.is_open(now)) for mailing in mailings],
        "one_use": one_use(mailings),
        "days_between": Listening.of(request.team).days_between,
        "most": number_format(MOST, force_grouping=True),
    }
    return form_page(request, TEMPLATE, form, **context)


def _told(batch: Batch) -> str:
    made = ngettext("%(count)d Link gemacht.", "%(count)d Links gemacht.", batch.size) % {"count": batch.size}
    if not batch.left_out:
        return made
    left = ngettext(
        "%(count)d Person ausgelassen, weil sie erst kürzlich gefragt wurde oder doppelt auf der Liste steht.",
        "%(count)d Personen ausgelassen, weil sie erst kürzlich gefragt wurden oder doppelt auf der Liste stehen.",
        batch.left_out,
    )
    return f"{made} {left % {'count': batch.left_out}}"

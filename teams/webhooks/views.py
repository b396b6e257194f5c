"""Pages of a team's webhooks, for leads: where to, what about, and what became of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teams.access import TeamRequest, leads
from teams.forms import confirm_page, form_page, posted
from teams.models import Webhook
from teams.webhooks import announcing, delivering, keeping
from teams.webhooks.errors import NotNow
from teams.webhooks.forms import WebhookForm

PAGE_SIZE = 30


def _webhook(request: TeamRequest, pk: int) -> Webhook:
    return get_object_or_404(request.team.webhooks.select_related("team", "created_by"), pk=pk)


def _secret_page(request: TeamRequest, webhook: Webhook, secret: str) -> HttpResponse:
    """The only page that ever shows a secret; it answers the post itself, so that nothing keeps it."""
    return render(request, "teams/webhooks/secret.html", {"webhook": webhook, "secret": secret})


@require_safe
@leads
def webhooks(request: TeamRequest) -> HttpResponse:
    """Which programs are told what."""
    return render(request, "teams/webhooks/list.html", {"webhooks": request.team.webhooks.with_counts()})


@require_safe
@leads
def webhook(request: TeamRequest, pk: int) -> HttpResponse:
    """One webhook and the log of its deliveries, newest first."""
    row = _webhook(request, pk)
    log = Paginator(row.deliveries.order_by("-created_at", "-pk"), PAGE_SIZE)
    context = {"webhook": row, "page": log.get_page(request.GET.get("page")), "now": timezone.now()}
    return render(request, "teams/webhooks/detail.html", context)


@leads
def create(request: TeamRequest) -> HttpResponse:
    """Set a webhook up; its secret is shown once."""
    form = WebhookForm(posted(request), team=request.team)
    if form.is_valid():
        try:
            row = keeping.set_up(webhook=form.save(commit=False), by=request.user, at=timezone.now())
        except NotNow as refusal:
            form.add_error("name", str(refusal.sentence))
        else:
            return _secret_page(request, row, row.secret)
    return form_page(request, "teams/webhooks/form.html", form)


@leads
def edit(request: TeamRequest, pk: int) -> HttpResponse:
    """Change name, address and events."""
    row = _webhook(request, pk)
    form = WebhookForm(posted(request), instance=row, team=request.team)
    if form.is_valid():
        try:
            keeping.change(webhook=form.save(commit=False))
        except NotNow as refusal:
            form.add_error("name", str(refusal.sentence))
        else:
            messages.success(request, _("„%(name)s“ gespeichert.") % {"name": row})
            return redirect("teams:webhook", request.team.slug, row.pk)
    return form_page(request, "teams/webhooks/form.html", form, pk=pk)


@leads
@require_POST
def switch_on(request: TeamRequest, pk: int) -> HttpResponse:
    """Tell it again what happens."""
    keeping.switch_on(webhook=_webhook(request, pk))
    messages.success(request, _("Eingeschaltet. Was ab jetzt geschieht, geht auf den Weg."))
    return redirect("teams:webhook", request.team.slug, pk)


@leads
@require_POST
def switch_off(request: TeamRequest, pk: int) -> HttpResponse:
    """Tell it nothing more for now."""
    delivering.switch_off(webhook=_webhook(request, pk), at=timezone.now())
    messages.success(request, _("Ausgeschaltet. Was noch wartete, bleibt hier."))
    return redirect("teams:webhook", request.team.slug, pk)


@leads
@require_POST
def probe(request: TeamRequest, pk: int) -> HttpResponse:
    """Send something that says nothing, to see whether it arrives."""
    try:
        announcing.probe(webhook=_webhook(request, pk), at=timezone.now())
    except NotNow as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Die Probe ist unterwegs. Was daraus wird, steht gleich in der Liste."))
    return redirect("teams:webhook", request.team.slug, pk)


@leads
@require_POST
def send_again(request: TeamRequest, pk: int, delivery: int) -> HttpResponse:
    """Send a failed delivery once more."""
    row = get_object_or_404(_webhook(request, pk).deliveries.select_related("webhook"), pk=delivery)
    try:
        keeping.send_again(delivery=row, at=timezone.now())
    except NotNow as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Noch einmal unterwegs."))
    return redirect("teams:webhook", request.team.slug, pk)


@leads
def renew_secret(request: TeamRequest, pk: int) -> HttpResponse:
    """Give it another secret, after asking once; shown once."""
    row = _webhook(request, pk)
    if request.method == "POST":
        return _secret_page(request, row, keeping.renew_secret(webhook=row, at=timezone.now()))
    return confirm_page(
        request,
        _("Neues Geheimnis für „%(name)s“?") % {"name": row},
        consequences=_("24 Stunden lang unterschreiben beide, das alte und das neue. Danach gilt nur das neue."),
        action=_("Neues Geheimnis machen"),
        cancel_url=reverse("teams:webhook", args=[request.team.slug, pk]),
    )


@leads
def remove(request: TeamRequest, pk: int) -> HttpResponse:
    """Remove a webhook and its log, after asking once."""
    row = _webhook(request, pk)
    if request.method == "POST":
        row.delete()
        messages.success(request, _("Den Webhook „%(name)s“ gibt es nicht mehr.") % {"name": row})
        return redirect("teams:webhooks", request.team.slug)
    return confirm_page(
        request,
        _("Webhook „%(name)s“ entfernen?") % {"name": row},
        consequences=_("Es wird nichts mehr geschickt, und die Liste der Zustellungen verschwindet mit ihm."),
        action=_("Webhook entfernen"),
        cancel_url=reverse("teams:webhook", args=[request.team.slug, pk]),
    )

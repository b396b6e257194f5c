"""The inventory on its way out: tables of what a filter finds, and the printed list."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teams.access import TeamRequest, everyone
from teams.pdf import pdf_response
from touchpoints.exchange import giving_out, printing
from touchpoints.exchange.downloads import download, file_name
from touchpoints.filters import NOTHING, asked_for, narrowed
from touchpoints.models import TouchpointQuerySet


@require_safe
@everyone
def csv(request: TeamRequest) -> FileResponse:
    """What the filter finds, as CSV."""
    return download(giving_out.inventory(_found(request), team=request.team), _file_name(request, "csv"))


@require_safe
@everyone
def xlsx(request: TeamRequest) -> FileResponse:
    """What the filter finds, as a workbook."""
    return download(giving_out.inventory(_found(request), team=request.team), _file_name(request, "xlsx"))


@require_safe
@everyone
def pdf(request: TeamRequest) -> HttpResponse:
    """What the filter finds, printed; more than fit into one go only behind a narrower filter."""
    found = _found(request)
    if not printing.is_printable(found):
        messages.error(
            request,
            _(
                "Gedruckt werden höchstens %(most)s Kontaktpunkte auf einmal. Vorher filtern, zum Beispiel nach "
                "Kaufphase, oder als Excel (XLSX) ausgeben: Dort sind es alle."
            )
            % {"most": number_format(printing.MOST, force_grouping=True)},
        )
        return redirect(f"{reverse('touchpoints:list', args=[request.team.slug])}?{request.GET.urlencode()}")
    is_part = asked_for(request.GET) != NOTHING
    content = printing.print_inventory(found, team=request.team, is_part=is_part, at=timezone.now())
    return pdf_response(content, _file_name(request, "pdf"))


def _found(request: TeamRequest) -> TouchpointQuerySet:
    return narrowed(request.team, asked_for(request.GET))


def _file_name(request: TeamRequest, ending: str) -> str:
    return file_name(_("kontaktpunkte"), ending, team=request.team, at=timezone.now())

"""The actions on their way out: tables of what a filter finds."""

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import giving_out
from actions.filters import ActionFilter
from actions.overview.ordering import Order
from teams.access import TeamRequest, everyone
from touchpoints.exchange.downloads import download, file_name


@require_safe
@everyone
def csv(request: TeamRequest) -> FileResponse:
    """What the filter finds, as CSV."""
    return _download(request, "csv")


@require_safe
@everyone
def xlsx(request: TeamRequest) -> FileResponse:
    """What the filter finds, as a workbook."""
    return _download(request, "xlsx")


def _download(request: TeamRequest, ending: str) -> FileResponse:
    team, at = request.team, timezone.now()
    found = ActionFilter(request.GET, team.actions.all(), request=request).qs
    order = Order.asked_for(request.GET.get("sort", ""), team.today(at))
    name = file_name(_("massnahmen"), ending, team=team, at=at)
    return download(giving_out.plan(order.of(found), team=team), name)

"""What a person wants to be reminded of, and the link in every mail that stops such mails."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from actions.reminders import stopping
from actions.reminders.forms import WishForm
from actions.reminders.moments import wish_of
from actions.reminders.wishing import choose
from teams.access import SignedInRequest
from teams.forms import form_page, posted
from teams.ratelimit import limited


@login_required
def wishes(request: SignedInRequest) -> HttpResponse:
    """What comes by mail, and when."""
    leads = request.user.memberships.leads().exists()
    form = WishForm(posted(request), instance=wish_of(request.user), leads=leads)
    if form.is_valid():
        choose(
            person=request.user,
            unwanted=form.unwanted,
            at_time=form.cleaned_data["at_time"],
            rests=form.cleaned_data["rests"],
        )
        messages.success(request, _("So kommen die Mails ab jetzt."))
        return redirect("reminder_wishes")
    return form_page(request, "actions/reminders/wishes.html", form)


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed token says for whom
@limited("stop")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails that a link came with: by one click on the page, or by the mail program's own button."""
    asked = stopping.opened(token)
    if asked is None:
        raise Http404
    if request.method == "POST":
        stopping.stop(asked)
    language = asked.person.language if asked.person else translation.get_language()
    with translation.override(language):
        is_stopped = request.method == "POST" or asked.person is None
        return render(request, "actions/reminders/stop.html", {"asked": asked, "is_stopped": is_stopped})

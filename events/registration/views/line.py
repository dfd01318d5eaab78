"""Public pages of the waiting list: the line of an event, and one's own offer."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.programme.access import public_event
from events.registration.access import LinkCut, entry_of, registration_by_link
from events.registration.models import Registration
from events.registration.reports import TicketSheet
from events.registration.reports_line import lines_of
from events.registration.usecases.offers import (
    NobodyChosen,
    OfferOver,
    accept_offer,
    decline_offer,
)
from events.registration.views.public import APPLICANT, link_cut


@require_safe
@login_not_required
@never_cache
def line(request: HttpRequest, slug: str) -> HttpResponse:
    """The published rule, who stands where by number, and why each step happened."""
    event = public_event(slug)
    return render(
        request,
        "events/registration/line.html",
        {"event": event, "lines": lines_of(event)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """Take the free seats or decline them; opening the page decides nothing."""
    try:
        registration = registration_by_link(token)
    except LinkCut:
        return link_cut(request)
    error = ""
    if request.method == "POST":
        answered = _answer(request, registration)
        if answered is None:
            return redirect(f"{registration.url}?answered=1")
        error = answered
    sheet = TicketSheet.of(registration, now=timezone.now())
    return render(
        request, "events/registration/offer.html", {"sheet": sheet, "error": error}
    )


def _answer(request: HttpRequest, registration: Registration) -> str | None:
    """One call to a use case; a sentence when it refused."""
    entry = entry_of(registration, request.POST.get("entry", ""))
    now = timezone.now()
    try:
        if request.POST.get("answer") == "decline":
            decline_offer(entry=entry, actor=APPLICANT, now=now)
        elif request.POST.get("answer") == "accept":
            people = {
                attendee.pk
                for attendee in registration.attendees.all()
                if str(attendee.pk) in request.POST.getlist("person")
            }
            accept_offer(entry=entry, attendee_ids=people, actor=APPLICANT, now=now)
        else:
            return _("参加するか、辞退するかを選んでください。")
    except NobodyChosen:
        return _("参加する方を1人以上選んでください。")
    except OfferOver:
        return _(
            "返事の期限が過ぎたか、すでにお返事をいただいています。"
            "いまの状況は、申込みの内容で確かめられます。"
        )
    return None

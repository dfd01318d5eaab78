"""The trip, as a delegate and their guardian read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from network.youth.access import for_link
from network.youth.exports.trip_calendar import trip_calendar
from network.youth.models import PersonalLink
from network.youth.reports_itinerary import itinerary, packing_list


@require_safe
@for_link()
def trip(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """The itinerary; prints on paper for the kitchen wall."""
    programme = link.delegate.programme
    return render(
        request,
        "network/youth/link_itinerary.html",
        {
            "link": link,
            "delegate": link.delegate,
            "programme": programme,
            "days": itinerary(programme),
        },
    )


@require_safe
@for_link()
def packing(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """What to bring, to be ticked on paper."""
    return render(
        request,
        "network/youth/link_packing.html",
        {"link": link, "things": packing_list(link.delegate.programme)},
    )


@require_safe
@for_link()
def calendar(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """The trip for a calendar."""
    programme = link.delegate.programme
    response = HttpResponse(
        trip_calendar(programme, now=timezone.now()),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = (
        f'attachment; filename="youth-{programme.year}.ics"'
    )
    return response

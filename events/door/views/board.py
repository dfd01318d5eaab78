"""The day of an event as it moves: the staff's page, and the screen on the wall.

Both ask every few seconds for what has moved; while nothing has, the answer is 304.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.door.alarms import alarms
from events.door.forms import WalkInForm
from events.door.reports import with_hours
from events.door.reports_board import Board, board
from events.door.reports_line import Heads, heads_of
from events.door.wall import wall
from events.programme.access import staff_event
from events.programme.models import Event
from events.registration.reports import support_summary
from peace.accounts.access import staff_required

LOOKS = ("light", "dark")


@require_safe
@staff_required
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """The day of an event: live counts per timeslot, and the devices at its doors."""
    found = staff_event(slug)
    now = timezone.now()
    shown = board(found, now=now)
    heads = _heads(found, shown)
    more = {"support": support_summary(found), "etag": _etag(request, shown, heads)}
    return render(
        request,
        "events/door/staff/event.html",
        _day(request, found, shown, heads) | more,
    )


@require_safe
@staff_required
def live(request: HttpRequest, slug: str) -> HttpResponse:
    """The moving part of that page."""
    found = staff_event(slug)
    now = timezone.now()
    shown = board(found, now=now)
    heads = _heads(found, shown)
    return _unless_same(
        request,
        _etag(request, shown, heads),
        "events/door/staff/live.html",
        _day(request, found, shown, heads),
    )


@require_safe
@staff_required
def wall_view(request: HttpRequest, slug: str) -> HttpResponse:
    """The large screen in the office or backstage. No names, nothing to press."""
    found = staff_event(slug)
    shown = board(found, now=timezone.now())
    look = request.GET.get("look", "")
    more = {"look": look if look in LOOKS else "", "etag": _etag(request, shown)}
    return render(request, "events/door/staff/wall.html", _wall(found, shown) | more)


@require_safe
@staff_required
def wall_live(request: HttpRequest, slug: str) -> HttpResponse:
    """What moves on the large screen."""
    found = staff_event(slug)
    shown = board(found, now=timezone.now())
    return _unless_same(
        request,
        _etag(request, shown),
        "events/door/staff/wall_live.html",
        _wall(found, shown),
    )


def _heads(found: Event, shown: Board) -> Heads:
    ways = {count.timeslot.admission for count in shown.counts}
    return heads_of(found, ways=ways, now=shown.now)


def _day(
    request: HttpRequest, found: Event, shown: Board, heads: Heads
) -> dict[str, Any]:
    return {
        "event": found,
        "board": shown,
        "counts": with_hours(shown.counts),
        "heads": heads,
        "devices": shown.devices,
        "alarms": alarms(shown),
        "conflicts_url": reverse("staff:conflicts", args=[found.slug]),
        "walk_in_form": WalkInForm(),
        "walk_in_undo": request.session.get("walk_in_undo"),
        "now": shown.now,
    }


def _wall(found: Event, shown: Board) -> dict[str, Any]:
    return {
        "event": found,
        "board": shown,
        "wall": wall(shown),
        "alarms": alarms(shown),
        "now": shown.now,
    }


def _etag(request: HttpRequest, shown: Board, *more: object) -> str:
    undo = request.session.get("walk_in_undo")
    return f'W/"{shown.fingerprint(undo, *more)}"'


def _unless_same(
    request: HttpRequest, etag: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The page's own script holds the etag: nothing of this is stored."""
    headers = {"ETag": etag, "Cache-Control": "no-store"}
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=headers)
    response = render(request, template, context)
    for name, value in headers.items():
        response[name] = value
    return response

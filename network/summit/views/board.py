"""The board of the day: who has come, what is on, how many of the public are in.

It asks every few seconds for what has moved; while nothing has, the answer is 304
(docs/decisions/0017).
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from network.summit.access import guest_of, is_on, on_the_day, reply_of, slot_of
from network.summit.models import Summit
from network.summit.reports import city_replies, support_needed
from network.summit.reports_board import SummitBoard, board
from network.summit.usecases.arrive import (
    CountedMeanwhile,
    NobodyElse,
    arrive,
    count_citizens,
    undo_arrival,
)
from network.summit.usecases.stage import NotNow, begin_slot, end_slot, undo_slot

LOOKS = ("light", "dark")
STEPS = {"begin": begin_slot, "end": end_slot, "undo": undo_slot}


@require_safe
@on_the_day
def day(request: HttpRequest, summit: Summit) -> HttpResponse:
    """For a phone at the reception: tick who comes, begin and end what is on stage."""
    shown = board(summit, now=timezone.now())
    more = {"etag": _etag(shown), "is_today": is_on(summit, shown.now)}
    return render(
        request, "network/desk/summit_board.html", _context(summit, shown) | more
    )


@require_safe
@on_the_day
def live(request: HttpRequest, summit: Summit) -> HttpResponse:
    """The moving part of that page."""
    return _unless_same(request, summit, "network/desk/summit_board_live.html")


@require_safe
@on_the_day
def wall(request: HttpRequest, summit: Summit) -> HttpResponse:
    """The large screen backstage. No names, nothing to press."""
    shown = board(summit, now=timezone.now())
    look = request.GET.get("look", "")
    more = {"etag": _etag(shown), "look": look if look in LOOKS else ""}
    return render(
        request, "network/desk/summit_wall.html", _context(summit, shown) | more
    )


@require_safe
@on_the_day
def wall_live(request: HttpRequest, summit: Summit) -> HttpResponse:
    """What moves on the large screen."""
    return _unless_same(request, summit, "network/desk/summit_wall_live.html")


@require_safe
@on_the_day
def guests(request: HttpRequest, summit: Summit) -> HttpResponse:
    """The guests of each city on paper, in the order of the readings."""
    now = timezone.now()
    replies = [each for each in city_replies(summit, now=now) if each.comes]
    return render(
        request,
        "network/desk/summit_guests.html",
        {
            "summit": summit,
            "replies": sorted(replies, key=lambda each: each.city.kana),
            "support": support_needed(replies),
            "now": now,
        },
    )


@require_POST
@on_the_day
def tick(request: HttpRequest, summit: Summit, pk: int) -> HttpResponse:
    """Somebody is here; `undo` takes it back."""
    guest = guest_of(summit, pk)
    act = undo_arrival if "undo" in request.POST else arrive
    act(guest=guest, actor=request.user.actor, now=timezone.now())
    return _back(summit, f"city-{guest.municipality_id}")


@require_POST
@on_the_day
def citizens(request: HttpRequest, summit: Summit, code: str) -> HttpResponse:
    """One citizen more or less, from the number that the phone showed."""
    found = reply_of(summit, code)
    seen = request.POST.get("seen", "")
    by = -1 if "minus" in request.POST else 1
    try:
        count_citizens(
            reply=found,
            seen=int(seen)
            if seen.isascii() and seen.isdigit() and len(seen) < 6
            else -2,
            by=by,
            actor=request.user.actor,
            now=timezone.now(),
        )
    except CountedMeanwhile as error:
        text = _("%(city)sは、ほかの端末が数えて、いま%(n)s人です。確かめてください。")
        messages.warning(
            request, text % {"city": found.municipality.name, "n": error.now_arrived}
        )
    except NobodyElse:
        text = _("%(city)sの市民の席は、これ以上ありません。当日入場で数えてください。")
        messages.warning(request, text % {"city": found.municipality.name})
    return _back(summit, f"city-{found.municipality_id}")


@require_POST
@on_the_day
def tap(request: HttpRequest, summit: Summit, pk: int) -> HttpResponse:
    """What is on the stage begins, ends, or the last tap is taken back."""
    slot = slot_of(summit, pk)
    act = STEPS.get(request.POST.get("step", ""))
    try:
        if act:
            act(slot=slot, actor=request.user.actor, now=timezone.now())
    except NotNow:
        messages.warning(request, _("ほかの端末で、もう押されています。"))
    return _back(summit, "stage")


def _back(summit: Summit, place: str) -> HttpResponse:
    return redirect(f"{reverse('summit:board', args=[summit.year])}#{place}")


def _context(summit: Summit, shown: SummitBoard) -> dict[str, Any]:
    return {
        "summit": summit,
        "event": summit.event,
        "board": shown,
        "stage": shown.stage,
        "now": shown.now,
    }


def _etag(shown: SummitBoard) -> str:
    return f'W/"{shown.fingerprint()}"'


def _unless_same(request: HttpRequest, summit: Summit, template: str) -> HttpResponse:
    """The page's own script holds the etag: nothing of this is stored."""
    shown = board(summit, now=timezone.now())
    headers = {"ETag": _etag(shown), "Cache-Control": "no-store"}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    response = render(request, template, _context(summit, shown))
    for name, value in headers.items():
        response[name] = value
    return response

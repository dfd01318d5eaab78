"""The only ways to a summit and to what the cities said.

A city reaches its own reply through its term, the secretariat all of them; on the day
itself the city's staff reach the board, because they stand at the reception.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from network.summit.models import StageSlot, Summit, SummitGuest, SummitReply
from peace.accounts.access import View, staff_required
from peace.language.dates import jst


def summit_of(year: int) -> Summit:
    """The summit of a fiscal year, for the secretariat."""
    return _one(Summit.objects.filter(year=year))


def opened_summit(year: int) -> Summit:
    """For a city: before it is opened, it is not there."""
    return _one(Summit.objects.opened().filter(year=year))


def public_summit(year: int) -> Summit:
    """For everybody: once its event is public."""
    return _one(Summit.objects.public().filter(year=year))


def _one(summits: QuerySet[Summit]) -> Summit:
    found = summits.select_related("event__venue").first()
    if found is None:
        raise Http404
    return found


def reply_of(summit: Summit, code: str) -> SummitReply:
    """The reply of a city that comes."""
    replies = SummitReply.objects.filter(summit=summit, municipality=code, comes=True)
    found = replies.select_related("municipality").first()
    if found is None:
        raise Http404
    return found


def guest_of(summit: Summit, pk: int) -> SummitGuest:
    """A guest of this summit; another year's is not there."""
    guests = SummitGuest.objects.filter(reply__summit=summit, pk=pk)
    found = guests.select_related("municipality").first()
    if found is None:
        raise Http404
    return found


def slot_of(summit: Summit, pk: int) -> StageSlot:
    """A part of the programme of this summit."""
    found = StageSlot.objects.filter(summit=summit, pk=pk).first()
    if found is None:
        raise Http404
    found.summit = summit
    return found


def is_on(summit: Summit, now: datetime) -> bool:
    """Is it the day of the summit, in Tokyo?"""
    event = summit.event
    first, last = jst(event.starts_at).date(), jst(event.ends_at).date()
    return first <= jst(now).date() <= last


def on_the_day(view: Callable[..., HttpResponseBase]) -> View:
    """Lets in the secretariat always, and the city's staff on the day itself.

    The view gets the summit in place of its year. Names of other cities' people are
    nothing for staff on any other day: PermissionDenied (403).
    """

    @wraps(view)
    def guarded(
        request: HttpRequest, year: int, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        summit = summit_of(year)
        if not request.user.is_secretariat and not is_on(summit, timezone.now()):
            raise PermissionDenied
        return view(request, summit, *args, **kwargs)

    return staff_required(guarded)

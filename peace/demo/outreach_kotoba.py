"""一行のコトバ of the demo: one call is open, one is being scored, one is on the wall.

Every line was written for this demo; nobody said any of them.
"""

import random
import uuid
from datetime import datetime, timedelta
from typing import Any

from events.outreach.choices import KotobaStatus, KotobaWay
from events.outreach.models import CommitteeMember, Kotoba, KotobaCall, KotobaScore
from events.outreach.usecases.kotoba_call import save_call, show_wall
from events.outreach.usecases.kotoba_choose import choose_by_scores, confirm_list
from events.outreach.usecases.kotoba_choose import list_mark as mark_of
from events.outreach.usecases.kotoba_tell import tell_results
from events.programme.models import Event
from peace.accounts.models import User
from peace.demo.days import at, day_of
from peace.demo.people import PEOPLE
from peace.demo.texts import texts

SHOWN, SELECTING, OPEN = "demo-wall", "demo-selecting", "demo-open"
# How far each member has come, and what they like to give.
_PROGRESS = (1.0, 1.0, 0.5, 0.0)
_LENIENCY = (0.4, -0.6, 0.0, 0.1)
_LINES_AN_HOUR = 7


def load_kotoba(*, staff: str, now: datetime) -> None:
    """Three calls with their lines. STAFF is the actor; NOW is when the demo is loaded.

    No letter leaves: nobody here has left an address.
    """
    spec = texts("kotoba")
    for each in spec["calls"]:
        call = _call(each, staff=staff, now=now)
        _lines(call, each["lines"], staff=staff)
        if each["slug"] != OPEN:
            _score(call, spec["members"], now=now)
    shown = KotobaCall.objects.get(slug=SHOWN)
    _choose(shown, staff=staff, now=now)


def remove_kotoba() -> None:
    """What load_kotoba made, and what visitors sent to it."""
    calls = KotobaCall.objects.filter(slug__in=(SHOWN, SELECTING, OPEN))
    CommitteeMember.objects.filter(call__in=calls).delete()
    Kotoba.objects.filter(call__in=calls).delete()
    calls.delete()


def _call(spec: dict[str, Any], *, staff: str, now: datetime) -> KotobaCall:
    def day(days: int, clock: str) -> datetime:
        return at(day_of({"in_days": days}, now), clock)

    event = Event.objects.filter(slug=spec["event"]).first() if spec["event"] else None
    values = {
        "slug": spec["slug"],
        "title": spec["title"],
        "theme": spec["theme"],
        "opens_at": day(spec["opens_in"], "09:00"),
        "closes_at": day(spec["closes_in"], "17:00"),
        "scoring_closes_at": day(spec["scoring_in"], "17:00"),
        "places": spec["places"],
        "event": event,
        "is_published": True,
    }
    return save_call(call=None, values=values, actor=staff, now=now)


def _lines(call: KotobaCall, lines: list[dict[str, str]], *, staff: str) -> None:
    """As they came in, on the way they came; the newest of an open call unread."""
    is_open = call.slug == OPEN
    made = []
    for number, line in enumerate(lines):
        came = call.opens_at + timedelta(hours=number * _LINES_AN_HOUR + 2)
        read = not is_open or number < len(lines) // 3
        made.append(
            Kotoba(
                call=call,
                idempotency_key=uuid.uuid5(uuid.NAMESPACE_URL, f"{call.slug}:{number}"),
                way=(KotobaWay.WEB, KotobaWay.PAPER, KotobaWay.WEB)[number % 3],
                status=KotobaStatus.ACCEPTED if read else KotobaStatus.RECEIVED,
                decided_by=staff if read else "",
                decided_at=came + timedelta(days=1) if read else None,
                created_at=came,
                **line,
            )
        )
    Kotoba.objects.bulk_create(made)


def _score(call: KotobaCall, names: list[str], *, now: datetime) -> None:
    """A committee that is half through; with the closed call, all through."""
    members = [
        CommitteeMember.objects.create(call=call, name=name, invited_at=call.closes_at)
        for name in names
    ]
    chance = random.Random(call.slug)  # noqa: S311 - the same demo every time
    scores = []
    for place, member in enumerate(members):
        lines = sorted(call.kotoba.all(), key=member.place_of)
        part = 1.0 if call.slug == SHOWN else _PROGRESS[place]
        for line in lines[: int(len(lines) * part)]:
            quality = 3 + 0.9 * random.Random(line.text).uniform(-1.5, 1.5)  # noqa: S311
            given = quality + _LENIENCY[place] + chance.uniform(-1, 1)
            scores.append(
                KotobaScore(
                    kotoba=line,
                    member=member,
                    points=min(5, max(1, round(given))),
                    scored_at=min(now, call.closes_at + timedelta(days=1)),
                )
            )
    KotobaScore.objects.bulk_create(scores)


def _choose(call: KotobaCall, *, staff: str, now: datetime) -> None:
    """Chosen by one, confirmed by another, told and shown when the exhibition began."""
    email = PEOPLE["approver"][0]
    second = User.objects.get(email=email).actor
    shown_at = min(now, call.event.starts_at) if call.event else now
    when = shown_at - timedelta(days=20)
    choose_by_scores(call=call, actor=staff, now=when)
    lines = list(call.kotoba.chosen())
    confirm_list(call=call, seen=mark_of(lines), actor=second, now=when)
    tell_results(call=call, actor=staff, now=when)
    show_wall(call=call, actor=staff, now=shown_at)

"""Builders of 一行のコトバ: a call around NOW, lines, a committee."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from events.outreach.choices import KotobaConsent, KotobaStatus
from events.outreach.models import CommitteeMember, Kotoba, KotobaCall
from events.outreach.usecases.kotoba_committee import score_line
from events.outreach.usecases.kotoba_send import Line, send_line
from tests.cast import DAY, NOW

WRITER_EMAIL = "kotoba@example.jp"


def call(*, now: datetime = NOW, is_open: bool = True, **values: Any) -> KotobaCall:
    """One that is open; or one that closed a day ago and is scored for a week."""
    closes = now + 7 * DAY if is_open else now - DAY
    return KotobaCall.objects.create(
        **{
            "slug": "days-2026",
            "title": {"ja": "一行のコトバ2026", "en": "One line 2026"},
            "theme": {"ja": "平和な一こま", "en": "A peaceful moment"},
            "opens_at": now - 30 * DAY,
            "closes_at": closes,
            "scoring_closes_at": closes + 7 * DAY,
            "places": 2,
            "is_published": True,
            **values,
        }
    )


def line(text: str = "朝の窓をあける。風が入る。", **values: Any) -> Line:
    return Line(**{"text": text, "consent": KotobaConsent.WITHOUT_NAME, **values})


def sent(call: KotobaCall, text: str = "朝の窓をあける。", **values: Any) -> Kotoba:
    """A line that came in on time, while the call was open."""
    return send_line(
        call=call,
        line=line(text, **values),
        key=uuid.uuid4(),
        language="ja",
        now=call.closes_at - timedelta(hours=1),
    )


def accepted(call: KotobaCall, text: str = "朝の窓をあける。", **values: Any) -> Kotoba:
    """… and was read by staff."""
    made = sent(call, text, **values)
    Kotoba.objects.filter(pk=made.pk).update(status=KotobaStatus.ACCEPTED)
    made.refresh_from_db()
    return made


def member(call: KotobaCall, name: str = "委員 一") -> CommitteeMember:
    return CommitteeMember.objects.create(call=call, name=name)


def scored(
    call: KotobaCall, points: dict[str, list[int]], *, now: datetime = NOW
) -> list[Kotoba]:
    """Lines with the points that each of the members gave; 0 is none."""
    of = max(len(each) for each in points.values())
    members = [member(call, f"委員 {number}") for number in range(of)]
    made = []
    for text, given in points.items():
        each = accepted(call, text)
        for who, number in zip(members, given, strict=False):
            if number:
                score_line(member=who, kotoba=each, points=number, now=now)
        made.append(each)
    return made

"""A city opens a notice and acknowledges it; who has not is reminded."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from network.cities import letters
from network.cities.models import Municipality, Notice, NoticeReceipt
from network.cities.reports import readers_of
from peace.audit.usecases import record
from peace.language.dates import jst


class NotSent(Exception):
    """The notice was not let out: nobody can read it yet."""


class NothingAsked(Exception):
    """The notice asks for no acknowledgement."""


class RemindedToday(Exception):
    """Those who have not acknowledged were reminded today already."""


class NobodyLeft(Exception):
    """Every city has acknowledged it, or nobody acts for those that have not."""


def see_notice(*, receipt: NoticeReceipt, now: datetime) -> None:
    """The city opened it. The first time counts: one conditional UPDATE."""
    if _is_sent(receipt):
        _row(receipt).filter(seen_at=None).update(seen_at=now)


@transaction.atomic
def acknowledge_notice(*, receipt: NoticeReceipt, actor: str, now: datetime) -> bool:
    """The city has read and understood it; False when somebody was quicker.

    Changes: the receipt, by one conditional UPDATE, so the first to tap stays. An
    audit entry. Raises NotSent, NothingAsked.
    """
    if not receipt.notice.asks_acknowledgement:
        raise NothingAsked
    if not _is_sent(receipt):
        raise NotSent
    taken = (
        _row(receipt)
        .filter(acknowledged_at=None)
        .update(
            acknowledged_at=now,
            acknowledged_by=actor,
            seen_at=Coalesce(F("seen_at"), Value(now)),
        )
    )
    if taken:
        record(
            stream="network",
            verb="notice.acknowledged",
            actor=actor,
            about=receipt.notice.about,
            detail={"municipality": receipt.municipality_id},
            now=now,
        )
    return bool(taken)


@transaction.atomic
def remind_of_notice(*, notice: Notice, actor: str, now: datetime) -> int:
    """Remind whoever acts for a city that has not acknowledged; how many letters.

    At most once a day (Tokyo) to each person: the key of the letter is the judge.
    Changes nothing else; the letters leave at once, as their text was approved with
    the notice. An audit entry. Raises NotSent, NobodyLeft, RemindedToday.
    """
    if not notice.is_sent:
        raise NotSent
    missing = NoticeReceipt.objects.sent().open().filter(notice=notice)
    cities = Municipality.objects.filter(pk__in=missing.values("municipality"))
    readers = [term for terms in readers_of(cities, now=now).values() for term in terms]
    if not readers:
        raise NobodyLeft
    day = jst(now).date()
    sent = letters.notice_reminder(notice=notice, readers=readers, day=day, now=now)
    if not sent:
        raise RemindedToday
    record(
        stream="network",
        verb="notice.reminded",
        actor=actor,
        about=notice.about,
        detail={"letters": sent},
        now=now,
    )
    return sent


def _is_sent(receipt: NoticeReceipt) -> bool:
    """What was let out stays out: looking before is enough."""
    return NoticeReceipt.objects.sent().filter(pk=receipt.pk).exists()


def _row(receipt: NoticeReceipt) -> QuerySet[NoticeReceipt]:
    """Without a join: across one, Django puts the condition into a subquery, which
    PostgreSQL does not look at again after waiting for the row."""
    return NoticeReceipt.objects.filter(pk=receipt.pk)

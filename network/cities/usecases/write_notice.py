"""Write a notice to cities; a second person lets it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from network.cities import letters
from network.cities.choices import Audience
from network.cities.models import Municipality, Notice, NoticeReceipt
from network.cities.reports import readers_of
from peace.audit.usecases import record
from peace.outbox.models import OutboxBatch
from peace.outbox.usecases.approve import approve, withdraw

KIND = "network_notice"


class NoCities(Exception):
    """A notice goes to at least one member city."""


@dataclass(frozen=True)
class NoticeText:
    """What the secretariat wrote. `due_on`: a day in Tokyo."""

    subject: str
    text: str
    audience: Audience
    asks_acknowledgement: bool = True
    due_on: date | None = None
    # The fiscal year whose late cities are meant.
    year: int | None = None


@transaction.atomic
def write_notice(
    *,
    text: NoticeText,
    cities: Sequence[Municipality],
    actor: str,
    now: datetime,
) -> Notice:
    """Address TEXT to CITIES; who is late is decided by whoever calls.

    Changes: the notice, a receipt for each city, a batch. Leaves nothing yet: one
    letter to everybody who acts for one of the cities waits in the batch until a
    second person approves it; until then no city sees the notice. The same text of the
    same person that still waits is not written twice: the members' rows are locked,
    and the waiting one comes back. An audit entry. Raises NoCities.
    """
    codes = {city.pk for city in cities}
    members = Municipality.objects.members().select_for_update(no_key=True)
    chosen = [city for city in members if city.pk in codes]
    if not chosen:
        raise NoCities
    twin = Notice.objects.filter(
        subject=text.subject,
        text=text.text,
        audience=text.audience,
        written_by=actor,
        batch__approved_at=None,
        batch__withdrawn_at=None,
    ).first()
    if twin:
        return twin
    readers = readers_of(chosen, now=now)
    notice = Notice.objects.create(
        subject=text.subject,
        text=text.text,
        audience=text.audience,
        year=text.year,
        asks_acknowledgement=text.asks_acknowledgement,
        due_on=text.due_on,
        written_by=actor,
        written_at=now,
    )
    notice.batch = OutboxBatch.objects.create(
        kind=KIND,
        about=notice.about,
        recipient_count=sum(len(terms) for terms in readers.values()),
        requested_by=actor,
        requested_at=now,
    )
    notice.save(update_fields=["batch"])
    NoticeReceipt.objects.bulk_create(
        NoticeReceipt(notice=notice, municipality=city) for city in chosen
    )
    letters.notice(notice=notice, batch=notice.batch, readers=readers, now=now)
    _record("notice.written", notice, actor=actor, now=now, cities=len(chosen))
    return notice


@transaction.atomic
def approve_notice(*, notice: Notice, actor: str, now: datetime) -> int:
    """The second person's yes; returns how many letters leave.

    Changes: the batch, by one conditional UPDATE; its letters leave with the relay's
    next round, and the cities see the notice. An audit entry. Raises
    SecondPersonNeeded, BatchDecided.
    """
    batch = _batch(notice)
    sent = approve(batch=batch, by=actor, now=now)
    _record("notice.approved", notice, actor=actor, now=now, letters=sent)
    return sent


@transaction.atomic
def withdraw_notice(*, notice: Notice, actor: str, now: datetime) -> None:
    """Take it back before anything left; whoever wrote it may, too.

    Changes: the batch and its letters, which stay here; no city ever sees the notice.
    An audit entry. Raises BatchDecided once it was approved or withdrawn.
    """
    withdraw(batch=_batch(notice), by=actor, now=now)
    _record("notice.withdrawn", notice, actor=actor, now=now)


def _batch(notice: Notice) -> OutboxBatch:
    batch = notice.batch
    if batch is None:  # The batch is written with the notice.
        raise ValueError(notice.about)
    return batch


def _record(
    verb: str, notice: Notice, *, actor: str, now: datetime, **detail: int
) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=notice.about,
        detail=dict(detail),
        now=now,
    )

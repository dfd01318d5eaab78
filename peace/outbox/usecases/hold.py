"""Hold letters that were just written, so that what they tell can still be undone."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from peace.outbox.choices import WAITING, LetterClass, Status
from peace.outbox.models import OutboxBatch, OutboxMessage

AT_ONCE = 500


@transaction.atomic
def hold_letters(
    *,
    about: Sequence[str],
    written_at: datetime,
    until: datetime,
    kind: str = "",
    batch: OutboxBatch | None = None,
) -> int:
    """Let the letters about ABOUT that were written at WRITTEN_AT wait until UNTIL.

    Called in the transaction that wrote them, so that no worker can have them yet.
    Changes those rows, only the ones of KIND where one is given; with BATCH they also
    wait for a second person. Returns how many.
    """
    values: dict[str, object] = {"due_at": until}
    if batch is not None:
        values |= {"batch": batch, "status": Status.AWAITING_APPROVAL}
    return sum(
        _waiting(some, written_at, kind).update(**values) for some in _pieces(about)
    )


@transaction.atomic
def take_back_letters(
    *, about: Sequence[str], written_at: datetime, kind: str = ""
) -> int:
    """Skip the held letters about ABOUT: what they tell has been undone.

    Changes those rows, in every channel, and frees their keys, so that the same thing
    may be told again later. Returns how many; a letter that has left stays as it is.
    """
    return sum(
        _waiting(some, written_at, kind).update(
            status=Status.SKIPPED,
            last_error="taken back",
            key=Concat(F("key"), Value(":back:"), Cast("pk", CharField())),
        )
        for some in _pieces(about)
    )


@transaction.atomic
def bring_back_reminders(*, about: Sequence[str], now: datetime) -> int:
    """Let reminders about ABOUT wait again that a cancellation had taken back.

    Changes those rows; returns how many. One whose batch waits for a second person
    goes back there; one whose time is over stays.
    """
    moved = 0
    for some in _pieces(about):
        taken = OutboxMessage.objects.filter(
            about__in=some,
            letter_class=LetterClass.B,
            status=Status.SKIPPED,
            last_error="taken back",
        ).exclude(not_after__lte=now)
        undecided = {"batch__approved_at": None, "batch__withdrawn_at": None}
        moved += taken.filter(batch__isnull=False, **undecided).update(
            status=Status.AWAITING_APPROVAL, last_error=""
        )
        moved += taken.exclude(batch__withdrawn_at__isnull=False).update(
            status=Status.PENDING, last_error=""
        )
    return moved


def _waiting(
    about: Sequence[str], written_at: datetime, kind: str
) -> QuerySet[OutboxMessage]:
    found = OutboxMessage.objects.filter(
        about__in=about,
        created_at=written_at,
        status__in=(*WAITING, Status.AWAITING_APPROVAL),
    )
    return found.filter(kind=kind) if kind else found


def _pieces(about: Sequence[str]) -> list[Sequence[str]]:
    return [about[start : start + AT_ONCE] for start in range(0, len(about), AT_ONCE)]

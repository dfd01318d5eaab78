"""The day of the summit: who of the cities has come, by a tap that can be undone."""

from datetime import datetime

from django.db import transaction

from network.summit.models import SummitGuest, SummitReply
from peace.audit.usecases import record


class CountedMeanwhile(Exception):
    """Another phone counted since: `now_arrived` is the number now."""

    def __init__(self, now_arrived: int) -> None:
        super().__init__(now_arrived)
        self.now_arrived = now_arrived


class NobodyElse(Exception):
    """All seats of this city's citizens are taken, or none is: no further."""


@transaction.atomic
def arrive(*, guest: SummitGuest, actor: str, now: datetime) -> bool:
    """GUEST is here. One conditional UPDATE: the first tap counts; True if it did."""
    here = SummitGuest.objects.filter(pk=guest.pk, arrived_at=None)
    if not here.update(arrived_at=now, arrived_by=actor):
        return False
    _record("summit.guest_arrived", guest, actor=actor, now=now)
    return True


@transaction.atomic
def undo_arrival(*, guest: SummitGuest, actor: str, now: datetime) -> bool:
    """The tap was a mistake; the same again changes nothing. True if it did."""
    here = SummitGuest.objects.filter(pk=guest.pk, arrived_at__isnull=False)
    if not here.update(arrived_at=None, arrived_by=""):
        return False
    _record("summit.arrival_undone", guest, actor=actor, now=now)
    return True


@transaction.atomic
def count_citizens(
    *, reply: SummitReply, seen: int, by: int, actor: str, now: datetime
) -> int:
    """BY (1 or -1) citizen more of a city is here than the SEEN; how many now.

    One conditional UPDATE on what the phone showed: a double tap counts once, and of
    two phones at the same moment the second is told. Never below 0 or above what the
    city replied: whoever comes beyond takes a seat of the public, as a walk-in.
    Raises CountedMeanwhile, NobodyElse.
    """
    wanted = seen + by
    mine = SummitReply.objects.filter(pk=reply.pk)
    if not 0 <= wanted <= mine.values_list("citizens", flat=True).get():
        raise NobodyElse
    if not mine.filter(citizens_arrived=seen).update(citizens_arrived=wanted):
        raise CountedMeanwhile(mine.values_list("citizens_arrived", flat=True).get())
    record(
        stream="network",
        verb="summit.citizens_counted",
        actor=actor,
        about=f"summit_reply:{reply.pk}",
        detail={"arrived": wanted},
        now=now,
    )
    return wanted


def _record(verb: str, guest: SummitGuest, *, actor: str, now: datetime) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=f"summit_guest:{guest.pk}",
        now=now,
    )

"""Forget who sat on the cities' seats; how many came stays."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from network.summit.models import SummitGuest, SummitReply
from peace.audit.usecases import record

KEPT_FOR = timedelta(days=90)


def guests_due(now: datetime) -> QuerySet[SummitGuest]:
    """Those of a summit that is long over who still have a name."""
    return SummitGuest.objects.filter(
        reply__summit__event__ends_at__lte=now - KEPT_FOR
    ).exclude(name="", kana="", position="", needs=[])


@transaction.atomic
def erase_guests(*, now: datetime) -> int:
    """Erase names, readings, positions, needs and remarks 90 days after the summit.

    The rows stay, so seats, arrivals and citizens can be counted for ever. Returns the
    number of guests erased; the same again erases nobody. An audit entry if any.
    """
    erased = guests_due(now).update(name="", kana="", position="", needs=[])
    remarks = SummitReply.objects.filter(
        ~Q(remark=""), summit__event__ends_at__lte=now - KEPT_FOR
    ).update(remark="")
    if erased or remarks:
        record(
            stream="network",
            verb="summit.guests_erased",
            actor="system",
            about="summit",
            detail={"guests": erased, "remarks": remarks},
            now=now,
        )
    return erased

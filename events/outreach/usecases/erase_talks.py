"""Forget who asked for a talk; how many talks and how many listeners stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from events.outreach.models import TalkRequest
from events.outreach.usecases.ask_storyteller import STREAM
from peace.audit.usecases import record
from peace.language.dates import fiscal_year_begins

ERASED = ("person", "kana", "email", "phone", "message", "staff_note", "reason")


def talks_due(now: datetime) -> QuerySet[TalkRequest]:
    """Those whose fiscal year ended a year ago or earlier, and who still say who.

    The year is the talk's, or the request's where there was no talk. Why a year: the
    same teacher asks again next spring, and the office finds them (docs/decisions).
    """
    begins = fiscal_year_begins(now)
    ended_a_year_ago = begins.replace(year=begins.year - 1)
    return (
        TalkRequest.objects.annotate(of=Coalesce("event__starts_at", "created_at"))
        .filter(of__lt=ended_a_year_ago, erased_at=None)
        .exclude(Q(event__ends_at__gt=now))
    )


@transaction.atomic
def erase_talks(now: datetime) -> int:
    """Blank person, contact, message, note and reason; returns how many requests.

    Group, place, wishes, state and listeners stay: they are no person. The same again
    erases nobody. An audit entry if any. Nothing leaves.
    """
    ids = list(talks_due(now).values_list("pk", flat=True))
    TalkRequest.objects.filter(pk__in=ids).update(
        **dict.fromkeys(ERASED, ""), erased_at=now
    )
    if ids:
        record(
            stream=STREAM,
            verb="talk.erased",
            actor="system",
            about="talks",
            detail={"requests": len(ids)},
            now=now,
        )
    return len(ids)


def count_talks_due(now: datetime) -> int:
    return talks_due(now).count()

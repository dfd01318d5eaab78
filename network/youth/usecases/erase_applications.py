"""Applications do not stay: the person is erased, the count is kept."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from network.youth.choices import UNDECIDED
from network.youth.models import InterviewSlot, ScoreSheet, YouthApplication
from peace.audit.usecases import record

# After the result, or the withdrawal.
KEPT_DAYS = 90
# An application on which no city ever decided.
FORGOTTEN_DAYS = 365
EMPTY = (
    "name",
    "kana",
    "school",
    "address",
    "email",
    "phone",
    "guardian_name",
    "guardian_email",
    "guardian_phone",
    "motivation",
    "person_key",
)


def applications_due(now: datetime) -> QuerySet[YouthApplication]:
    """Those that are over and still have a person."""
    over = Q(decided_at__lt=now - timedelta(days=KEPT_DAYS)) | Q(
        status__in=UNDECIDED, created_at__lt=now - timedelta(days=FORGOTTEN_DAYS)
    )
    return YouthApplication.objects.filter(over, erased_at__isnull=True)


@transaction.atomic
def erase_applications(*, now: datetime) -> int:
    """Erase the person of every application that is over; returns how many.

    Over: 90 days after the result or the withdrawal, a year after it came where
    nobody decided. Also of chosen ones: what is needed of them lives in the
    nomination, under its own retention. Changes: name, contacts, birth date,
    motivation and the key that recognises a person are blanked, links to it end
    (a new key), score sheets and their notes are deleted. City, year, number, status
    and times stay for the statistics. One audit entry with the count; nothing leaves.
    Once more does no harm.
    """
    rows = list(applications_due(now).select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        for column in EMPTY:
            setattr(row, column, "")
        if row.slot_id is not None:
            InterviewSlot.objects.give_back(row.slot_id)
        row.born_on = row.slot = None
        row.idempotency_key = uuid.uuid4()
        row.erased_at = now
        row.save()
    ScoreSheet.objects.filter(application__in=rows).delete()
    if rows:
        record(
            stream="network",
            verb="applications.erased",
            actor="system",
            about="youth:applications",
            detail={"count": len(rows)},
            now=now,
        )
    return len(rows)

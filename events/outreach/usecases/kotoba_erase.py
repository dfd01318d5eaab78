"""What of 一行のコトバ goes by itself (docs/decisions/0028).

The contact: 30 days after the exhibition; without one, a year after the call closed.
The words of lines that nobody sees on the wall: when the fiscal year of the call is
over as well. What is on the wall stays, and the rows stay for the figures.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from events.outreach.choices import KotobaConsent, KotobaStatus
from events.outreach.models import CommitteeMember, Kotoba, KotobaCall, KotobaScore
from peace.language.dates import fiscal_year_begins

CONTACT_FOR = timedelta(days=30)
CONTACT_WITHOUT_EXHIBITION = timedelta(days=365)


def contacts_end_at(call: KotobaCall) -> datetime:
    """From then on nobody's contact is kept."""
    if call.event is None:
        return call.closes_at + CONTACT_WITHOUT_EXHIBITION
    return max(call.event.ends_at, call.closes_at) + CONTACT_FOR


def texts_end_at(call: KotobaCall) -> datetime:
    """From then on only what is on the wall is kept: never before the contacts go."""
    begins = fiscal_year_begins(call.closes_at)
    return max(begins.replace(year=begins.year + 1), contacts_end_at(call))


@transaction.atomic
def erase_contacts(now: datetime) -> int:
    """Blank the e-mail and telephone of writers, and the committee's addresses."""
    calls = _calls(now, contacts_end_at)
    CommitteeMember.objects.filter(call__in=calls).exclude(email="").update(email="")
    return _contacts(calls).update(email="", phone="")


def due_contacts(now: datetime) -> int:
    return _contacts(_calls(now, contacts_end_at)).count()


@transaction.atomic
def erase_texts(now: datetime) -> int:
    """Blank the words, names and groups of what is not on the wall; scores go too."""
    calls = _calls(now, texts_end_at)
    gone = list(_texts(calls).values_list("pk", flat=True))
    KotobaScore.objects.filter(kotoba__call__in=calls).delete()
    _texts(calls).update(
        text="", pen_name="", group="", reason="", choice_note="", erased_at=now
    )
    return len(gone)


def due_texts(now: datetime) -> int:
    return _texts(_calls(now, texts_end_at)).count()


def _calls(now: datetime, end: Callable[[KotobaCall], datetime]) -> list[KotobaCall]:
    """A handful a year: read all, and let each say when it is over."""
    return [
        call for call in KotobaCall.objects.select_related("event") if end(call) <= now
    ]


def _contacts(calls: list[KotobaCall]) -> QuerySet[Kotoba]:
    return Kotoba.objects.filter(call__in=calls).exclude(email="", phone="")


def _texts(calls: list[KotobaCall]) -> QuerySet[Kotoba]:
    on_the_wall = Q(status=KotobaStatus.CHOSEN) & ~Q(consent=KotobaConsent.NOT_SHOWN)
    return Kotoba.objects.filter(call__in=calls, erased_at=None).exclude(on_the_wall)

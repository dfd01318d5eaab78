"""Many phones scan one poster at once, and each is counted."""

import pytest
from django.db.models import F

from events.outreach.models import Source, SourceVisit
from events.outreach.usecases.count_visit import count_visit
from tests.cast import NOW
from tests.crowd import crowd
from tests.outreach.builders import source

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
PHONES, EACH = 6, 10


def scan(pk: int) -> None:
    for _unused in range(EACH):
        count_visit(source=Source.objects.get(pk=pk), now=NOW)


def scan_carelessly(pk: int) -> None:
    """The control: read, add, write."""
    for _unused in range(EACH):
        row = SourceVisit.objects.get(source=pk)
        SourceVisit.objects.filter(pk=row.pk).update(visits=row.visits + 1)


def test_no_visit_is_lost_from_the_first_of_the_day_on():
    made = source()

    crowd(scan, [(made.pk,)] * PHONES)

    assert SourceVisit.objects.get().visits == PHONES * EACH


def test_without_the_guard_visits_are_lost():
    made = source()
    count_visit(source=made, now=NOW)
    SourceVisit.objects.update(visits=F("visits") - 1)

    crowd(scan_carelessly, [(made.pk,)] * PHONES)

    assert SourceVisit.objects.get().visits < PHONES * EACH

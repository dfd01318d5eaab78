"""Two requests at once: one place each, one count each; the controls show why."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from events.door.models import Scan
from events.door.usecases import roll_call
from events.programme.models import Quota
from events.registration.models import Registration, Seat
from network.youth.choices import StopKind
from network.youth.models import Delegate
from network.youth.usecases.enrol_delegates import enrol_delegates
from network.youth.usecases.plan_trip import StopPlan, plan_trip, save_timetable
from tests.network.builders import CHOFU, HINO, city, delegate, programme

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def year():
    made = programme()
    for code in (CHOFU, HINO):
        delegate(city(code), made)
    return made


def at_once(act, times=4):
    """ACT in TIMES threads behind one barrier; the faults."""
    gate, faults = threading.Barrier(times), []

    def run():
        try:
            gate.wait(10)
            act()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    return faults


def planned(year):
    now = timezone.now()
    plan_trip(programme=year, actor="user:1", now=now)
    begins = now.replace(microsecond=0)
    row = StopPlan(begins, begins + timedelta(hours=1), "集合", kind=StopKind.MUSTER)
    save_timetable(programme=year, rows=[row], actor="user:1", now=now)
    return year.trip.timeslots.get(starts_at=begins)


def test_enrolling_at_once_is_one_place_each(year):
    slot = planned(year)
    Seat.objects.all().delete()
    Delegate.objects.update(registration=None)
    Registration.objects.all().delete()
    Quota.objects.update(taken=0)
    faults = at_once(
        lambda: enrol_delegates(programme=year, actor="user:1", now=timezone.now())
    )

    assert faults == []
    assert Registration.objects.count() == 2
    assert Seat.objects.confirmed().filter(timeslot=slot).count() == 2
    assert Quota.objects.get(timeslot=slot).taken == 2


def tick_at_once(year, slot):
    party = Delegate.objects.filter(programme=year).first().registration
    return at_once(
        lambda: roll_call.tick(
            registration=party, timeslot=slot, actor="user:1", now=timezone.now()
        )
    )


def test_ticking_at_once_is_one_count(year):
    faults = tick_at_once(year, planned(year))

    assert faults == []
    assert Scan.objects.count() == 1


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite lets one write at a time"
)
def test_without_the_lock_it_would_be_several(year, monkeypatch):
    slot = planned(year)
    seen = threading.Barrier(4)

    def unlocked(parties):
        found = list(
            Seat.objects.confirmed()
            .filter(registration__in=parties)
            .select_related("attendee")
        )
        seen.wait(10)
        return found

    monkeypatch.setattr(roll_call, "lock_seats", unlocked)
    tick_at_once(year, slot)

    assert Scan.objects.count() > 1

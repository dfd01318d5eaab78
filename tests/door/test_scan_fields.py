"""Everything else in a scan: people, timeslot, mode and moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.door.models import Scan
from events.registration.models import Seat
from tests.door.builders import (
    PUBLISHED,
    event,
    party,
    slots_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "people",
    [None, "", "some", [], {}, 3, True, ["1"], [1.5], [True], [None], [[1]], [1] * 21],
)
def test_people_who_cannot_be_understood_are_refused_in_their_row(phone, slot, people):
    row = phone.scan(party(slot).token, people=people)

    assert (row["verdict"], row["error"]) == ("malformed", "people")
    assert not Seat.objects.admitted().exists()


@pytest.mark.parametrize("people", [[0], [-1], [99], [10**30]])
def test_people_who_are_not_of_the_party_admit_nobody(phone, slot, people):
    row = phone.scan(party(slot).token, people=people)

    assert (row["verdict"], row["admitted"]) == ("malformed", 0)


@pytest.mark.parametrize("timeslot", ["1", 1.5, True, [], {}])
def test_a_timeslot_that_is_no_number_is_refused_in_its_row(phone, slot, timeslot):
    assert phone.scan(party(slot).token, timeslot=timeslot)["error"] == "timeslot"


def test_another_events_timeslot_answers_like_one_that_does_not_exist(phone, slot):
    other = slots_of(event())[0]
    answers = []
    for number in (other.pk, 10**15, -1, 10**40):
        row = phone.scan(party(slot).token, timeslot=number)
        answers.append({key: row[key] for key in PUBLISHED - {"id"}})

    assert answers == answers[:1] * 4
    assert answers[0]["timeslot"] == slot.pk


@pytest.mark.parametrize("mode", ["", "later", None, 1, ["online"]])
def test_an_unheard_of_mode_is_refused_in_its_row(phone, slot, mode):
    assert phone.scan(party(slot).token, mode=mode)["error"] == "mode"


@pytest.mark.parametrize("hours", [-25, 25])
@pytest.mark.parametrize("mode", ["online", "offline"])
def test_a_clock_that_is_a_day_off_changes_nothing(phone, slot, hours, mode):
    wrong = timezone.now() + timedelta(hours=hours)
    sent = phone.entry(party(slot).token, at=wrong.isoformat(), mode=mode)

    response = phone.send(sent, device_time=(wrong + timedelta(seconds=2)).isoformat())

    assert response.json()["results"][0]["verdict"] == "admitted"
    assert abs(Scan.objects.get().at - timezone.now()) < timedelta(seconds=10)


@pytest.mark.parametrize(
    "at",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "1970-01-01T00:00:00Z",
        "2026-02-15T12:41:03",
    ],
)
@pytest.mark.parametrize("device_time", [None, "?", "0001-01-01T00:00:00+14:00"])
def test_no_moment_is_too_strange(phone, slot, at, device_time):
    sent = phone.entry(party(slot).token, at=at, mode="offline")

    response = phone.send(sent, device_time=device_time)

    assert response.status_code == 200
    assert Scan.objects.get().at <= timezone.now()


@pytest.mark.parametrize("at", [None, "", 5, "2026-02-30T00:00:00Z", "\ud800", []])
def test_a_moment_that_is_none_is_refused_in_its_row(phone, slot, at):
    assert phone.scan(party(slot).token, at=at)["error"] == "at"

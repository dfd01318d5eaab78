"""Interviews: times in a row, invitations, and applicants who move."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from network.youth.choices import Recruiting
from network.youth.models import InterviewSlot, YouthApplication
from network.youth.usecases.interview import (
    NoTimeBetween,
    NotWaiting,
    Row,
    SlotInUse,
    SlotsThere,
    SlotTaken,
    TooLateToChange,
    choose_interview,
    invite_to_interview,
    make_slots,
    open_slots,
    remove_slot,
)
from peace.outbox.models import OutboxMessage
from tests.network import builders
from tests.network.applications import application, open_city, slot

pytestmark = pytest.mark.django_db


def row(**changes) -> Row:
    return Row(
        **{
            "day": date(2026, 5, 9),
            "start": time(13, 0),
            "end": time(14, 0),
            "minutes": 20,
            "place": "市役所5階",
            "capacity": 1,
        }
        | changes
    )


def invite(made, to):
    return invite_to_interview(
        application=made, slot=to, actor="user:1", now=timezone.now()
    )


def choose(made, to):
    return choose_interview(
        application=made, slot=to, actor="applicant", now=timezone.now()
    )


def taken(*slots):
    return [InterviewSlot.objects.get(pk=each.pk).taken for each in slots]


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({}, 3),
        ({"minutes": 30}, 2),
        ({"minutes": 25}, 2),  # what does not fit any more is left out
        ({"minutes": 60}, 1),
    ],
)
def test_times_are_made_one_after_the_other(changes, number):
    mine = open_city()

    assert make_slots(city_year=mine, row=row(**changes)) == number
    first = InterviewSlot.objects.first()
    assert first.starts_at.isoformat() == "2026-05-09T04:00:00+00:00"
    assert InterviewSlot.objects.count() == number


@pytest.mark.parametrize(
    "changes",
    [{"minutes": 61}, {"end": time(13, 0)}, {"end": time(23, 0), "minutes": 5}],
)
def test_no_time_or_too_many_are_refused(changes):
    with pytest.raises(NoTimeBetween):
        make_slots(city_year=open_city(), row=row(**changes))


def test_the_same_row_twice_is_made_once():
    mine = open_city()
    make_slots(city_year=mine, row=row())

    with pytest.raises(SlotsThere):
        make_slots(city_year=mine, row=row())
    assert make_slots(city_year=mine, row=row(place="別の部屋")) == 3


def test_a_time_that_nobody_has_is_removed_and_another_is_not():
    mine = open_city()
    free, used = slot(mine), slot(mine, taken=1)

    remove_slot(slot=free)
    with pytest.raises(SlotInUse):
        remove_slot(slot=used)
    assert list(InterviewSlot.objects.all()) == [used]


def test_an_invitation_takes_the_place_and_tells_day_and_place():
    mine = open_city()
    made, at = application(mine, language="en"), slot(mine)

    invited = invite(made, at)

    assert (invited.status, invited.slot, taken(at)) == ("INVITED", at, [1])
    letter = OutboxMessage.objects.get(kind="interview")
    assert "市役所5階" in letter.text
    assert made.url.split("/")[-2] in letter.text
    assert letter.not_after == at.starts_at
    mine.refresh_from_db()
    assert mine.recruiting == Recruiting.INTERVIEWING


def test_another_invitation_frees_the_first_time_and_writes_again():
    mine = open_city()
    made, first, second = application(mine), slot(mine), slot(mine)
    invite(made, first)

    invite(made, second)
    invite(made, second)  # pressed twice

    assert taken(first, second) == [0, 1]
    assert OutboxMessage.objects.filter(kind="interview").count() == 2
    invite(made, first)
    assert taken(first, second) == [1, 0]


def test_a_full_time_is_refused_and_the_one_before_is_kept():
    mine = open_city()
    one, two = application(mine, 1), application(mine, 2)
    first, second = slot(mine), slot(mine)
    invite(one, first)
    invite(two, second)

    with pytest.raises(SlotTaken):
        invite(two, first)
    with pytest.raises(SlotTaken):
        invite(one, second)
    assert taken(first, second) == [1, 1]


def test_a_small_group_shares_a_time():
    mine = open_city()
    group = slot(mine, capacity=2)
    for number in (1, 2):
        invite(application(mine, number), group)
    with pytest.raises(SlotTaken):
        invite(application(mine, 3), group)


def test_a_time_of_another_city_cannot_be_given():
    mine = open_city()
    other = open_city(builders.HINO, mine.programme)

    with pytest.raises(SlotTaken):
        invite(application(mine), slot(other))


@pytest.mark.parametrize("status", ["CHOSEN", "RESERVE", "NOT_CHOSEN", "WITHDRAWN"])
def test_nobody_who_is_decided_or_withdrawn_is_invited(status):
    mine = open_city()
    made = application(mine)
    YouthApplication.objects.filter(pk=made.pk).update(status=status)

    with pytest.raises(NotWaiting):
        invite(made, slot(mine))


def test_an_applicant_moves_to_a_free_time():
    mine = open_city()
    made, first, second = application(mine), slot(mine), slot(mine)
    invite(made, first)

    choose(made, second)

    assert taken(first, second) == [0, 1]
    assert OutboxMessage.objects.filter(kind="interview").count() == 2


def test_who_was_not_invited_cannot_choose_a_time():
    mine = open_city()
    with pytest.raises(NotWaiting):
        choose(application(mine), slot(mine))


@pytest.mark.parametrize("near", ["old", "new"])
def test_the_day_before_nobody_moves_without_a_call(near):
    mine = open_city()
    soon = timezone.now() + timedelta(hours=23)
    times = {"starts_at": soon, "ends_at": soon + timedelta(minutes=20)}
    old = slot(mine, **(times if near == "old" else {}))
    new = slot(mine, **(times if near == "new" else {}))
    made = application(mine)
    invite(made, old)

    with pytest.raises(TooLateToChange):
        choose(made, new)
    assert (
        new in open_slots(mine.programme, mine.municipality_id, now=timezone.now())
    ) == (near == "old")

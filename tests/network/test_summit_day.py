"""The programme of the day, how late it is, and who has arrived."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from events.registration.usecases.walk_in import count_walk_in
from network.summit.choices import GuestKind
from network.summit.models import StageSlot, SummitGuest
from network.summit.reports_board import board
from network.summit.reports_stage import stage
from network.summit.usecases.arrive import (
    CountedMeanwhile,
    NobodyElse,
    arrive,
    count_citizens,
    undo_arrival,
)
from network.summit.usecases.stage import (
    NotNow,
    begin_slot,
    end_slot,
    remove_slot,
    undo_slot,
)
from tests.network.builders import HINO, city
from tests.network.summits import answered, guest, part, summit

pytestmark = pytest.mark.django_db


def minutes(made) -> list[tuple[str, int]]:
    """Each part with the minutes since the start of the event."""
    begin = made.event.starts_at
    return [
        (str(each.title), round((each.starts_at - begin).total_seconds() / 60))
        for each in StageSlot.objects.filter(summit=made)
    ]


def three(made) -> list[StageSlot]:
    opening = part(made, "開会", 10)
    lecture = part(made, "講演", 50, after=opening)
    closing = part(made, "閉会", 5, after=lecture)
    return [opening, lecture, closing]


def at(made, minute: int):
    return made.event.starts_at + timedelta(minutes=minute)


def tap(act, slot, made, minute: int) -> None:
    act(slot=slot, actor="user:1", now=at(made, minute))


def test_each_part_begins_when_the_one_before_it_ends():
    made = summit()
    three(made)

    assert minutes(made) == [("開会", 0), ("講演", 10), ("閉会", 60)]


def test_a_new_part_and_a_longer_one_move_all_that_come_after():
    made = summit()
    opening, lecture, _closing = three(made)
    part(made, "休憩", 15, after=lecture)
    part(made, "開会", 20, slot=opening)

    assert minutes(made) == [("開会", 0), ("講演", 20), ("休憩", 70), ("閉会", 85)]


def test_a_part_can_go_to_another_place_and_out():
    made = summit()
    opening, lecture, closing = three(made)
    part(made, "開会", 10, slot=opening, after=lecture)
    assert minutes(made) == [("講演", 0), ("開会", 50), ("閉会", 60)]

    remove_slot(slot=closing, actor="user:2", now=timezone.now())
    lecture.refresh_from_db()
    remove_slot(slot=lecture, actor="user:2", now=timezone.now())
    assert minutes(made) == [("開会", 0)]


def test_the_programme_follows_an_event_that_was_moved():
    made = summit()
    three(made)
    made.event.starts_at += timedelta(days=7)

    first = stage(made, now=timezone.now()).lines[0]
    assert first.starts_at == made.event.starts_at


def test_what_begins_late_makes_the_rest_late():
    made = summit()
    opening, lecture, _closing = three(made)
    assert stage(made, now=at(made, -5)).late == 0
    assert stage(made, now=at(made, 3)).late == 3  # It waits already.

    tap(begin_slot, opening, made, 4)
    shown = stage(made, now=at(made, 6))
    assert (shown.late, shown.current.slot, shown.minutes_left) == (4, opening, 8)
    assert shown.next.slot == lecture
    assert shown.next.expected_at == at(made, 14)

    shown = stage(made, now=at(made, 17))
    assert (shown.late, shown.minutes_left, shown.minutes_over) == (7, -3, 3)


def test_the_next_part_ends_the_one_before_it_and_taps_can_be_undone():
    made = summit()
    opening, lecture, closing = three(made)
    tap(begin_slot, opening, made, 0)
    tap(begin_slot, lecture, made, 10)
    opening.refresh_from_db()
    assert opening.ended_at == at(made, 10)
    with pytest.raises(NotNow):
        tap(begin_slot, lecture, made, 11)
    with pytest.raises(NotNow):
        tap(end_slot, closing, made, 11)

    tap(end_slot, lecture, made, 58)
    shown = stage(made, now=at(made, 58))
    assert (shown.current, shown.next.slot, shown.late) == (None, closing, -2)
    tap(undo_slot, lecture, made, 59)
    assert stage(made, now=at(made, 59)).current.slot == lecture
    tap(undo_slot, lecture, made, 59)
    with pytest.raises(NotNow):
        tap(undo_slot, lecture, made, 59)


def test_a_guest_arrives_once_and_a_tap_can_be_taken_back():
    made = summit()
    answered(made, city(), guest())
    here = SummitGuest.objects.get()
    now = timezone.now()

    assert arrive(guest=here, actor="user:1", now=now)
    assert not arrive(guest=here, actor="user:9", now=now + timedelta(minutes=1))
    here.refresh_from_db()
    assert (here.arrived_at, here.arrived_by) == (now, "user:1")
    assert undo_arrival(guest=here, actor="user:1", now=now)
    assert not undo_arrival(guest=here, actor="user:1", now=now)


def test_citizens_are_counted_up_and_down_between_none_and_all():
    written = answered(summit(citizen_seats=2), city(), citizens=2)

    def count(seen: int, by: int) -> int:
        return count_citizens(
            reply=written, seen=seen, by=by, actor="user:1", now=timezone.now()
        )

    assert [count(0, 1), count(1, 1), count(2, -1)] == [1, 2, 1]
    with pytest.raises(CountedMeanwhile) as refused:
        count(0, 1)
    assert refused.value.now_arrived == 1
    count(1, 1)
    for seen, by in ((2, 1), (0, -1), (-2, 1)):
        with pytest.raises(NobodyElse):
            count(seen, by)


def test_the_board_shows_the_cities_the_public_and_missing_mayors():
    made = summit(
        starts_at=timezone.now() - timedelta(minutes=5), quotas={"FAMILY_ROOM": 10}
    )
    answered(made, city(), guest(GuestKind.MAYOR, "調布 市長"), citizens=1)
    answered(made, city(HINO), guest(GuestKind.STAFF, "日野 職員"))
    before = board(made, now=timezone.now())
    assert [each.name for each in before.missing_mayors] == ["調布 市長"]
    assert (before.expected, before.arrived, before.public.free) == (3, 0, 96)
    # In the order of the readings: ちょうふし, ひのし.
    assert [each.reply.city.pk for each in before.cities] == [city().pk, HINO]

    arrive(
        guest=SummitGuest.objects.get(kind="MAYOR"),
        actor="user:1",
        now=timezone.now(),
    )
    count_walk_in(
        timeslot=made.hall, tap_id=uuid.uuid4(), actor="user:1", now=timezone.now()
    )
    after = board(made, now=timezone.now())
    assert (after.mayors_here, after.mayors, after.missing_mayors) == (1, 1, [])
    assert (after.inside, after.public.walk_ins, after.public.free) == (2, 1, 95)
    assert after.fingerprint() != before.fingerprint()


def test_the_board_asks_the_database_as_often_for_one_city_as_for_twenty(
    django_assert_max_num_queries,
):
    made = summit()
    three(made)
    answered(made, city(), guest())
    with django_assert_max_num_queries(10):
        shown = board(made, now=timezone.now())
        assert [line.cities for line in shown.stage.lines] == [[], [], []]

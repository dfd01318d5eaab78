"""The summit of a year: seats kept for the cities, and what the public gets."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.programme.models import Quota, Timeslot
from events.registration.models import WalkIn
from events.registration.usecases.walk_in import NoSeatLeft, count_walk_in
from network.cities.models import Municipality
from network.summit.choices import GuestKind
from network.summit.models import Summit
from network.summit.reports import hall
from network.summit.usecases.hall import HallTooSmall, NoHall, PublicSeatsTaken
from network.summit.usecases.plan import (
    BelowNamed,
    DeadlineOver,
    OpenAlready,
    StillReplying,
    YearTaken,
    change_plan,
    give_to_public,
    open_to_cities,
    plan_summit,
)
from peace.language.dates import fiscal_year_begins
from peace.outbox.models import OutboxMessage
from tests.network.builders import CHOFU, HINO, city, coordinator
from tests.network.summits import answered, guest, hall_event, seats, summit

pytestmark = pytest.mark.django_db


def plan(event, **changes):
    return plan_summit(
        event=event,
        seats=seats(**changes),
        reply_by=timezone.now() + timedelta(days=9),
        actor="user:2",
        now=timezone.now(),
    )


def change(made, **changes):
    return change_plan(
        summit=made,
        seats=seats(**changes),
        reply_by=made.reply_by,
        actor="user:2",
        now=timezone.now(),
    )


def give(made) -> int:
    over = made.reply_by + timedelta(minutes=1)
    return give_to_public(summit=made, actor="user:2", now=over)


def public(made) -> int:
    return Quota.objects.get(timeslot=made.hall, kind="GENERAL").capacity


def everybody_replies(made) -> None:
    """25 cities stay away."""
    for each in Municipality.objects.members().exclude(pk=CHOFU):
        answered(made, each, comes=False)


def test_the_public_gets_the_hall_without_the_cities_and_special_seats():
    made = summit(quotas={"WHEELCHAIR": 6, "FAMILY_ROOM": 10})

    assert (made.held_seats, public(made)) == (26 * 4, 200 - 104 - 6 - 10)
    shown = hall(made)
    assert (shown.public, shown.held) == (96, 104)
    assert shown.public + shown.held == shown.seats


def test_it_belongs_to_the_fiscal_year_of_its_event_and_a_year_has_one():
    made = summit()

    assert made.year == fiscal_year_begins(made.event.starts_at).year
    with pytest.raises(YearTaken):
        plan(hall_event())


def test_an_event_without_counted_seats_has_no_hall():
    event = hall_event()
    Quota.objects.all().delete()

    with pytest.raises(NoHall):
        plan(event)
    assert not Summit.objects.exists()


def test_the_cities_cannot_have_more_seats_than_the_hall():
    with pytest.raises(HallTooSmall) as refused:
        plan(hall_event(), hall_seats=100)
    assert refused.value.excess == 4


def test_seats_that_the_public_holds_are_not_taken_away():
    event = hall_event()
    Quota.objects.update(taken=100)

    with pytest.raises(PublicSeatsTaken) as refused:
        plan(event)
    assert refused.value.excess == 4
    assert Quota.objects.get().capacity == 2000


def test_walk_ins_are_counted_from_the_doors_on_and_never_get_a_citys_seat():
    made = summit(starts_at=timezone.now() - timedelta(minutes=5), hall_seats=106)
    slot = Timeslot.objects.get()
    assert slot.walk_ins_from == slot.opens_doors_at

    def come():
        return count_walk_in(
            timeslot=slot,
            tap_id=__import__("uuid").uuid4(),
            actor="user:1",
            now=timezone.now(),
        )

    come()
    come()
    with pytest.raises(NoSeatLeft):
        come()
    assert WalkIn.objects.count() == 2
    assert hall(made).held == 104


def test_numbers_below_what_a_city_named_are_refused():
    made = summit(staff_seats=2)
    answered(
        made,
        city(),
        guest(GuestKind.STAFF, "職員 一"),
        guest(GuestKind.STAFF, "職員 二"),
        citizens=1,
    )

    with pytest.raises(BelowNamed) as refused:
        change(made, staff_seats=1)
    assert (refused.value.kind, refused.value.named) == ("STAFF", 2)
    with pytest.raises(BelowNamed) as refused:
        change(made, staff_seats=2, citizen_seats=0)
    assert refused.value.kind == "CITIZEN"


def test_more_seats_a_city_are_taken_from_the_public():
    made = change(summit(), staff_seats=2)

    assert (made.held_seats, public(made)) == (130, 70)


def test_what_was_opened_by_hand_is_fitted_to_the_hall_again():
    made = summit()
    Quota.objects.update(capacity=150)
    assert hall(made).too_many == 54

    change(made)
    assert (hall(made).too_many, public(made)) == (0, 96)


def test_opening_writes_once_to_every_coordinator_of_every_city():
    coordinator(city())
    coordinator(city(HINO))
    made = summit()

    letters = OutboxMessage.objects.filter(kind="summit_opened")
    assert letters.count() == 2
    assert "調布市からの出席者" in letters.get(subject__contains="調布市").text
    with pytest.raises(OpenAlready):
        open_to_cities(summit=made, actor="user:2", now=timezone.now())
    assert letters.count() == 2


def test_nobody_is_asked_after_the_deadline():
    made = summit(opened=False, reply_by=timezone.now() - timedelta(hours=1))

    with pytest.raises(DeadlineOver):
        open_to_cities(summit=made, actor="user:2", now=timezone.now())
    assert not OutboxMessage.objects.exists()


def test_only_seats_that_no_city_needs_go_to_the_public():
    made = summit()
    answered(made, city(), guest())
    answered(made, city(HINO), comes=False)

    assert give(made) == 3 + 4
    made.refresh_from_db()
    assert (made.held_seats, public(made)) == (1 + 24 * 4, 200 - 97)
    assert give(made) == 0


def test_until_the_deadline_they_stay_the_citys():
    made = summit()
    answered(made, city(), comes=False)

    with pytest.raises(StillReplying):
        give_to_public(summit=made, actor="user:2", now=made.reply_by)


def test_a_change_after_that_does_not_take_the_seats_back():
    made = summit()
    everybody_replies(made)
    give(made)
    made.refresh_from_db()

    changed = change(made, staff_seats=2)
    assert changed.held_seats == 5  # Chofu alone has not replied.

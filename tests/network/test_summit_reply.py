"""A city says who comes, changes it until the deadline, and sees itself only."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.programme.models import Quota
from network.cities.models import Municipality
from network.cities.scope import acting_for
from network.summit.choices import GuestKind
from network.summit.models import SummitGuest, SummitReply
from network.summit.reports import city_replies, city_reply, needed_seats
from network.summit.usecases.arrive import arrive, count_citizens
from network.summit.usecases.erase_guests import erase_guests
from network.summit.usecases.hall import PublicSeatsTaken
from network.summit.usecases.plan import give_to_public
from network.summit.usecases.remind import remind_late_cities
from network.summit.usecases.reply import (
    ArrivedAlready,
    ChangedMeanwhile,
    RepliesClosed,
    TooMany,
)
from peace.audit.models import AuditEntry
from peace.language.dates import TOKYO
from peace.outbox.models import OutboxMessage
from tests.house.canaries import KANA, NAME
from tests.network.builders import HINO, city, coordinator
from tests.network.summits import answered, guest, summit

pytestmark = pytest.mark.django_db

MAYOR, STAFF, YOUTH = GuestKind.MAYOR, GuestKind.STAFF, GuestKind.YOUTH


def test_a_city_names_its_guests_and_gets_a_receipt_without_names():
    coordinator(city())
    made = summit()
    answered(made, city(), guest(MAYOR, NAME, kana=KANA), citizens=1)

    seated = SummitGuest.objects.get()
    assert (seated.kind, seated.place, seated.name) == ("MAYOR", 1, NAME)
    assert seated.municipality == city()
    letter = OutboxMessage.objects.get(kind="summit_receipt")
    assert "市長 1名、職員 0名、派遣ユース 0名、市民 1名" in letter.text
    assert NAME not in letter.text + letter.subject
    assert not [each for each in AuditEntry.objects.all() if NAME in str(each.detail)]


def test_who_stays_away_brings_nobody():
    made = summit()
    answered(made, city(), guest(), citizens=1, comes=False)

    assert not SummitGuest.objects.exists()
    assert SummitReply.objects.get().citizens == 0


@pytest.mark.parametrize("kind", GuestKind)
def test_a_city_has_no_more_seats_than_it_has(kind):
    made = summit()
    with pytest.raises(TooMany) as refused:
        answered(made, city(), guest(kind, "一"), guest(kind, "二"))
    assert (refused.value.kind, refused.value.seats) == (kind, 1)
    assert not SummitReply.objects.exists()


def test_nor_more_citizens():
    with pytest.raises(TooMany):
        answered(summit(), city(), citizens=2)


def test_the_database_seats_one_guest_on_a_numbered_seat():
    written = answered(summit(), city(), guest())
    taken = {"reply": written, "municipality": city(), "kind": MAYOR, "place": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        SummitGuest.objects.create(**taken, name="二人目")


def test_a_reply_can_be_changed_until_the_deadline_and_then_by_the_secretariat():
    made = summit(staff_seats=2)
    first = answered(made, city(), guest(STAFF, "一"), guest(STAFF, "二"))
    second = answered(made, city(), guest(STAFF, "三"), seen=first.replied_at)
    assert [each.name for each in SummitGuest.objects.all()] == ["三"]

    late = {"seen": second.replied_at, "now": made.reply_by + timedelta(minutes=1)}
    with pytest.raises(RepliesClosed):
        answered(made, city(), **late)
    answered(made, city(), comes=False, by_secretariat=True, **late)
    assert SummitReply.objects.get().comes is False


def test_before_it_is_opened_no_city_replies():
    with pytest.raises(RepliesClosed):
        answered(summit(opened=False), city())


def test_whoever_saves_an_older_form_is_told():
    made = summit()
    first = answered(made, city(), guest(name="先の人"))
    with pytest.raises(ChangedMeanwhile):
        answered(made, city(), guest(name="後の人"))
    answered(made, city(), guest(name="次の人"), seen=first.replied_at)
    with pytest.raises(ChangedMeanwhile):
        answered(made, city(), guest(name="後の人"), seen=first.replied_at)
    assert SummitGuest.objects.get().name == "次の人"


def test_who_arrived_stays_arrived_when_the_reply_is_changed():
    made = summit(staff_seats=2)
    now = timezone.now()
    first = answered(made, city(), guest(STAFF, "一"), guest(STAFF, "二"), citizens=1)
    here = SummitGuest.objects.get(name="二")
    arrive(guest=here, actor="user:1", now=now)
    count_citizens(reply=first, seen=0, by=1, actor="user:1", now=now)

    with pytest.raises(ArrivedAlready):
        answered(made, city(), guest(STAFF, "一"), citizens=1, seen=first.replied_at)
    with pytest.raises(ArrivedAlready):
        answered(made, city(), guest(STAFF, "二"), seen=first.replied_at)
    answered(made, city(), guest(STAFF, "二"), citizens=1, seen=first.replied_at)
    left = SummitGuest.objects.get()
    assert (left.name, left.place, left.arrived_at) == ("二", 1, now)


def test_a_late_guest_gets_a_seat_back_from_the_public_while_one_is_free():
    made = summit()
    for each in Municipality.objects.members():
        answered(made, each, comes=False)
    over = made.reply_by + timedelta(minutes=1)
    give_to_public(summit=made, actor="user:2", now=over)
    quota = Quota.objects.get()
    assert quota.capacity == 200
    seen = SummitReply.objects.get(municipality=city()).replied_at

    answered(made, city(), guest(), seen=seen, by_secretariat=True)
    assert Quota.objects.get().capacity == 199

    Quota.objects.update(taken=199)
    seen = SummitReply.objects.get(municipality=city(HINO)).replied_at
    with pytest.raises(PublicSeatsTaken):
        answered(made, city(HINO), guest(), seen=seen, by_secretariat=True)
    assert SummitReply.objects.get(municipality=city(HINO)).comes is False


def test_a_city_acting_sees_no_other_citys_guests():
    made = summit()
    answered(made, city(), guest(name="調布の人"))
    answered(made, city(HINO), guest(name="日野の人"))

    with acting_for(city().pk):
        assert [each.name for each in SummitGuest.objects.all()] == ["調布の人"]
        assert city_reply(made, city(HINO), now=timezone.now()).guests == []
        assert not SummitGuest.objects.filter(municipality=HINO).update(name="")
    assert SummitGuest.objects.count() == 2


def test_the_secretariat_sees_all_26_with_those_that_wait_first():
    made = summit()
    answered(made, city(), guest(), citizens=1)

    found = city_replies(made, now=timezone.now())
    assert len(found) == 26
    assert [each.comes for each in found] == [False] * 25 + [True]
    assert found[-1].named == [1, 0, 0]
    assert needed_seats(made) == 2 + 25 * 4
    late = city_replies(made, now=made.reply_by + timedelta(seconds=1))
    assert sum(each.is_late for each in late) == 25


def remind_at(made, *, days: int, clock: str) -> int:
    day = made.reply_by.astimezone(TOKYO) - timedelta(days=days)
    hour, minute = map(int, clock.split(":"))
    return remind_late_cities(now=day.replace(hour=hour, minute=minute))


def test_late_cities_are_reminded_seven_days_before_and_one():
    coordinator(city())
    coordinator(city(HINO))
    deadline = (timezone.now() + timedelta(days=20)).astimezone(TOKYO)
    made = summit(reply_by=deadline.replace(hour=17, minute=0))
    answered(made, city(HINO), guest())

    assert remind_at(made, days=7, clock="8:59") == 0
    assert remind_at(made, days=7, clock="9:00") == 1
    assert remind_at(made, days=7, clock="9:10") == 0  # Twice is once.
    assert remind_at(made, days=3, clock="9:00") == 0
    assert remind_at(made, days=1, clock="9:00") == 1
    assert remind_at(made, days=0, clock="17:01") == 0
    letters = OutboxMessage.objects.filter(kind="summit_reminder")
    assert {each.letter_class for each in letters} == {"B"}
    assert {each.not_after for each in letters} == {made.reply_by}
    assert all("調布市" in each.subject for each in letters)


def test_a_reminder_that_was_missed_is_not_sent_beside_the_next():
    coordinator(city())
    made = summit()

    assert remind_at(made, days=1, clock="12:00") == 1
    assert OutboxMessage.objects.filter(kind="summit_reminder").count() == 1


def test_names_are_erased_after_ninety_days_and_the_numbers_stay():
    made = summit(starts_at=timezone.now() + timedelta(hours=1))
    written = answered(
        made, city(), guest(needs=("WHEELCHAIR",)), citizens=1, remark="バス"
    )
    arrive(guest=SummitGuest.objects.get(), actor="user:1", now=timezone.now())
    over = made.event.ends_at + timedelta(days=90)

    assert erase_guests(now=over - timedelta(seconds=1)) == 0
    assert erase_guests(now=over) == 1
    assert erase_guests(now=over) == 0
    left = SummitGuest.objects.get()
    assert (left.name, left.kana, left.position, left.needs) == ("", "", "", [])
    assert left.arrived_at
    written.refresh_from_db()
    assert (written.remark, written.citizens) == ("", 1)

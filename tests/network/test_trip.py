"""The trip is an internal event: planned, enrolled, changed, seen by nobody else."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from events.programme.models import Event, Quota, Timeslot
from events.programme.usecases.seats import SeatsGone
from events.registration.models import Registration, Seat
from events.registration.usecases.enrol import (
    Invited,
    NotInternal,
    WasThere,
    drop_timeslots,
    enrol,
    withdraw,
)
from network.youth.choices import NominationKind, StopKind
from network.youth.models import Delegate, TripStop
from network.youth.reports_travel import attendance, is_travelling, stops_of
from network.youth.usecases.nominate import submit
from network.youth.usecases.nominate import withdraw as withdraw_nomination
from network.youth.usecases.plan_trip import (
    EmptyTimetable,
    NoDates,
    StopPlan,
    TripExists,
    plan_trip,
    save_timetable,
)
from network.youth.usecases.review import accept
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests.network.builders import (
    CHOFU,
    HINO,
    city,
    delegate,
    nomination,
    programme,
)

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")


def now():
    return timezone.now()


def row(hours=0, what="東京駅 集合", kind=StopKind.MUSTER, **more):
    starts_at = now().replace(microsecond=0) + timedelta(hours=hours)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
    return StopPlan(**times | {"what": what, "kind": kind} | more)


@pytest.fixture
def year():
    return programme()


@pytest.fixture
def trip(year):
    """One muster point now, the ferry later; Chofu and Hino travel."""
    delegate(city(CHOFU), year)
    delegate(city(HINO), year)
    plan_trip(programme=year, actor="user:1", now=now())
    rows = [row(), row(5, "宇品港 フェリー", StopKind.PART)]
    instead(year, rows)
    return year.trip


def instead(year, rows):
    """ROWS, and nothing of what was there before."""
    old = set(year.trip.timeslots.values_list("pk", flat=True))
    save_timetable(
        programme=year,
        rows=rows,
        removed=old - {row.pk for row in rows},
        actor="user:1",
        now=now(),
    )


def taken(trip):
    return list(
        Quota.objects.filter(timeslot__event=trip)
        .order_by("timeslot__starts_at")
        .values_list("taken", flat=True)
    )


def active(year):
    return list(Delegate.objects.filter(programme=year).active().order_by("pk"))


def count_in(seat, at=None):
    """As the door does, without a door."""
    Seat.objects.filter(pk=seat.pk).update(
        admitted_at=at or now(), admitted_by="6f0b3d0e-7a53-4b6b-9a52-0d7c1f3f8f0a"
    )


def test_the_dates_of_the_rules_are_its_first_rows(year):
    delegate(city(CHOFU), year)
    made = plan_trip(programme=year, actor="user:1", now=now())

    assert made.is_internal
    assert made.has_roll_call
    (stop,) = stops_of(year)
    assert (stop.kind, str(stop.timeslot.title)) == (StopKind.TRAINING, "事前研修")
    local = stop.timeslot.starts_at.astimezone(TOKYO)
    assert (local.date().isoformat(), local.hour) == ("2025-07-12", 9)
    with pytest.raises(TripExists):
        plan_trip(programme=year, actor="user:1", now=now())


def test_without_dates_there_is_nothing_to_plan():
    with pytest.raises(NoDates):
        plan_trip(programme=programme(dates=[]), actor="user:1", now=now())


def test_every_delegate_has_a_place_a_ticket_and_the_name_of_their_city(year, trip):
    letters = OutboxMessage.objects.count()
    for each in active(year):
        party = each.registration
        assert party.door_label == each.municipality.name
        assert party.tickets.valid().count() == 1
        assert party.seats.confirmed().count() == 2
        assert (party.phone, party.email) == ("", "")
    assert taken(trip) == [2, 2]
    assert OutboxMessage.objects.count() == letters


def test_enrolling_again_changes_nothing(year, trip):
    seats, entries = Seat.objects.count(), AuditEntry.objects.count()
    known = list(trip.timeslots.order_by("starts_at"))
    rows = [
        StopPlan(s.starts_at, s.ends_at, str(s.title), "", s.trip_stop.kind, s.pk)
        for s in known
    ]
    save_timetable(programme=year, rows=rows, actor="user:1", now=now())

    assert Seat.objects.count() == seats
    assert AuditEntry.objects.count() == entries
    assert taken(trip) == [2, 2]


def test_a_row_that_comes_later_gets_everybody_and_one_that_goes_gives_its_seats(
    year, trip
):
    first = trip.timeslots.order_by("starts_at").first()
    rows = [
        StopPlan(first.starts_at, first.ends_at, "集合", pk=first.pk),
        row(8, "ホテル", StopKind.PART),
        row(9, "夕食", StopKind.PART),
    ]
    instead(year, rows)

    titles = [str(slot.title) for slot in trip.timeslots.in_order()]
    assert titles == ["集合", "ホテル", "夕食"]
    assert taken(trip) == [2, 2, 2]
    trip.refresh_from_db()
    assert trip.ends_at == rows[-1].ends_at


def test_a_row_with_a_record_stays(year, trip):
    count_in(active(year)[0].registration.seats.order_by("timeslot__starts_at")[0])
    with pytest.raises(WasThere):
        instead(year, [row(9)])
    assert trip.timeslots.count() == 2


def test_a_trip_has_a_row_at_least(year, trip):
    with pytest.raises(EmptyTimetable):
        instead(year, [])
    assert trip.timeslots.count() == 2


def test_a_row_that_somebody_added_meanwhile_stays(year, trip):
    save_timetable(programme=year, rows=[row(9)], actor="user:1", now=now())
    assert trip.timeslots.count() == 3


def test_other_languages_of_a_row_stay_while_its_japanese_does(year, trip):
    slot = trip.timeslots.in_order().first()
    slot.title = {"ja": "東京駅 集合", "en": "Meet at Tokyo Station"}
    slot.save()

    def title_after(what):
        plan = StopPlan(slot.starts_at, slot.ends_at, what, pk=slot.pk)
        save_timetable(programme=year, rows=[plan], actor="user:1", now=now())
        return dict(Timeslot.objects.get(pk=slot.pk).title)

    assert title_after("東京駅 集合")["en"] == "Meet at Tokyo Station"
    assert title_after("品川駅 集合") == {"ja": "品川駅 集合"}


def test_a_reserve_who_moves_up_takes_the_place(year, trip):
    first = active(year)[0]
    reserve = nomination(
        first.municipality, year, NominationKind.RESERVE, name="補欠 ひと"
    )
    submit(nomination=reserve, actor="city:1", now=now())
    accept(nomination=reserve, actor="user:1", now=now())
    withdraw_nomination(
        nomination=first.nomination, reason="けがのため", actor="city:1", now=now()
    )

    first.refresh_from_db()
    assert first.registration.seats.confirmed().count() == 0
    assert first.registration.is_cancelled
    (new,) = (each for each in active(year) if each.municipality == first.municipality)
    assert new.registration.attendees.get().name == "補欠 ひと"
    assert taken(trip) == [2, 2]


def test_who_ends_on_the_way_keeps_what_is_on_record(year, trip):
    first = active(year)[0]
    morning, _later = first.registration.seats.order_by("timeslot__starts_at")
    count_in(morning)
    withdraw(registration=first.registration, actor="user:1", now=now())

    first.registration.refresh_from_db()
    assert not first.registration.is_cancelled
    assert list(first.registration.seats.confirmed()) == [morning]
    assert taken(trip) == [2, 1]
    assert withdraw(registration=first.registration, actor="user:1", now=now()) == []


def test_who_begins_later_is_not_missed_where_it_was_over(year):
    past = {"dates": [{"on": "2025-07-12", "what": {"ja": "事前研修"}}]}
    later = programme(**past)
    plan_trip(programme=later, actor="user:1", now=now())
    delegate(city(CHOFU), later)
    report = attendance(later, now=now())

    assert [len(line.marks) for line in report.lines] == [0]
    assert report.with_missed == []


def test_who_misses_a_compulsory_date_is_reported(year, trip):
    chofu, _hino = active(year)
    count_in(chofu.registration.seats.order_by("timeslot__starts_at")[0])
    report = attendance(year, now=now() + timedelta(hours=9))

    # Not for the ferry: it is a part, nobody has to be counted there.
    missed = {
        line.delegate.municipality.name: [
            str(m.stop.timeslot.title) for m in line.missed
        ]
        for line in report.lines
    }
    assert missed == {"調布市": [], "日野市": ["東京駅 集合"]}
    assert str(report.of(chofu).last_seen.stop.timeslot.title) == "東京駅 集合"


def test_they_travel_between_the_first_and_the_last_stop_of_the_trip(year, trip):
    rows = [
        row(-48, "事前研修", StopKind.TRAINING),
        row(1),
        row(30, "東京駅 解散"),
        row(99, "事後研修", StopKind.TRAINING),
    ]
    instead(year, rows)

    def at(hours):
        return is_travelling(year, now() + timedelta(hours=hours))

    assert [at(-48), at(0.5), at(1.5), at(20), at(30.5), at(32)] == [
        *(False, False, True, True, True, False)
    ]
    assert not is_travelling(programme(), now())


def test_nobody_is_put_on_the_list_of_a_public_event(trip):
    invited = Invited(name="架空 ひと", kana="かくう ひと", label="調布市")
    Event.objects.filter(pk=trip.pk).update(status="PUBLISHED")
    trip.refresh_from_db()
    with pytest.raises(NotInternal):
        enrol(
            event=trip,
            timeslots=list(trip.timeslots.all()),
            invited=invited,
            key="6f0b3d0e-7a53-4b6b-9a52-0d7c1f3f8f0b",
            actor="user:1",
            now=now(),
        )
    with pytest.raises(NotInternal):
        drop_timeslots(event=trip, timeslot_ids=[], actor="user:1", now=now())


def test_a_full_trip_takes_nobody_and_writes_nothing(trip):
    Quota.objects.filter(timeslot__event=trip).update(capacity=2)
    before = Registration.objects.count()
    with pytest.raises(SeatsGone):
        enrol(
            event=trip,
            timeslots=list(trip.timeslots.all()),
            invited=Invited(name="架空 ひと", kana="かくう ひと", label="府中市"),
            key="6f0b3d0e-7a53-4b6b-9a52-0d7c1f3f8f0c",
            actor="user:1",
            now=now(),
        )

    assert Registration.objects.count() == before
    assert taken(trip) == [2, 2]


def test_the_stops_go_with_their_timeslots(year, trip):
    assert TripStop.objects.count() == 2
    drop_timeslots(
        event=trip,
        timeslot_ids=[trip.timeslots.in_order().first().pk],
        actor="user:1",
        now=now(),
    )
    assert TripStop.objects.count() == 1


PUBLIC_PAGES = ["/", "/en/", "/ja-easy/", "/events.ics", "/programmes/youth-training/"]


def test_the_public_sees_nothing_of_an_internal_event(client, year, trip):
    for name in ("programme:event", "registration:register", "feeds:event-calendar"):
        assert client.get(reverse(name, args=[trip.slug])).status_code == 404, name
    for path in PUBLIC_PAGES:
        page = client.get(path)
        assert page.status_code == 200, path
        assert trip.slug not in page.content.decode(), path
    assert trip not in Event.objects.public()


def test_the_trip_ends_with_its_last_day_away_whatever_training_follows():
    """Health data is erased 30 days after the trip, not after the last training."""
    year = programme()
    plan_trip(programme=year, actor="user:1", now=timezone.now())
    (first,) = year.trip.timeslots.all()
    away = timezone.now().replace(second=0, microsecond=0) + timedelta(days=10)
    hour = timedelta(hours=1)
    rows = [
        StopPlan(away, away + hour, "東京駅 解散", "丸の内", StopKind.MUSTER, first.pk),
        StopPlan(
            away + timedelta(days=38),
            away + timedelta(days=38) + hour,
            "事後研修",
            "市役所",
            StopKind.TRAINING,
        ),
    ]
    save_timetable(programme=year, rows=rows, actor="user:1", now=timezone.now())
    year.refresh_from_db()

    assert year.last_day == timezone.localtime(away + hour).date()
    assert (year.erase_on - year.last_day).days == 30

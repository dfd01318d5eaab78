"""The demo programme: there once, around today, in every state."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from events.door.choices import Verdict
from events.door.models import Scan
from events.programme.choices import Openness
from events.programme.models import Event, Programme, Venue
from events.programme.reports import loads
from events.registration.choices import ConsentStatus, RegistrationStatus, SeatStatus
from events.registration.models import (
    Answer,
    Attendee,
    Consent,
    Lottery,
    Registration,
    Seat,
    SupportRequest,
    WaitingListEntry,
)
from events.registration.reports import miscounts
from events.reminders.usecases.write_due import write_due_reminders
from network.cities.models import Municipality
from peace.accounts.models import User
from peace.demo.days import doors_are_open, todays_times
from peace.demo.parties import plans
from peace.demo.programme import load_demo, summary
from peace.demo.texts import event_slugs, texts
from peace.language.dates import jst
from peace.language.ruby import KANJI, MARK
from peace.outbox import reports
from peace.outbox.choices import Channel, Status
from peace.outbox.models import OutboxMessage

AFTERNOON = datetime(2026, 6, 10, 5, 7, tzinfo=UTC)  # 14:07 in Tokyo


def rows() -> dict[str, list]:
    """What must be the same after a second loading, ids included."""
    return {
        model.__name__: list(model.objects.order_by("pk").values_list("pk", flat=True))
        for model in (
            *(Programme, Venue, Event, Registration, Attendee, Seat, Scan, User),
            *(OutboxMessage, Municipality),
        )
    }


@pytest.fixture(scope="module")
def loaded_once(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The demo of that afternoon, for all tests of this file, taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load_demo(now=AFTERNOON)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(loaded_once: None, db: None) -> None:
    """What a test changes is taken back after it."""


def test_loading_twice_changes_nothing(loaded: None) -> None:
    before = rows()
    assert not load_demo(now=AFTERNOON + timedelta(minutes=40))
    assert rows() == before


def test_on_a_later_day_everything_is_built_again_on_the_new_dates(
    loaded: None,
) -> None:
    before, people = summary(), set(User.objects.values_list("pk", flat=True))
    mine = Event.objects.get(slug="not-yet-open")
    mine.pk, mine.slug = None, "my-own"
    mine.save()
    assert load_demo(now=AFTERNOON + timedelta(days=3))
    after = summary()
    assert abs(after.pop("seats") - before.pop("seats")) <= 1  # the draw's seats
    assert after == before
    assert set(User.objects.values_list("pk", flat=True)) == people
    today = jst(Event.objects.get(slug="talks-today").starts_at).date()
    assert today == jst(AFTERNOON).date() + timedelta(days=3)
    assert Event.objects.filter(pk=mine.pk).exists()


def test_every_state_is_there(loaded: None) -> None:
    # The trips of the network are nobody's application, nor are the past editions.
    parties = Registration.objects.filter(event__slug__in=event_slugs())
    states = Counter(parties.values_list("status", flat=True))
    assert 100 <= sum(states.values()) <= 200
    assert states[RegistrationStatus.CANCELLED] >= 10
    partly = [
        each
        for each in parties.prefetch_related("seats")
        if {seat.status for seat in each.seats.all()}
        == {SeatStatus.CONFIRMED, SeatStatus.CANCELLED}
    ]
    assert len(partly) >= 5
    assert Seat.objects.admitted().count() >= 30
    assert set(parties.values_list("language", flat=True)) == {"ja", "en", "ja-easy"}
    assert parties.filter(channel="PHONE", email="").count() >= 10
    assert parties.exclude(support_requests=None).count() >= 5
    sizes = {each.attendees.count() for each in parties}
    assert sizes == {1, 2, 3, 4, 5, 6}
    assert parties.filter(email="resident@example.jp").count() == 3
    verdicts = set(Scan.objects.values_list("verdict", flat=True))
    assert verdicts == {Verdict.ADMITTED, Verdict.ALREADY_IN, Verdict.MALFORMED}


def test_each_event_shows_another_state(loaded: None) -> None:
    found = {
        event.slug: event.openness(
            AFTERNOON, list(event.timeslots.with_seats().in_order())
        )
        # Past editions are there for the figures of two years, a talk somewhere else
        # because a group asked for it.
        for event in Event.objects.exclude(status="INTERNAL")
        .exclude(slug__contains="-edition-")
        .exclude(slug__startswith="dispatch-")
    }
    assert found == {
        "talks-today": Openness.OPEN,
        "film-today": Openness.WALK_IN,
        "talks-tomorrow": Openness.OPEN,
        "talks": Openness.OPEN,
        "peace-day": Openness.OPEN,
        "bus-tour": Openness.OPEN,
        "exhibition": Openness.NO_APPLICATION,
        "summit": Openness.OPEN,
        "summit-last-year": Openness.FINISHED,
        "lottery-talk": Openness.OPEN,
        "lottery-drawn": Openness.CLOSED,
        "full-talk": Openness.WAITING_LIST,
        "rest-to-walk-ins": Openness.REST_WALK_IN,
        "past-talk": Openness.FINISHED,
        "cancelled-talk": Openness.CANCELLED,
        "not-yet-open": Openness.NOT_YET_OPEN,
        "youth-training": Openness.SELECTION,
        "talks-draft": Openness.NOT_YET_OPEN,
    }
    first, second, third = Event.objects.get(slug="talks").timeslots.with_seats()
    assert (first.seats_left, second.seats_left, third.is_walk_in) == (8, 0, True)


def test_the_bus_tour_shows_consents_in_every_state(loaded: None) -> None:
    pupils = Attendee.objects.filter(registration__event__slug="bus-tour")
    minors = pupils.filter(is_minor=True).count()
    assert minors == pupils.count() >= 11
    newest = {each.attendee_id: each for each in Consent.objects.order_by("pk")}
    assert len(newest) == minors
    assert {each.status for each in newest.values()} == set(ConsentStatus)
    given = [each for each in newest.values() if each.is_given]
    assert {each.method for each in given} == {"LINK", "PAPER", "PHONE"}
    letting_in = pupils.filter(lacks_consent=False).values_list("pk", flat=True)
    assert set(letting_in) == {each.attendee_id for each in given}
    assert Answer.objects.count() == minors
    assert SupportRequest.objects.filter(offer__kind="CHILDCARE").exists()


def test_one_lottery_can_be_entered_and_one_is_drawn(loaded: None) -> None:
    entered, drawn = (
        Event.objects.get(slug=slug) for slug in ("lottery-talk", "lottery-drawn")
    )
    people = Seat.objects.filter(timeslot__event=entered, status=SeatStatus.ENTERED)
    assert people.count() == 19
    seats = Counter(
        Seat.objects.alive()
        .filter(timeslot__event=drawn)
        .values_list("status", flat=True)
    )
    # The ids of a database are part of a draw: with eight seats, seven may be given.
    assert seats.total() == 14
    assert seats[SeatStatus.CONFIRMED] in {7, 8}
    assert [each.is_drawn for each in Lottery.objects.order_by("pk")] == [False, True]


def test_storytellers_tell_about_equally_often_and_a_draft_waits(loaded: None) -> None:
    told = [load.count for load in loads(day=jst(AFTERNOON).date())]
    assert len(told) == 5
    assert max(told) - min(told) <= 2
    draft = Event.objects.get(slug="talks-draft")
    assert (draft.status, draft.previous.slug) == ("DRAFT", "past-talk")
    assert Event.objects.get(slug="talks").body["ja"].startswith("# ")


def test_the_counters_say_what_the_rows_say(loaded: None) -> None:
    assert list(miscounts()) == []


def test_past_letters_do_not_flood_and_tomorrows_reminders_are_due(
    loaded: None,
) -> None:
    assert not OutboxMessage.objects.due(AFTERNOON).exists()
    assert {each.status for each in reports.to_decide()} == {
        Status.UNCERTAIN,
        Status.FAILED,
        Status.BOUNCED,
        Status.SKIPPED,
    }
    assert 0 < reports.to_call(AFTERNOON).count() <= 5
    assert 0 < reports.to_post(AFTERNOON).count() <= 5
    # A notice to the 26 cities and news for schools, for somebody to approve.
    waiting = sorted(each.kind for each in reports.batches_to_approve())
    assert waiting == ["announcement", "network_notice"]
    assert write_due_reminders(now=AFTERNOON) > 3
    due = OutboxMessage.objects.due(AFTERNOON)
    assert due.filter(email="resident@example.jp", kind="reminder").count() == 1
    assert set(due.values_list("channel", flat=True)) == {Channel.EMAIL}


def test_nobody_of_the_demo_has_a_password(loaded: None) -> None:
    people = list(User.objects.all())
    # Five doors, a colleague of the secretariat, and somebody in 25 more cities.
    assert len(people) == 5 + 1 + 25
    assert not any(each.has_usable_password() for each in people)
    assert all(each.email.endswith("@example.jp") for each in people)


@pytest.mark.parametrize("minutes", [*range(0, 24 * 60, 37), 1435, 1439])
def test_a_door_is_open_whenever_the_demo_starts(minutes: int) -> None:
    midnight = jst(AFTERNOON).replace(hour=0, minute=0)
    now = midnight + timedelta(minutes=minutes)
    first, second, third = times = todays_times(now)
    assert doors_are_open(list(times), now)
    assert first.starts_at <= now
    assert second.doors_at <= now < second.starts_at
    assert second.ends_at >= now + timedelta(hours=2)
    assert third.starts_at >= second.ends_at
    assert all(each.doors_at < each.starts_at < each.ends_at for each in times)
    assert first.starts_at.date() == now.date()
    if minutes <= 20 * 60 + 30:
        assert third.ends_at.date() == now.date()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("clock", ["00:03", "23:58"])
def test_the_demo_can_be_loaded_at_any_hour(clock: str) -> None:
    hour, minute = map(int, clock.split(":"))
    now = jst(AFTERNOON).replace(hour=hour, minute=minute)
    assert load_demo(now=now)
    assert not load_demo(now=now)
    assert list(miscounts()) == []
    assert write_due_reminders(now=now) > 3


def test_plans_fill_each_timeslot_to_its_target() -> None:
    for targets in ([16, 11, 7], [20, 20], [58], [1], [0], []):
        held = Counter(
            slot
            for plan in plans(targets)
            for person in (
                plan.people[:-1] if plan.gives_back == "LAST" else plan.people
            )
            if plan.gives_back != "ALL"
            for slot in person
        )
        assert [held[slot] for slot in range(len(targets))] == targets


@pytest.mark.parametrize("name", ["events", "library", "places", "timeslots"])
def test_every_text_stands_in_three_languages_with_readings(name: str) -> None:
    for text in localised(texts(name)):
        assert set(text) == {"ja", "en", "ja-easy"}
        assert all(text.values())
        assert re.findall(f"[{KANJI}]+", MARK.sub("", text["ja-easy"])) == []


def localised(value: object) -> list[dict]:
    if isinstance(value, dict) and "ja" in value:
        return [value]
    children = value.values() if isinstance(value, dict) else value
    if not isinstance(children, str | int) and children:
        return [text for child in children for text in localised(child)]
    return []


@pytest.mark.django_db
def test_the_command_says_what_it_did(settings) -> None:
    settings.DEMO = True  # on PostgreSQL it would not run otherwise
    said = StringIO()
    call_command("seed_demo", stdout=said)
    call_command("seed_demo", stdout=said)
    first, second = said.getvalue().splitlines()
    assert f"loaded: {len(event_slugs())} events" in first
    assert "is there already" in second


@pytest.mark.django_db
def test_the_command_refuses_a_real_database(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows()
    monkeypatch.setattr(connection, "vendor", "postgresql", raising=False)
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("seed_demo")
    monkeypatch.undo()
    assert rows() == before


def test_a_full_talk_shows_a_line_with_an_offer_and_somebody_passed_over(
    loaded: None,
) -> None:
    entries = WaitingListEntry.objects.filter(timeslot__event__slug="full-talk")
    standing = entries.in_line().in_order().values_list("number", "status", "passes")
    # One seat came free: too few for the two, so the single was offered it.
    assert list(standing) == [
        (1, "WAITING", 1),
        (2, "OFFERED", 0),
        (3, "WAITING", 0),
        (4, "WAITING", 0),
        (5, "WAITING", 0),
    ]

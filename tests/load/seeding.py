"""What a run works on: a door, events to register for, and parties to remind."""

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count as counting
from itertools import cycle, islice
from pathlib import Path

from django.db import connection

from events.door.models import ScannerDevice
from events.door.usecases.load_in_bulk import load_in_bulk
from events.door.usecases.remove_events import remove_events
from events.programme.choices import EventStatus, ProgrammeKind, Speaker
from events.programme.models import (
    Event,
    Programme,
    Quota,
    SupportOffer,
    Timeslot,
    Venue,
)
from events.registration.choices import ReminderChannel
from events.registration.models import Attendee, Registration, Seat, Ticket
from events.reminders.models import ReminderRule
from peace.language.dates import jst
from peace.language.names import fold

# Whoever got a seat after a rule's hour is not reminded: they came long before.
CAME_BEFORE = timedelta(days=9)
PARTY_SIZES = (1, 2, 2, 1, 4)  # two people on average
AT_ONCE = 2_000
# As many as one drive can use up; taken at random from all of them.
SHOWN = 40_000
# Random ones collide among so many, and a bulk insert does not try again.
_receipts = counting(10_000_000)


@dataclass(frozen=True)
class Door:
    """An event whose doors are open, a phone, and tickets to its first timeslot.

    TICKETS are in the database; CODES are those that are shown, PEOPLE who is on them.
    """

    event_id: int
    timeslot_id: int
    device_id: str
    token: str
    tickets: int
    codes: list[str]
    people: dict[str, list[int]]


def seed_house() -> tuple[Programme, Venue]:
    programme = Programme.objects.create(
        slug="bench",
        kind=ProgrammeKind.LEGACY_TALK,
        title={"ja": "伝承者講話", "en": "Talks"},
        summary={"ja": "体験を受け継いだ人の話を聞きます。", "en": "Talks."},
    )
    venue = Venue.objects.create(
        slug="bench",
        name={"ja": "くにたち市民芸術小ホール", "en": "Hall"},
        address={"ja": "国立市富士見台2-48-1", "en": "Kunitachi"},
        access={"ja": "谷保駅から歩いて10分。", "en": "Ten minutes on foot."},
    )
    return programme, venue


def seed_event(
    slug: str, *, starts_at: datetime, capacity: int, timeslots: int = 3
) -> Event:
    """A published event that takes applications until it starts."""
    event = Event.objects.create(
        programme=Programme.objects.get(slug="bench"),
        venue=Venue.objects.get(slug="bench"),
        slug=slug,
        status=EventStatus.PUBLISHED,
        title={"ja": "くにたち原爆・東京大空襲体験伝承者講話", "en": "Talks"},
        short_title={"ja": "伝承者講話", "en": "Talks"},
        lead={"ja": "受け継いだ体験を、伝承者が語ります。", "en": "Talks."},
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=4 * timeslots),
        speaker=Speaker.STORYTELLER,
        has_content_note=True,
    )
    for number in range(timeslots):
        begins = starts_at + timedelta(hours=4 * number)
        slot = Timeslot.objects.create(
            event=event,
            title={"ja": f"第{number + 1}回", "en": f"Talk {number + 1}"},
            starts_at=begins,
            ends_at=begins + timedelta(hours=3, minutes=50),
        )
        Quota.objects.create(timeslot=slot, capacity=capacity)
        SupportOffer.objects.bulk_create(
            SupportOffer(timeslot=slot, kind=kind)
            for kind in ("SIGN_LANGUAGE", "WHEELCHAIR")
        )
    return event


def seed_parties(event: Event, count: int, *, now: datetime) -> list[str]:
    """COUNT parties in the first timeslot; returns their ticket codes."""
    slot = event.timeslots.in_order().first()
    quota = slot.quotas.get()
    codes: list[str] = []
    for first in range(0, count, AT_ONCE):
        sizes = list(islice(cycle(PARTY_SIZES), min(AT_ONCE, count - first)))
        parties = Registration.objects.bulk_create(
            Registration(
                event=event,
                receipt_number=str(next(_receipts)),
                email=f"person{first + place}@example.jp",
                phone="09000000000",
                remind_by=ReminderChannel.EMAIL,
                created_at=now - CAME_BEFORE,
            )
            for place, _ in enumerate(sizes)
        )
        _seat(parties, sizes, slot=slot, quota=quota, now=now)
        tickets = [Ticket.issue(registration_id=it.pk, now=now) for it in parties]
        Ticket.objects.bulk_create(tickets)
        codes += [ticket.token for ticket in tickets]
    quota.taken = Seat.objects.filter(quota=quota).count()
    quota.save()
    return codes


def _seat(parties, sizes, *, slot, quota, now) -> None:
    people = Attendee.objects.bulk_create(
        Attendee(
            registration=party,
            number=number,
            name="国立 花子",
            kana="くにたち はなこ",
            search_name=fold("国立 花子"),
            search_kana="くにたちはなこ",
        )
        for party, size in zip(parties, sizes, strict=True)
        for number in range(1, size + 1)
    )
    Seat.objects.bulk_create(
        Seat(
            registration_id=person.registration_id,
            attendee=person,
            timeslot=slot,
            quota=quota,
            created_at=now - CAME_BEFORE,
        )
        for person in people
    )


def seed_door(count: int, *, folder: Path, now: datetime) -> Door:
    """COUNT registrations of one event, instead of those of an earlier call."""
    path = folder / "tokens.txt"
    with path.open("w", encoding="ascii") as tokens:
        event, slots, token = load_in_bulk(
            slug="bench-door", registrations=count, tokens=tokens, now=now
        )
    analyse()
    with path.open(encoding="ascii") as tokens:
        # Each fourth party is two people, see load_in_bulk.
        people = [
            (line.strip(), [1, 2] if number % 4 == 0 else [1])
            for number, line in enumerate(tokens)
        ]
    # The same tickets in each run.
    shown = random.Random(count).sample(people, min(SHOWN, count))
    return Door(
        event.pk,
        slots[0].pk,
        str(ScannerDevice.objects.get(event=event).pk),
        token,
        count,
        [code for code, _ in shown],
        dict(shown),
    )


def empty_the_house() -> None:
    """No registration is left, however many: what comes after the door begins small."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("TRUNCATE registration_registration CASCADE")
            return
    remove_events(slugs=["bench-door"])


def seed_reminders(count: int, *, now: datetime) -> None:
    """COUNT parties for tomorrow, and a rule that has been due for a while."""
    event = seed_event(
        "bench-tomorrow", starts_at=now + timedelta(days=1), capacity=count * 4
    )
    seed_parties(event, count, now=now)
    ReminderRule.objects.create(
        programme=event.programme,
        days=2 if jst(now).hour < 1 else 1,
        at=time(0, 5),
    )


def analyse() -> None:
    """Autovacuum's work, done now and not in the middle of a measurement."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")


def empty_the_hall(door: Door) -> None:
    """Nobody is in: the same tickets serve the next round."""
    inside = Seat.objects.filter(
        timeslot_id=door.timeslot_id, admitted_at__isnull=False
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("TRUNCATE door_scan CASCADE")  # and its conflict cards
            inside.update(admitted_at=None, admitted_by=None)
            cursor.execute("VACUUM ANALYZE registration_seat")
        else:
            inside.update(admitted_at=None, admitted_by=None)
            cursor.execute("DELETE FROM door_conflict")
            cursor.execute("DELETE FROM door_scan")

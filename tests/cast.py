"""The people and things of the tests: a fixed cast, and plain builders.

Aoki works for the city and Baba is the colleague who approves what Aoki asks for;
Chiba coordinates for a member city, Endo is the secretariat, Fukuda is a resident.
Use cases are tested at NOW; pages have a clock of their own, so their events are made
with `now=timezone.now()`.
"""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from events.door.models import ScannerDevice
from events.door.usecases.pair_device import open_pairing, pair_device
from events.programme.choices import EventStatus, ProgrammeKind, Speaker
from events.programme.models import (
    Event,
    Programme,
    Quota,
    SupportOffer,
    Timeslot,
    Venue,
)
from events.registration.models import Registration
from events.registration.usecases.application import Contact, Extras, Person
from events.registration.usecases.register import register
from peace.accounts.choices import Role
from peace.accounts.models import User
from peace.accounts.sessions import PASSED, SECOND_FACTOR
from peace.language.dates import TOKYO, jst

# Sunday noon in Tokyo.
NOW = datetime(2026, 2, 1, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

_numbers = count(1)


# People who sign in


def aoki() -> User:
    return _user("aoki", "青木 葵", Role.STAFF)


def baba() -> User:
    return _user("baba", "馬場 弁", Role.STAFF)


def chiba() -> User:
    return _user("chiba", "千葉 千里", Role.COORDINATOR)


def endo() -> User:
    return _user("endo", "遠藤 縁", Role.SECRETARIAT)


def fukuda() -> User:
    return _user("fukuda", "福田 福", Role.RESIDENT)


def _user(name: str, full_name: str, role: str) -> User:
    user = User.objects.create_user(f"{name}@example.jp", name=full_name, role=role)
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    return user


def signed_in(user: User, client: Client | None = None) -> Client:
    """A browser in which USER has signed in, with the second factor where needed."""
    client = client or Client()
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = PASSED
    session.save()
    return client


# What is offered


def programme(slug: str = "talks", **values: Any) -> Programme:
    found, _ = Programme.objects.get_or_create(
        slug=slug,
        defaults={
            "kind": ProgrammeKind.LEGACY_TALK,
            "title": {
                "ja": "原爆・戦争体験伝承者講話",
                "ja-easy": "戦争《せんそう》の 話《はなし》",
                "en": "Testimony talks",
            },
            "summary": {"ja": "体験を受け継いだ伝承者が話します。", "en": "Talks."},
            **values,
        },
    )
    return found


def venue(slug: str = "plaza", **values: Any) -> Venue:
    found, _ = Venue.objects.get_or_create(
        slug=slug,
        defaults={
            "name": {
                "ja": "くにたち市民プラザ",
                "ja-easy": "くにたち市民《しみん》プラザ",
                "en": "Kunitachi Citizens Plaza",
            },
            "address": {"ja": "国立市北1-2-3", "en": "1-2-3 Kita, Kunitachi"},
            "access": {"ja": "国立駅から歩いて5分", "en": "5 minutes on foot"},
            **values,
        },
    )
    return found


def event(
    *,
    slug: str = "talk",
    now: datetime = NOW,
    slots: int = 3,
    seats: int = 20,
    starts_at: datetime | None = None,
    support: Sequence[str] = ("SIGN_LANGUAGE", "WHEELCHAIR"),
    **values: Any,
) -> Event:
    """A published event two weeks after NOW, at 13:30 in Tokyo, open for all.

    SLOTS timeslots of 45 minutes, one an hour, with SEATS seats each.
    """
    if starts_at is None:
        starts_at = tokyo(now, days=14, at=time(13, 30))
    made = Event.objects.create(
        **{
            "programme": values.get("programme") or programme(),
            "slug": slug,
            "status": EventStatus.PUBLISHED,
            "title": {
                "ja": "くにたち原爆・東京大空襲体験伝承者講話",
                "ja-easy": "戦争《せんそう》の 話《はなし》を 聞《き》く 会《かい》",
                "en": "Talks by A-bomb and air raid storytellers",
            },
            "short_title": {
                "ja": "体験伝承者講話",
                "ja-easy": "戦争《せんそう》の 話《はなし》",
                "en": "Testimony talks",
            },
            "lead": {"ja": "体験と平和への思いを聞きます。", "en": "Come and listen."},
            "bring": {"ja": "筆記用具", "en": "Something to write with"},
            "venue": venue(),
            "starts_at": starts_at,
            "ends_at": starts_at + max(slots, 1) * HOUR,
            "speaker": Speaker.STORYTELLER,
            **values,
        }
    )
    titles = ["広島の話", "長崎の話", "東京大空襲の話"]
    for number in range(slots):
        timeslot(
            made,
            title={"ja": titles[number % 3], "en": f"Talk {number + 1}"},
            starts_at=starts_at + number * HOUR,
            seats=seats,
            support=support,
        )
    return made


def timeslot(
    of: Event,
    *,
    starts_at: datetime,
    seats: int | None = 20,
    title: dict[str, str] | str = "広島の話",
    support: Sequence[str] = (),
    **values: Any,
) -> Timeslot:
    """One timeslot of 45 minutes; without SEATS nobody counts them."""
    made = Timeslot.objects.create(
        event=of,
        title=title,
        starts_at=starts_at,
        ends_at=values.pop("ends_at", starts_at + timedelta(minutes=45)),
        **values,
    )
    if seats is not None:
        Quota.objects.create(timeslot=made, capacity=seats)
    SupportOffer.objects.bulk_create(
        SupportOffer(timeslot=made, kind=kind) for kind in support
    )
    return made


def timeslots(of: Event) -> list[Timeslot]:
    """As the page reads them: with seats, in order."""
    return list(of.timeslots.with_seats().with_support().in_order())


def tokyo(now: datetime, *, days: int, at: time) -> datetime:
    """AT on a clock in Tokyo, DAYS after NOW's day there."""
    return datetime.combine(jst(now).date() + days * DAY, at, tzinfo=TOKYO)


# Who comes


def registration(
    of: Event,
    *,
    people: Sequence[str] = ("国立 花子",),
    kana: Sequence[str] = (),
    slots: Sequence[Timeslot] | None = None,
    phone: str | None = None,
    email: str | None = None,
    remind_by: str | None = None,
    key: uuid.UUID | None = None,
    language: str = "ja",
    now: datetime = NOW,
    channel: str = "WEB",
    persons: Mapping[str, Any] | None = None,
    **extras: Any,
) -> Registration:
    """A party registered through the use case: everybody in SLOTS, else in the first.

    PHONE and EMAIL are new ones unless given; "" leaves one out. PERSONS is what all
    of them said of themselves (age_band, visit …); EXTRAS are those of the form.
    """
    number = next(_numbers)
    phone = f"0900000{number:04d}" if phone is None else phone
    email = f"person{number}@example.jp" if email is None else email
    chosen = frozenset(slot.pk for slot in slots or timeslots(of)[:1])
    readings = [*kana, *[""] * len(people)]
    return register(
        event=of,
        timeslots=timeslots(of),
        people=[
            Person(name=name, kana=reading, timeslot_ids=chosen, **(persons or {}))
            for name, reading in zip(people, readings, strict=False)
        ],
        contact=Contact(
            phone=phone,
            email=email,
            remind_by=remind_by or ("EMAIL" if email else "PHONE"),
        ),
        key=key or uuid.uuid4(),
        language=language,
        actor="applicant",
        now=now,
        channel=channel,
        extras=Extras(**extras),
    )


# Random ones meet: of two thousand, two are the same in one run of fifty.
_receipts = count(10_000_000 + secrets.randbelow(80_000_000))


def receipt_number() -> str:
    """The next of a row that begins anywhere, so that none comes twice."""
    return str(next(_receipts))


def many_parties(of: Event, number: int, now: datetime = NOW) -> None:
    """NUMBER copies of one registration, in four inserts."""
    party = registration(of, now=now)
    person, seat = party.attendees.get(), party.seats.get()
    copies = Registration.objects.bulk_create(
        Registration(
            event=of,
            receipt_number=receipt_number(),
            phone="0425762111",
            email=f"many{place}@example.jp",
            remind_by="EMAIL",
            created_at=now,
        )
        for place in range(number - 1)
    )
    people = type(person).objects.bulk_create(
        type(person)(registration=copy, number=1, name="国立", search_name="国立")
        for copy in copies
    )
    type(seat).objects.bulk_create(
        type(seat)(
            registration=each.registration,
            attendee=each,
            timeslot=seat.timeslot,
            quota=seat.quota,
            created_at=now,
        )
        for each in people
    )


def form_data(*slots: Timeslot, people: int = 1, **values: Any) -> dict[str, Any]:
    """What a browser sends from the registration form: PEOPLE, all in SLOTS."""
    ids = [str(slot.pk) for slot in slots]
    data: dict[str, Any] = {"people": str(people), "full": "", "key": str(uuid.uuid4())}
    names = [
        "国立 花子",
        "国立 太郎",
        "国立 次郎",
        "国立 三郎",
        "国立 四郎",
        "国立 五郎",
    ]
    for number in range(1, people + 1):
        data |= {f"p{number}-name": names[number - 1], f"p{number}-slot": ids}
    return data | {"phone": "090-0000-1234"} | values


# Who stands at the door


def device(of: Event, *, now: datetime = NOW) -> tuple[ScannerDevice, str]:
    """A paired phone of a volunteer, with the token that it shows."""
    code = open_pairing(event=of, actor="user:1", now=now)
    return pair_device(code=code, name="門A", now=now)

"""Fill an event with any number of registrations, for load tests.

Rows are made in Python and written in pieces: by COPY on PostgreSQL, by `executemany`
on SQLite. No use case runs per row, so nothing is audited and no letter is written;
the counters are set to what the rows say.
"""

import secrets
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import IO, Any, cast

from django.db import connection, models, transaction
from django.db.models import Count, Max

from events.door.models import ScannerDevice
from events.door.usecases.pair_device import open_pairing, pair_device
from events.door.usecases.remove_events import remove_events
from events.programme.choices import EventStatus, ProgrammeKind
from events.programme.models import Event, Programme, Quota, Timeslot, Venue
from events.registration.choices import (
    RegistrationChannel,
    RegistrationStatus,
    ReminderChannel,
    SeatStatus,
)
from events.registration.models import Attendee, Registration, Seat, Ticket
from events.registration.models.registration import new_code
from events.registration.token import current_key_id, hash_token, make_token
from peace.language.names import fold

PROGRAMME = "load"
PIECE = 20_000
# Seats beside the loaded ones, for load tests that register.
ROOM = 100_000
LASTS = timedelta(hours=20)
FAMILIES = (
    "青山:あおやま 髙橋:たかはし 石井:いしい 上田:うえだ 遠藤:えんどう 加藤:かとう "
    "菊地:きくち 小林:こばやし 佐々木:ささき 鈴木:すずき 関口:せきぐち 千葉:ちば"
)
GIVEN = (
    "和子:かずこ 正雄:まさお 由美:ゆみ 健一:けんいち 翔太:しょうた 恵子:けいこ "
    "智:さとし 大輝:だいき 真理子:まりこ 浩:ひろし 千尋:ちひろ 陽菜:ひな 清:きよし"
)


class NotALoadEvent(Exception):
    """An event of this name exists that is not a load test's: it is left alone."""


@transaction.atomic
def load_in_bulk(
    *, slug: str, registrations: int, tokens: IO[str], now: datetime
) -> tuple[Event, list[Timeslot], str]:
    """Build event SLUG anew with REGISTRATIONS parties; return it, and a device token.

    Each party is one person, each fourth one two, with a seat in the first of two
    timeslots, whose doors are open from an hour ago for 20 hours from now. TOKENS
    gets one ticket token a line. Deletes an earlier load event of that name with
    everything that hangs on it. Raises NotALoadEvent.
    """
    if Event.objects.filter(slug=slug).exclude(programme__slug=PROGRAMME).exists():
        raise NotALoadEvent(slug)
    if connection.vendor == "postgresql":
        # Longer than any request may take: this is no request.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
    remove_events(slugs=[slug])
    event, slots = _event(slug, capacity=registrations * 2 + ROOM, now=now)
    quota = Quota.objects.get(timeslot=slots[0])
    first = {model: _first_id(model, registrations * 2) for model in _TABLES}
    taken = set(Registration.objects.values_list("receipt_number", flat=True))
    receipts = _receipts(registrations, taken)
    for start in range(0, registrations, PIECE):
        numbers = range(start, min(start + PIECE, registrations))
        _write(numbers, event, slots[0], quota, first, receipts, tokens, now=now)
    held = Seat.objects.filter(quota=quota).aggregate(seats=Count("pk"))["seats"]
    Quota.objects.filter(pk=quota.pk).update(taken=held)
    return event, slots, _device(event, now=now)


def _event(slug: str, *, capacity: int, now: datetime) -> tuple[Event, list[Timeslot]]:
    name = {"ja": "負荷試験", "en": "Load test", "ja-easy": "テスト"}
    programme, _new = Programme.objects.get_or_create(
        slug=PROGRAMME,
        defaults={"kind": ProgrammeKind.LEGACY_TALK, "title": name, "position": 99},
    )
    venue, _new = Venue.objects.get_or_create(
        slug=PROGRAMME, defaults={"name": name, "address": name, "access": name}
    )
    event = Event.objects.create(
        slug=slug,
        programme=programme,
        venue=venue,
        status=EventStatus.PUBLISHED,
        title=name,
        short_title=name,
        lead=name,
        starts_at=now + timedelta(hours=1),
        ends_at=now + LASTS,
        closes_at=now + LASTS,
    )
    slots = []
    for hours in (1, 2):
        slot = Timeslot.objects.create(
            event=event,
            title=name,
            starts_at=now + timedelta(hours=hours),
            ends_at=now + LASTS,
            doors_at=now - timedelta(hours=1),
        )
        Quota.objects.create(timeslot=slot, capacity=capacity)
        slots.append(slot)
    return event, slots


def _device(event: Event, *, now: datetime) -> str:
    """A paired device that works as long as the doors are open, not only today."""
    code = open_pairing(event=event, actor="seed_load", now=now)
    device, token = pair_device(code=code, name="load", now=now)
    ScannerDevice.objects.filter(pk=device.pk).update(expires_at=event.ends_at)
    return token


def _receipts(number: int, taken: set[str]) -> Iterator[str]:
    """That many receipt numbers that nobody has."""
    seen = set(taken)
    while len(seen) < len(taken) + number:
        receipt = str(10_000_000 + secrets.randbelow(90_000_000))
        if receipt not in seen:
            seen.add(receipt)
            yield receipt


# The columns that are written, in order; `_prepared` turns values into the database's.
_TABLES: dict[type[models.Model], tuple[str, ...]] = {
    Registration: (
        *("id", "event_id", "code", "receipt_number", "idempotency_key", "status"),
        *("channel", "phone", "email", "remind_by", "language", "note"),
        *("staff_note", "door_label", "source", "wants_news", "created_at"),
    ),
    Attendee: (
        *("id", "registration_id", "number", "name", "kana", "search_name"),
        *("search_kana", "age_band", "visit", "residence", "lacks_consent"),
    ),
    Seat: (
        *("id", "registration_id", "attendee_id", "timeslot_id", "quota_id"),
        *("status", "created_at"),
    ),
    Ticket: (
        *("id", "registration_id", "serial", "version", "key_id", "token_hash"),
        "issued_at",
    ),
}


def _write(
    numbers: range,
    event: Event,
    slot: Timeslot,
    quota: Quota,
    first: dict[type[models.Model], int],
    receipts: Iterator[str],
    tokens: IO[str],
    *,
    now: datetime,
) -> None:
    """One piece of rows, table by table."""
    rows: dict[type[models.Model], list[tuple]] = {model: [] for model in _TABLES}
    moment = _prepared(Registration, "created_at", now)
    key_id, names, lines = current_key_id(), _names(), []
    for number in numbers:
        party = first[Registration] + number
        rows[Registration].append(
            (party, event.pk, new_code(), next(receipts), _uuid(uuid.uuid4()))
            + (RegistrationStatus.ACTIVE.value, RegistrationChannel.WEB.value)
            + (f"0000{number:07d}", f"load.{number}@example.com")
            + (ReminderChannel.EMAIL.value, "ja", "", "", "", "", False, moment)
        )
        for place in range(2 if number % 4 == 0 else 1):
            # Ids leave a gap where a party is one person.
            person = first[Attendee] + 2 * number + place
            name = names[(number * 7 + place) % len(names)]
            rows[Attendee].append((person, party, place + 1, *name, "", "", "", False))
            rows[Seat].append(
                (first[Seat] + 2 * number + place, party, person, slot.pk, quota.pk)
                + (SeatStatus.CONFIRMED.value, moment)
            )
        serial = uuid.uuid4()
        token = make_token(serial, 1, key_id)
        lines.append(token)
        rows[Ticket].append(
            (first[Ticket] + number, party, _uuid(serial), 1, key_id)
            + (hash_token(token), moment)
        )
    for model, columns in _TABLES.items():
        _insert(model._meta.db_table, columns, rows[model])
    tokens.write("\n".join(lines) + "\n")


def _insert(table: str, columns: Sequence[str], rows: list[tuple]) -> None:
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - ours
            rows,
        )


def _prepared(model: type[models.Model], column: str, value: Any) -> Any:
    field = cast("models.Field", model._meta.get_field(column))
    return field.get_db_prep_save(value, connection)


def _uuid(value: uuid.UUID) -> Any:
    """As the database keeps it: its own type, or 32 digits."""
    return value if connection.features.has_native_uuid_field else value.hex


@cache
def _names() -> list[tuple[str, str, str, str]]:
    """Name, reading and the folded copies of both, for every pair of the lists."""
    found = []
    for family, reading in (each.split(":") for each in FAMILIES.split()):
        for given, kana in (each.split(":") for each in GIVEN.split()):
            name, full = f"{family} {given}", f"{reading} {kana}"
            found.append((name, full, fold(name), fold(full)))
    return found


def _first_id(model: type[models.Model], number: int) -> int:
    """The first of NUMBER ids that nobody uses; on PostgreSQL they are reserved."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'),"
                " nextval(pg_get_serial_sequence(%s, 'id')) + %s)",
                [model._meta.db_table, model._meta.db_table, number],
            )
            return cursor.fetchone()[0] - number
    highest = model._base_manager.aggregate(highest=Max("pk"))["highest"]
    return (highest or 0) + 1

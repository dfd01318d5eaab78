"""An event with its parties, and phones at its doors."""

import json
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from events.door.models import ScannerDevice
from events.door.models.device import hash_secret
from events.door.usecases.pair_device import end_of_day
from events.programme.models import Event, Programme, Quota, Timeslot, Venue
from events.registration.models import Attendee, Registration, Seat, Ticket
from tests import cast

# What each row of an answer carries, whatever the verdict.
PUBLISHED = {
    "id",
    "verdict",
    "admitted",
    "party",
    "first_at",
    "timeslot",
    "message",
    "next",
}

_numbers = count(1)
# Canaries: what must never reach a device, a log, or another person's page.
NAME, KANA = "金糸雀 花子", "かなりあ はなこ"
PHONE, EMAIL = "09046490001", "canary@example.jp"


def event(*, starts_at: datetime | None = None, slots: int = 1, **fields: Any) -> Event:
    """A published event; its first timeslot has its doors open now."""
    number = next(_numbers)
    starts_at = starts_at or timezone.now() - timedelta(minutes=5)
    venue, _ = Venue.objects.get_or_create(
        slug="plaza", defaults={"name": "市民プラザ", "address": "北", "access": "駅前"}
    )
    made = Event.objects.create(
        **{
            "programme": fields.get("programme") or _talks(),
            "venue": venue,
            "slug": f"talk-{number}",
            "status": "PUBLISHED",
            "title": {"ja": "伝承者講話", "en": "Talk"},
            "short_title": "講話",
            "lead": "はじめに",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2 * slots),
        }
        | fields
    )
    for part in range(slots):
        begins = starts_at + timedelta(hours=2 * part)
        slot = Timeslot.objects.create(
            event=made,
            title={"ja": f"第{part + 1}回", "en": f"Part {part + 1}"},
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
        )
        Quota.objects.create(timeslot=slot, capacity=2000)
    return made


def _talks() -> Programme:
    return Programme.objects.get_or_create(
        slug="talks",
        defaults={"kind": "LEGACY_TALK", "title": "講話", "summary": "まとめ"},
    )[0]


def slots_of(made: Event) -> list[Timeslot]:
    return list(made.timeslots.order_by("starts_at"))


def parties(slot: Timeslot, *, number: int, people: int = 1) -> list[Ticket]:
    """NUMBER parties of PEOPLE, confirmed in SLOT; their tickets."""
    now = timezone.now()
    quota = slot.quotas.get()
    made = Registration.objects.bulk_create(
        Registration(
            event_id=slot.event_id,
            receipt_number=cast.receipt_number(),
            phone=PHONE,
            email=EMAIL,
            remind_by="EMAIL",
            created_at=now,
        )
        for _ in range(number)
    )
    attendees = Attendee.objects.bulk_create(
        Attendee(
            registration=each,
            number=place + 1,
            name=NAME,
            kana=KANA,
            search_name=NAME,
            search_kana=KANA,
        )
        for each in made
        for place in range(people)
    )
    Seat.objects.bulk_create(
        Seat(
            registration_id=each.registration_id,
            attendee=each,
            timeslot=slot,
            quota=quota,
            created_at=now,
        )
        for each in attendees
    )
    quota.taken += number * people
    quota.save()
    return Ticket.objects.bulk_create(
        Ticket.issue(registration_id=each.pk, now=now) for each in made
    )


def party(slot: Timeslot, people: int = 1) -> Ticket:
    (ticket,) = parties(slot, number=1, people=people)
    return ticket


def device(made: Event, token: str, **fields: Any) -> ScannerDevice:
    now = timezone.now()
    return ScannerDevice.objects.create(
        **{
            "event": made,
            "name": "入口A",
            "token_hash": hash_secret(token),
            "paired_at": now,
            "paired_by": "user:1",
            "expires_at": end_of_day(now),
        }
        | fields
    )


class Phone:
    """A paired phone at the door of an event."""

    def __init__(self, made: Event, **fields: Any) -> None:
        self.token = uuid.uuid4().hex
        self.device = device(made, self.token, **fields)
        self.slot = made.timeslots.order_by("starts_at").first()
        self.client = Client(raise_request_exception=True)
        self.headers = {"Authorization": f"Bearer {self.token}"}

    def get(self, what: str, **headers: str) -> HttpResponse:
        return self.client.get(f"/scanner/api/{what}", headers=self.headers | headers)

    def entry(self, code: Any, **changes: Any) -> dict[str, Any]:
        return {
            "id": str(uuid.uuid4()),
            "code": code,
            "timeslot": self.slot.pk if self.slot else None,
            "at": timezone.now().isoformat(),
            "mode": "online",
            "people": "all",
        } | changes

    def send(self, *entries: Any, device_time: str | None = None) -> HttpResponse:
        clock = device_time or timezone.now().isoformat()
        return self.post(json.dumps({"scans": entries, "device_time": clock}))

    def post(self, body: str | bytes) -> HttpResponse:
        return self.client.post(
            "/scanner/api/scans",
            body,
            content_type="application/json",
            headers=self.headers,
        )

    def ask(self, what: str, body: dict[str, Any]) -> HttpResponse:
        """POST to another address of the door API."""
        return self.client.post(
            f"/scanner/api/{what}",
            json.dumps(body),
            content_type="application/json",
            headers=self.headers,
        )

    def scan(self, code: Any, **changes: Any) -> dict[str, Any]:
        """One scan's row."""
        response = self.send(self.entry(code, **changes))
        assert response.status_code == 200, response.content
        (row,) = response.json()["results"]
        return row


def statements(queries: Any) -> Iterator[str]:
    """What was asked of the tables, without the frame of the transaction."""
    frame = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK")
    return (q["sql"] for q in queries if not q["sql"].startswith(frame))

"""The list a phone carries: only a ticket in the hand opens its line."""

import base64
import json

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.door.models import Scan
from events.registration.choices import AgeBand
from events.registration.models import Attendee, Ticket
from events.registration.token import hash_token
from events.registration.usecases.reissue_ticket import reissue_ticket
from tests.door.builders import (
    EMAIL,
    KANA,
    NAME,
    PHONE,
    Phone,
    event,
    parties,
    party,
    slots_of,
    statements,
)

pytestmark = pytest.mark.django_db

# Written down once more, from docs/door.md.
PARTS, NOTHING = [f"{place:02x}" for place in range(64)], "0" * 8
INFO = b"peace-manifest-2"


def opened(blob: str, token: str) -> dict:
    """What a phone does with a line."""
    raw = base64.b64decode(blob)
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=INFO).derive(
        token.encode()
    )
    return json.loads(AESGCM(key).decrypt(raw[:12], raw[12:], INFO))


class List:
    """The list as a phone keeps it: parts, each replaced as a whole."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.parts: dict[str, dict] = {}

    @property
    def have(self) -> str:
        return "".join(
            self.parts[key]["digest"] if key in self.parts else NOTHING for key in PARTS
        )

    def refresh(self, **headers: str) -> set[str]:
        """The keys of the parts that came."""
        answer = self.phone.get(f"manifest?have={self.have}", **headers)
        if answer.status_code == 304:
            return set()
        body = answer.json()
        assert "tickets" not in body
        self.parts |= body["parts"]
        return set(body["parts"])

    def line(self, ticket: Ticket) -> dict:
        blob = self.parts[part_of(ticket)]["tickets"][ticket.token_hash]
        return opened(blob, ticket.token)


def part_of(ticket: Ticket) -> str:
    return PARTS[int(ticket.token_hash[:2], 16) % 64]


def lines(phone: Phone, *tickets: Ticket) -> list[dict]:
    carried = List(phone)
    carried.refresh()
    return [carried.line(ticket) for ticket in tickets]


def cancel_seats_of(ticket: Ticket) -> None:
    ticket.registration.seats.update(status="CANCELLED", cancelled_at=timezone.now())


def test_a_ticket_opens_its_own_line_and_no_other():
    talk = event(slots=2)
    first, _ = slots_of(talk)
    one, other = parties(first, number=2, people=3)
    people = Attendee.objects.filter(registration_id=one.registration_id)
    people.filter(number=2).update(age_band=AgeBand.OVER_70)
    people.filter(number=3).update(lacks_consent=True, age_band=AgeBand.UNDER_20)
    phone = Phone(talk)
    phone.scan(one.token, people=[2])

    body = phone.get("manifest").json()

    assert set(body) == {
        *("event", "event_id", "timeslots", "generated_at", "expires_at"),
        *("parts", "tickets"),
    }
    assert (body["event"], body["event_id"]) == (talk.slug, talk.pk)
    assert [*body["timeslots"][0]] == [
        "id",
        "title",
        "starts_at",
        "ends_at",
        "doors_at",
    ]
    assert len(body["timeslots"]) == 2
    blob = body["tickets"][hash_token(one.token)]
    assert opened(blob, one.token) == {
        "event": talk.pk,
        "seats": {str(first.pk): [1, 2, 3]},
        "in": {str(first.pk): [2]},
        "lacks": [3],
        "ages": {"2": "OVER_70", "3": "UNDER_20"},
        "is": "valid",
    }
    with pytest.raises(InvalidTag):
        opened(blob, other.token)


def test_the_whole_map_and_the_parts_are_the_same():
    talk = event()
    parties(slots_of(talk)[0], number=40)

    body = Phone(talk).get("manifest").json()

    assert list(body["parts"]) == PARTS
    together: dict = {}
    for key, part in body["parts"].items():
        assert all(int(each[:2], 16) % 64 == int(key, 16) for each in part["tickets"])
        together |= part["tickets"]
    assert together == body["tickets"]
    assert len(together) == 40


def test_nobodys_name_or_number_is_anywhere_in_it():
    talk = event()
    tickets = parties(slots_of(talk)[0], number=3)
    phone = Phone(talk)

    text = phone.get("manifest").content.decode()
    read = json.dumps(lines(phone, *tickets), ensure_ascii=False)

    secrets = (NAME, KANA, PHONE, EMAIL, *(t.token for t in tickets))
    for secret in (*secrets, *(t.registration.receipt_number for t in tickets)):
        for form in (secret, json.dumps(secret)[1:-1]):
            assert form not in text
            assert form not in read


def test_a_line_says_what_became_of_the_ticket():
    talk = event()
    slot = slots_of(talk)[0]
    kept, old, cancelled, waiting, over = parties(slot, number=5)
    new = reissue_ticket(registration=old.registration, actor="x", now=timezone.now())
    old.refresh_from_db()
    cancel_seats_of(cancelled)
    waiting.registration.seats.update(status="WAITING", quota=None)
    reissue_ticket(registration=over.registration, actor="x", now=timezone.now())
    cancel_seats_of(over)
    foreign = party(slots_of(event())[0])
    phone = Phone(talk)

    found = lines(phone, kept, old, new, cancelled, waiting, over)

    assert [line["is"] for line in found] == [
        *("valid", "replaced", "valid", "cancelled", "waiting", "cancelled")
    ]
    # Of people who are not let in, the line tells nothing.
    assert [bool(line["seats"]) for line in found] == [
        line["is"] == "valid" for line in found
    ]
    assert hash_token(foreign.token) not in phone.get("manifest").json()["tickets"]


@pytest.mark.parametrize("status", ["cancelled", "replaced", "waiting", "valid"])
def test_the_server_says_the_same_of_that_ticket(phone, slot, status):
    ticket = party(slot)
    if status == "cancelled":
        cancel_seats_of(ticket)
    if status == "replaced":
        reissue_ticket(registration=ticket.registration, actor="x", now=timezone.now())
    if status == "waiting":
        ticket.registration.seats.update(status="WAITING", quota=None)

    (line,) = lines(phone, ticket)

    assert line["is"] == status
    said = phone.scan(ticket.token)["verdict"]
    assert said == ("admitted" if status == "valid" else status)


class TestIncrements:
    def test_a_scan_sends_one_part_again(self, phone, slot):
        one, *_others = parties(slot, number=200)
        carried = List(phone)

        assert carried.refresh() == set(PARTS)
        assert carried.refresh() == set()
        phone.scan(one.token)

        assert carried.refresh() == {part_of(one)}
        assert carried.line(one)["in"] == {str(slot.pk): [1]}

    def test_what_is_gone_is_gone_from_its_part(self, phone, slot):
        one, *_others = parties(slot, number=200)
        carried = List(phone)
        carried.refresh()
        one.registration.seats.all().delete()
        one.delete()

        assert carried.refresh() == {part_of(one)}
        assert one.token_hash not in carried.parts[part_of(one)]["tickets"]

    def test_a_phone_of_nothing_gets_all_of_it_also_the_empty_parts(self, phone):
        assert List(phone).refresh() == set(PARTS)

    @pytest.mark.parametrize("have", ["", "0" * 511, "0" * 513, "'; --", "ｆ" * 512])
    def test_of_nonsense_it_sends_everything(self, phone, slot, have):
        parties(slot, number=2)

        answer = phone.get(f"manifest?have={have}")

        assert list(answer.json()["parts"]) == PARTS

    def test_a_digest_tells_nothing_without_the_servers_key(
        self, phone, slot, settings
    ):
        parties(slot, number=2)
        before = List(phone)
        before.refresh()
        settings.SECRET_KEY = "another" * 8
        after = List(phone)
        after.refresh()

        assert {key: part["tickets"] for key, part in before.parts.items()} == {
            key: part["tickets"] for key, part in after.parts.items()
        }
        assert all(
            before.parts[key]["digest"] != after.parts[key]["digest"] for key in PARTS
        )

    def test_the_cost_does_not_grow_with_the_list(self, phone, slot):
        def cost(number):
            parties(slot, number=number, people=2)
            carried = List(phone)
            carried.refresh()
            with CaptureQueriesContext(connection) as queries:
                carried.refresh()
            return len(list(statements(queries)))

        assert cost(1) == cost(60) == 3  # the device, the tickets, the seats

    def test_one_of_a_thousand_is_a_few_kilobytes(self, phone, slot):
        one, *_others = parties(slot, number=1000)
        carried = List(phone)
        carried.refresh()
        phone.scan(one.token)

        answer = phone.get(f"manifest?have={carried.have}")

        assert len(answer.content) < 10_000


class TestTag:
    def test_it_is_sent_again_only_when_something_has_moved(self, phone, slot):
        one, other = parties(slot, number=2)

        def ask(etag):
            return phone.get("manifest", **{"If-None-Match": etag})

        first = phone.get("manifest")
        assert first["Cache-Control"] == "no-store"
        unmoved = ask(first["ETag"])
        assert (unmoved.status_code, unmoved.content) == (304, b"")
        assert unmoved["ETag"] == first["ETag"]
        assert unmoved["Cache-Control"] == "no-store"

        phone.scan(one.token)
        scanned = ask(first["ETag"])
        assert scanned.status_code == 200

        cancel_seats_of(other)
        cancelled = ask(scanned["ETag"])
        assert cancelled.status_code == 200
        assert cancelled["ETag"] not in {first["ETag"], scanned["ETag"]}

    def test_a_moved_timetable_moves_it_and_no_part(self, phone, slot):
        carried = List(phone)
        carried.refresh()
        etag = phone.get("manifest")["ETag"]
        slot.starts_at, slot.doors_at = slot.ends_at, slot.starts_at
        slot.ends_at += slot.ends_at - slot.doors_at
        slot.save()

        answer = phone.get(f"manifest?have={carried.have}", **{"If-None-Match": etag})

        assert answer.status_code == 200
        assert answer.json()["parts"] == {}
        assert answer.json()["timeslots"][0]["starts_at"] == slot.starts_at.isoformat()

    def test_who_lost_a_part_gets_it_whatever_tag_it_kept(self, phone, slot):
        parties(slot, number=200)
        carried = List(phone)
        carried.refresh()
        tag = {"If-None-Match": phone.get("manifest")["ETag"]}
        assert carried.refresh(**tag) == set()

        del carried.parts["0b"]

        assert carried.refresh(**tag) == {"0b"}


def test_a_phone_in_rehearsal_has_the_list_and_leaves_no_trace(talk, slot):
    ticket = party(slot)
    door = Phone(talk, is_rehearsal=True)
    door.scan(ticket.token)

    (line,) = lines(door, ticket)

    assert (line["is"], line["in"]) == ("valid", {})
    assert Scan.objects.count() == 0


def test_a_stopped_phone_gets_no_list(phone, slot):
    phone.device.revoked_at = timezone.now()
    phone.device.save()

    answer = phone.get("manifest")

    assert answer.status_code == 401
    assert answer.json()["error"] == "revoked"

"""The list a phone may carry: only a ticket in the hand opens its line."""

import base64
import json

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils import timezone

from events.door.exports.manifest import INFO
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
)

pytestmark = pytest.mark.django_db


def opened(blob, token):
    """What a phone does with a line, written down once more from docs/door.md."""
    raw = base64.b64decode(blob)
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=INFO).derive(
        token.encode()
    )
    return json.loads(AESGCM(key).decrypt(raw[:12], raw[12:], INFO))


def test_a_ticket_opens_its_own_line_and_no_other():
    talk = event(slots=2)
    first, _ = slots_of(talk)
    one, other = parties(first, number=2, people=3)
    phone = Phone(talk)
    phone.scan(one.token, people=[2])

    body = phone.get("manifest").json()

    assert set(body) == {"event", "timeslots", "tickets", "expires_at", "generated_at"}
    blob = body["tickets"][hash_token(one.token)]
    assert opened(blob, one.token) == {
        "seats": {str(first.pk): [1, 2, 3]},
        "in": {str(first.pk): [2]},
    }
    with pytest.raises(InvalidTag):
        opened(blob, other.token)
    assert len(body["timeslots"]) == 2


def test_nobodys_name_or_number_is_anywhere_in_it():
    talk = event()
    tickets = parties(slots_of(talk)[0], number=3)

    text = Phone(talk).get("manifest").content.decode()
    lines = [
        json.dumps(opened(json.loads(text)["tickets"][hash_token(t.token)], t.token))
        for t in tickets
    ]

    for secret in (NAME, KANA, PHONE, EMAIL, *(t.token for t in tickets)):
        for form in (secret, json.dumps(secret)[1:-1]):
            assert form not in text
            assert all(form not in line for line in lines)
    for ticket in tickets:
        assert ticket.registration.receipt_number not in text


def test_other_events_and_old_or_cancelled_tickets_are_not_in_it():
    talk = event()
    slot = slots_of(talk)[0]
    kept, old, cancelled = parties(slot, number=3)
    foreign = party(slots_of(event())[0])
    now = timezone.now()
    new = reissue_ticket(registration=old.registration, actor="x", now=now)
    cancelled.registration.seats.update(status="CANCELLED", cancelled_at=now)

    listed = set(Phone(talk).get("manifest").json()["tickets"])

    assert listed == {hash_token(kept.token), hash_token(new.token)}
    assert hash_token(foreign.token) not in listed


def test_it_is_sent_again_only_when_something_has_moved():
    talk = event()
    one, other = parties(slots_of(talk)[0], number=2)
    phone = Phone(talk)

    def ask(etag):
        return phone.get("manifest", **{"If-None-Match": etag})

    first = phone.get("manifest")
    assert first["Cache-Control"] == "no-store"
    unmoved = ask(first["ETag"])
    assert (unmoved.status_code, unmoved.content) == (304, b"")
    assert unmoved["ETag"] == first["ETag"]

    phone.scan(one.token)
    scanned = ask(first["ETag"])
    assert scanned.status_code == 200

    other.registration.seats.update(status="CANCELLED", cancelled_at=timezone.now())
    cancelled = ask(scanned["ETag"])
    assert cancelled.status_code == 200
    assert cancelled["ETag"] not in {first["ETag"], scanned["ETag"]}
    assert len(cancelled.json()["tickets"]) == 1

"""The list of tickets that a device may carry.

It maps the hash of a token to a blob encrypted under a key made from that token: only
somebody who holds a ticket before the camera can read its line, and there is no name
in it even then. A stolen phone shows hashes.
"""

import base64
import hashlib
import json
from collections import defaultdict
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from events.door.usecases.record_scans import DoorDevice
from events.registration.models import Seat, Ticket

INFO = b"peace-manifest-1"


def manifest(device: DoorDevice, *, now: datetime) -> tuple[dict[str, Any], str]:
    """The manifest of the device's event, and its ETag (the same while nothing moves).

    Per ticket: `seats` maps a timeslot id to the attendee numbers that are confirmed
    there, `in` to those already admitted.
    """
    seats: dict[int, dict[str, dict[str, list[int]]]] = defaultdict(
        lambda: {"seats": defaultdict(list), "in": defaultdict(list)}
    )
    for registration_id, slot_id, number, admitted_at in (
        Seat.objects.confirmed()
        .filter(timeslot__event_id=device.event_id)
        .order_by("pk")
        .values_list(
            "registration_id", "timeslot_id", "attendee__number", "admitted_at"
        )
    ):
        line = seats[registration_id]
        line["seats"][str(slot_id)].append(number)
        if admitted_at:
            line["in"][str(slot_id)].append(number)
    tickets = {
        ticket.token_hash: seal(ticket.token, seats[ticket.registration_id])
        for ticket in Ticket.objects.valid()
        .filter(registration__event_id=device.event_id)
        .order_by("pk")
        if ticket.registration_id in seats
    }
    body = {
        "event": device.event_slug,
        "timeslots": [
            {
                "id": slot.id,
                "title": slot.title,
                "starts_at": slot.starts_at.isoformat(),
                "ends_at": slot.ends_at.isoformat(),
                "doors_at": slot.doors_at.isoformat(),
            }
            for slot in device.slots.values()
        ],
        "tickets": tickets,
        "expires_at": device.expires_at.isoformat(),
    }
    etag = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:32]
    return body | {"generated_at": now.isoformat()}, f'"{etag}"'


def seal(token: str, line: dict[str, Any]) -> str:
    """LINE encrypted so that only a holder of TOKEN can read it (AES-256-GCM).

    The nonce is made from key and text: each key seals one line, and the same line
    seals to the same blob, so that an unchanged list keeps its ETag.
    """
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=INFO).derive(
        token.encode()
    )
    text = json.dumps(line, sort_keys=True, separators=(",", ":")).encode()
    nonce = hashlib.sha256(key + text).digest()[:12]
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text, INFO)).decode()

"""The list of tickets that a device carries, to decide without signal.

It maps the hash of a token to a line encrypted under a key made from that token: only
somebody who holds a ticket before the camera can read its line, and there is no name
in it even then. A stolen phone shows hashes. Where the event calls a roll, the labels
that are called (a city, never a name) lie beside it in clear, each with the hash of its
ticket: that is what a helper ticks by hand.

The list is cut into parts, so that a phone asks for what changed: it says which parts
it has, by their digests. Nothing is encrypted to find out what changed.
"""

import base64
import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.crypto import salted_hmac

from events.door.incoming import DoorDevice
from events.door.tickets import WAITING
from events.registration.choices import RegistrationStatus, SeatStatus
from events.registration.models import Seat, Ticket
from events.registration.token import make_token

INFO = b"peace-manifest-2"
PARTS = 64
DIGEST = 8
# What a phone says of a part that it does not have; no part has this digest.
NOTHING = "0" * DIGEST
_AS_JSON = json.JSONEncoder(separators=(",", ":")).encode


def manifest(
    device: DoorDevice, *, now: datetime, have: str | None = None
) -> tuple[dict[str, Any], str, bool]:
    """The list for DEVICE, its ETag, and whether HAVE is all of it already.

    HAVE: the digests of the parts the phone has, one after the other; only other parts
    are in the answer. None: it did not say, and gets `tickets`, the whole map, too.
    Two statements; one more where the event calls a roll.
    """
    parties = _parties(device.event_id)
    parts = _parts(device.event_id, parties)
    had = _had(have)
    wanted = {
        place: part for place, part in enumerate(parts) if part.digest != had[place]
    }
    body: dict[str, Any] = {
        "event": device.event_slug,
        "event_id": device.event_id,
        "timeslots": [
            {
                "id": slot.id,
                "title": slot.title,
                "starts_at": slot.starts_at.isoformat(),
                "ends_at": slot.ends_at.isoformat(),
                "doors_at": slot.doors_at.isoformat(),
            }
            for slot in sorted(
                device.slots.values(), key=lambda slot: (slot.starts_at, slot.id)
            )
        ],
        "expires_at": device.expires_at.isoformat(),
    }
    if device.has_roll_call:
        body["roll"] = _roll(device.event_id, parties)
    state = json.dumps([body, [part.digest for part in parts]], sort_keys=True)
    etag = hashlib.sha256(state.encode()).hexdigest()[:32]
    body |= {
        "generated_at": now.isoformat(),
        "parts": {f"{place:02x}": part.sealed() for place, part in wanted.items()},
    }
    if have is None:
        body["tickets"] = {
            token_hash: blob
            for part in body["parts"].values()
            for token_hash, blob in part["tickets"].items()
        }
    return body, f'"{etag}"', not wanted


def _had(have: str | None) -> Sequence[str]:
    """The digests in HAVE, part by part; of a list that is none of ours, nothing."""
    text = have or ""
    if len(text) != PARTS * DIGEST:
        return [NOTHING] * PARTS
    return [text[at : at + DIGEST] for at in range(0, len(text), DIGEST)]


class _Ticket(NamedTuple):
    """One version of a ticket. Its token, and the key to its line, are made from it."""

    token_hash: str
    serial: UUID
    version: int
    key_id: str


@dataclass
class _Part:
    """The tickets whose hash begins alike, each with its line."""

    digest: str = NOTHING
    lines: list[tuple[_Ticket, str]] = field(default_factory=list)

    def sealed(self) -> dict[str, Any]:
        return {
            "digest": self.digest,
            "tickets": {
                ticket.token_hash: seal(
                    make_token(ticket.serial, ticket.version, ticket.key_id), line
                )
                for ticket, line in self.lines
            },
        }


def _parts(event_id: int, parties: Mapping[int, "_Party"]) -> list[_Part]:
    parts = [_Part() for _ in range(PARTS)]
    for ticket, line in _lines(event_id, parties):
        parts[int(ticket.token_hash[:2], 16) % PARTS].lines.append((ticket, line))
    # Keyed: the digest of a part with one line in it must not tell the line.
    key = salted_hmac("events.door.manifest", INFO, algorithm="sha256").digest()
    for part in parts:
        text = "\n".join(f"{ticket.token_hash} {line}" for ticket, line in part.lines)
        digest = hmac.digest(key, text.encode(), "sha256").hex()[:DIGEST]
        part.digest = digest if digest != NOTHING else "1".zfill(DIGEST)
    return parts


@dataclass
class _Party:
    """What a ticket's line says of the people who come with it."""

    seats: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    inside: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    lacks: set[int] = field(default_factory=set)
    ages: dict[str, str] = field(default_factory=dict)
    is_waiting: bool = False

    def status(self, *, is_cancelled: bool, is_revoked: bool) -> str:
        """In the order in which the door asks (`verdict.decide`)."""
        if is_cancelled or not (self.seats or self.is_waiting):
            return "cancelled"
        if is_revoked:
            return "replaced"
        return "valid" if self.seats else "waiting"


def _lines(
    event_id: int, parties: Mapping[int, _Party]
) -> Iterator[tuple[_Ticket, str]]:
    """Every version of every ticket of the event, with its line, in one order."""
    nobody = _Party()
    for *ticket, revoked_at, registration_id, status in (
        Ticket.objects.filter(registration__event_id=event_id)
        .order_by("token_hash")
        .values_list(
            *_Ticket._fields, "revoked_at", "registration_id", "registration__status"
        )
    ):
        party = parties.get(registration_id, nobody)
        said = party.status(
            is_cancelled=status == RegistrationStatus.CANCELLED,
            is_revoked=revoked_at is not None,
        )
        yield (
            _Ticket(*ticket),
            _line(event_id, party if said == "valid" else nobody, said),
        )


def _roll(event_id: int, parties: Mapping[int, _Party]) -> list[dict[str, Any]]:
    """What a roll-call calls, readable on the phone: labels, never a name."""
    nobody = _Party()
    tickets = (
        Ticket.objects.valid()
        .filter(registration__event_id=event_id)
        .exclude(registration__door_label="")
        .exclude(registration__status=RegistrationStatus.CANCELLED)
        .order_by("registration_id")
        .values_list("token_hash", "registration_id", "registration__door_label")
    )
    return [
        {
            "ticket": token_hash,
            "label": label,
            "seats": party.seats,
            "in": party.inside,
        }
        for token_hash, registration_id, label in tickets
        if (party := parties.get(registration_id, nobody)).seats
    ]


def _line(event_id: int, party: _Party, said: str) -> str:
    line = {
        "event": event_id,
        "seats": party.seats,
        "in": party.inside,
        "lacks": sorted(party.lacks),
        "ages": party.ages,
        "is": said,
    }
    return _AS_JSON(line)


def _parties(event_id: int) -> dict[int, _Party]:
    parties: dict[int, _Party] = defaultdict(_Party)
    for registration_id, slot_id, status, number, lacks, age, admitted_at in (
        Seat.objects.filter(registration__event_id=event_id)
        .order_by("attendee__number", "timeslot_id")
        .values_list(
            "registration_id",
            "timeslot_id",
            "status",
            "attendee__number",
            "attendee__lacks_consent",
            "attendee__age_band",
            "admitted_at",
        )
    ):
        party = parties[registration_id]
        party.is_waiting |= status in WAITING
        if status != SeatStatus.CONFIRMED:
            continue
        party.seats[str(slot_id)].append(number)
        if admitted_at:
            party.inside[str(slot_id)].append(number)
        if lacks:
            party.lacks.add(number)
        if age:
            party.ages[str(number)] = age
    return parties


def seal(token: str, line: str) -> str:
    """LINE encrypted so that only a holder of TOKEN can read it (AES-256-GCM).

    The nonce is made from key and text: each key seals the lines of one ticket, and
    the same line seals to the same blob.
    """
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=INFO).derive(
        token.encode()
    )
    text = line.encode()
    nonce = hashlib.sha256(key + text).digest()[:12]
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text, INFO)).decode()

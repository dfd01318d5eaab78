"""Every address of the house, who knocks there, and real things behind the doors."""

import json
import time
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)

import peace.urls  # noqa: F401 - read now, while DEMO is off as in production
from events.door.counting_code import counting_code
from events.door.models import Conflict, PaperEntry, Scan
from events.door.usecases.pair_device import open_pairing
from events.programme.models import Event, Phrase, Storyteller, Venue
from events.registration.choices import BulkKind
from events.registration.models import BulkAction, Consent, Registration, WalkIn
from events.registration.usecases.cancel_event import cancel_event
from network.cities.usecases.load_municipalities import load_municipalities
from peace.accounts.models import User
from peace.demo.mailbox import Mailbox
from peace.demo.programme import TODAY
from peace.outbox.models import LetterDecision, OutboxBatch, OutboxMessage
from tests import cast
from tests.accounts.people import with_app
from tests.house.canaries import EMAIL, KANA, NAME, PHONE
from tests.house.walk_network import READERS, Network, network
from tests.house.walk_outreach import Outreach, outreach
from tests.house.walk_reminders import RemindersWorld, reminders_world

OF_A_PROGRAMME = {
    "programme:programme",
    "programme:programme-atom",
    "feeds:programme-calendar",
}
MATRIX = Path(__file__).resolve().parents[2] / "docs" / "access-matrix.toml"
DEMO_URLS = "tests.demo.urls"
LOGIN = "/accounts/login/"
# What stands in the library of the event editor.
LIBRARY = {
    "staff:venue": Venue,
    "staff:phrase": Phrase,
    "staff:phrase-remove": Phrase,
    "staff:storyteller": Storyteller,
    "staff:storyteller-renew": Storyteller,
}


def matrix() -> dict[str, Any]:
    return tomllib.loads(MATRIX.read_text("utf-8"))


@dataclass(frozen=True)
class Address:
    """One address: its name, its view, and what stands in angle brackets."""

    name: str
    pattern: URLPattern
    parameters: frozenset[str]

    def path(self, arguments: dict[str, Any]) -> str:
        wanted = {key: arguments[key] for key in self.parameters}
        return reverse(self.name, kwargs=wanted)


def addresses(
    resolver: URLResolver | None = None,
    space: str = "",
    parameters: frozenset[str] = frozenset(),
) -> Iterator[Address]:
    """All addresses of the urlconf in force."""
    for each in (resolver or get_resolver()).url_patterns:
        found = parameters | set(each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from addresses(each, inner, found)
        else:
            yield Address(f"{space}{each.name}", each, found)


@dataclass(frozen=True)
class World:
    """What the addresses lead to."""

    event: Event
    registration: Registration
    other: Registration  # of another event
    consent: Consent
    batch: OutboxBatch
    bulk: BulkAction
    letter: OutboxMessage
    decision: LetterDecision
    devices: dict[str, uuid.UUID]
    walk_in: uuid.UUID
    conflict: int
    paper: uuid.UUID
    device_token: str
    passkey: Authenticator
    mail: str
    people: dict[str, User]
    network: Network
    outreach: Outreach
    reminders: RemindersWorld

    def arguments(self, name: str) -> dict[str, Any]:
        """The real ones; every parameter of every address must be known here."""
        found = {
            "slug": self.event.slug,
            "receipt": self.registration.receipt_number,
            "token": self.registration.signed_token,
            "device_id": self.devices["own"],
            "tap_id": self.walk_in,
            "conflict_id": self.conflict,
            "entry_id": self.paper,
            "uidb36": "1",
            "key": "a-key",
            "pk": self.letter.pk,
            "role": "staff",
            "number": 2,
            "language": "en",
            "timeslot_id": self.event.timeslots.first().pk,
            "code": Storyteller.objects.get().calendar_code,
            "room": "registration",
            "letter": "confirmation",
        }
        found |= self.network.arguments(name)
        found |= self.outreach.arguments(name)
        found |= self.reminders.arguments(name)
        if name.startswith("count:"):
            found["code"] = counting_code(self.event.slug)
        if name in LIBRARY:
            found["pk"] = LIBRARY[name].objects.first().pk
        if name in OF_A_PROGRAMME:
            found["slug"] = self.event.programme.slug
        if name == "registration:consent":
            found["token"] = self.consent.signed_token
        if "batch" in name:
            found["pk"] = self.batch.pk
        if name == "staff:trouble-undo":
            found["pk"] = self.decision.pk
        if "webauthn" in name:
            found["pk"] = self.passkey.pk
        if name == "staff:bulk-undo":
            found["pk"] = self.bulk.pk
        if name == "demo:enter-link":
            found["role"] = "guardian"
        if name.startswith("demo:"):
            found["key"] = self.mail
        return found

    def missing(self, address: Address) -> list[str]:
        """Paths that each name one thing that is not there, or belongs elsewhere."""
        signed = self.registration.signed_token
        wrong = {
            "slug": ["missing"],
            "receipt": ["10000000", self.other.receipt_number, "'x"],
            "token": ["cut", signed[:-1], self.registration.code],
            "device_id": [uuid.uuid4(), self.devices["other"]],
            "tap_id": [uuid.uuid4()],
            "conflict_id": [10**15, self.conflict + 1],
            "entry_id": [uuid.uuid4()],
            "pk": [10**15],
            "role": ["nobody"],
            "number": [99],
            "language": ["fr"],
            "timeslot_id": [10**15, self.other.event.timeslots.first().pk],
            "code": ["missing"],
            "room": ["missing", "network"],
            "letter": ["missing"],
            "kind": ["nobody"],
            "year": [1900],
            "key": ["missing"] if address.name.startswith("demo:") else [],
        }
        wrong |= self.network.missing(address.name)
        wrong |= self.outreach.missing(address.name)
        real = self.arguments(address.name)
        return [
            address.path(real | {key: value})
            for key in sorted(address.parameters)
            for value in wrong.get(key, [])
        ]


def world(mail_folder: Path) -> World:
    """A city with an event today, one cancelled, and a person for each role."""
    now = timezone.now()
    load_municipalities()
    soon = cast.event(slug=TODAY, now=now, starts_at=now + timedelta(hours=2))
    off = cast.event(slug="off", now=now)
    registration = cast.registration(
        soon, people=[NAME], kana=[KANA], phone=PHONE, email=EMAIL, now=now
    )
    other = cast.registration(off, now=now)
    call_command("drain_outbox")
    Storyteller.objects.create(name="語部 一", stories=["TOKYO"])
    Phrase.objects.create(kind="LEAD", name="講話", text={"ja": "話を聞きます。"})
    device, token = cast.device(soon, now=now)
    foreign, _ = cast.device(off, now=now)
    people = {
        "resident": cast.fukuda(),
        "coordinator": with_app(cast.chiba()),
        "staff": with_app(cast.aoki()),
        "secretariat": with_app(cast.endo()),
    }
    batch = cancel_event(event=off, reason={"ja": "台風"}, actor="user:0", now=now)
    assert batch is not None
    bulk = BulkAction.objects.create(
        event=soon, kind=BulkKind.IMPORT, actor="user:0", at=now
    )
    letter = OutboxMessage.objects.get(email=EMAIL)
    return World(
        event=soon,
        registration=registration,
        other=other,
        consent=Consent.objects.create(
            attendee=registration.attendees.get(), asked_at=now
        ),
        batch=batch,
        bulk=bulk,
        letter=letter,
        decision=LetterDecision.objects.create(
            message=letter,
            decision="NOTHING",
            status_before=letter.status,
            status=letter.status,
            by="user:0",
            at=now,
        ),
        devices={"own": device.pk, "other": foreign.pk},
        walk_in=WalkIn.objects.create(
            timeslot=soon.timeslots.first(), actor="user:0", at=now
        ).pk,
        conflict=_conflict(registration, device, now),
        paper=PaperEntry.objects.create(
            timeslot=soon.timeslots.first(),
            actor="user:0",
            at=now,
            saved_at=now,
            written_at=now,
        ).pk,
        device_token=token,
        passkey=passkey(people["staff"]),
        mail=next(
            each.key
            for each in Mailbox(mail_folder).newest()
            if EMAIL in each.recipient
        ),
        people=people,
        network=network(people["coordinator"]),
        outreach=outreach(soon, now),
        reminders=reminders_world(soon),
    )


def _conflict(registration: Registration, device: Any, now: Any) -> int:
    scan = Scan.objects.create(
        id=uuid.uuid4(),
        device=device,
        event=registration.event,
        timeslot=registration.event.timeslots.first(),
        registration=registration,
        code_hash="",
        body_hash="",
        mode="offline",
        verdict="admitted",
        said="admitted",
        let_in=[1],
        answer={},
        at=now,
        received_at=now,
    )
    return Conflict.objects.create(
        scan=scan, kind="consent", event=registration.event, opened_at=now
    ).pk


def passkey(user: User) -> Authenticator:
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    credential = AttestedCredentialData.create(
        Aaguid(bytes(16)), bytes(16), ES256.from_cryptography_key(public)
    )
    data = AuthenticatorData.create(bytes(32), 0x41, 0, bytes(credential))
    response = RegistrationResponse(
        raw_id=bytes(16),
        response=AuthenticatorAttestationResponse(
            client_data=CollectedClientData.create(
                "webauthn.create", bytes(32), "http://testserver"
            ),
            attestation_object=AttestationObject.create("none", data, {}),
        ),
    )
    return Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "鍵", "credential": json.loads(json.dumps(dict(response)))},
    )


def client_for(role: str, of: World, **options: Any) -> Client:
    """A browser of somebody with ROLE, who proved just now who they are."""
    if role == "device":
        headers = {"Authorization": f"Bearer {of.device_token}"}
        return Client(headers=headers, **options)
    client = Client(**options)
    if role in READERS:
        session = client.session
        session["youth_links"] = of.network.opened_by(role)
        session.save()
    elif role != "anonymous":
        user = of.people[role]
        cast.signed_in(user, client)
        session = client.session
        proof: list[dict[str, Any]] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        if user.needs_second_factor:
            proof.append(
                {
                    "method": "mfa",
                    "type": "totp",
                    "at": time.time(),
                    "reauthenticated": True,
                }
            )
        session["account_authentication_methods"] = proof
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


def knock(client: Client, method: str, address: Address, path: str, of: World) -> Any:
    """One request; what it changed is undone, and nothing is remembered."""
    for each in caches.all():
        each.clear()
    cookies = client.cookies.copy()
    with transaction.atomic():
        if method == "GET":
            response = client.get(path)
        else:
            response = client.post(path, **_body(address.name, of))
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def _body(name: str, of: World) -> dict[str, Any]:
    """What is posted: JSON to the door, an empty form elsewhere."""
    if name == "scanner-pair":
        code = open_pairing(event=of.event, actor="user:1", now=timezone.now())
        data: dict[str, Any] = {"code": code, "name": "門"}
    elif name == "scanner-scans":
        data = {"scans": []}
    elif name == "scanner-undo":
        data = {"undos": []}
    elif name in {"scanner-moves", "scanner-overrides"}:
        data = {"id": str(uuid.uuid4()), "scan": str(uuid.uuid4()), "code": "x"}
        data |= {"timeslot": 0, "people": "all", "reason": "確かめた"}
    elif name == "scanner-walk-ins":
        data = {"walk_ins": []}
    elif name == "scanner-line":
        data = {"timeslot": of.event.timeslots.first().pk}
    elif name == "scanner-named-walk-in":
        slot = of.event.timeslots.first().pk
        data = {"id": str(uuid.uuid4()), "timeslot": slot, "name": "来 人", "people": 1}
    elif name == "scanner-search":
        data = {"q": KANA[:1]}
    else:
        return {"data": {}}
    return {"data": json.dumps(data), "content_type": "application/json"}


def answer(response: HttpResponse) -> str:
    if response.status_code == 302:
        path, _, _ = response["Location"].partition("?")
        return "302 login" if LOGIN in path else "302"
    return str(response.status_code)


def use_folder(conf: Any, folder: Path) -> None:
    """A demo: its addresses are there, and letters become files."""
    conf.DEMO = True
    conf.ROOT_URLCONF = DEMO_URLS
    conf.OUTBOX_CARRIER = "peace.outbox.folder.FolderBackend"
    conf.MAIL_FOLDER = folder
    assert folder == settings.MAIL_FOLDER

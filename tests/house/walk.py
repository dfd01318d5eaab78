"""Every address of the house, the people who knock, and real things behind the doors."""

import itertools
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
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from events.door.usecases.pair_device import open_pairing
from events.programme.models import Event
from events.registration.models import Registration
from events.registration.usecases.cancel_event import cancel_event
from network.cities.usecases.load_municipalities import load_municipalities
from peace.accounts.models import User
from peace.outbox.models import OutboxBatch, OutboxMessage
from tests import cast
from tests.accounts.people import with_app

MATRIX = Path(__file__).resolve().parents[2] / "docs" / "access-matrix.toml"
METHODS = ("GET", "POST")
LOGIN = "/accounts/login/"
# Whoever sees one of these outside a page marked `personal` sees too much.
NAME, KANA = "金糸雀 花子", "かなりあ はなこ"
PHONE, EMAIL = "09046490001", "canary@example.jp"
CANARIES = (NAME, KANA, PHONE, EMAIL)


def matrix() -> dict[str, Any]:
    return tomllib.loads(MATRIX.read_text("utf-8"))


def patterns(
    resolver: URLResolver | None = None, space: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Name and pattern of every address."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from patterns(each, inner)
        else:
            yield f"{space}{each.name}", each


@dataclass(frozen=True)
class World:
    """What the addresses lead to."""

    event: Event
    registration: Registration
    other: Registration  # of another event
    batch: OutboxBatch
    letter: OutboxMessage
    devices: dict[str, Any]
    device_token: str
    passkey: Authenticator
    people: dict[str, User]

    def arguments(self, name: str) -> dict[str, Any]:
        """The real ones; every parameter of every address must be known here."""
        found = {
            "slug": self.event.slug,
            "receipt": self.registration.receipt_number,
            "token": self.registration.signed_token,
            "device_id": self.devices["own"],
            "uidb36": "1",
            "key": "a-key",
            "pk": self.letter.pk,
        }
        if name == "programme:programme":
            found["slug"] = self.event.programme.slug
        if "batch" in name:
            found["pk"] = self.batch.pk
        if "webauthn" in name:
            found["pk"] = self.passkey.pk
        return found

    def missing(self, name: str) -> list[dict[str, Any]]:
        """The same, each time with one thing that is not there, or not there."""
        real, wrong = self.arguments(name), {
            "slug": ["missing"],
            "receipt": ["10000000", self.other.receipt_number, "x' OR 1=1"],
            "token": ["cut", self.registration.signed_token[:-1], self.registration.code],
            "device_id": [uuid.uuid4(), self.devices["other"]],
            "pk": [10**15],
        }
        return [
            {**real, key: value} for key, values in wrong.items() for value in values
        ]


def world() -> World:
    now = timezone.now()
    load_municipalities()
    soon = cast.event(
        slug="soon", now=now, starts_at=now + timedelta(hours=2), closes_at=None
    )
    off = cast.event(slug="off", now=now)
    registration = cast.registration(
        soon, people=[NAME], kana=[KANA], phone=PHONE, email=EMAIL, now=now
    )
    other = cast.registration(off, now=now)
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
    return World(
        event=soon,
        registration=registration,
        other=other,
        batch=batch,
        letter=OutboxMessage.objects.filter(email=EMAIL).get(),
        devices={"own": device.pk, "other": foreign.pk},
        device_token=token,
        passkey=Authenticator.objects.create(
            user=people["staff"],
            type=Authenticator.Type.WEBAUTHN,
            data={"name": "鍵", "credential": {}},
        ),
        people=people,
    )


def client_for(role: str, of: World, **options: Any) -> Client:
    """A browser of somebody with ROLE, who proved just now who they are."""
    if role == "device":
        headers = {"Authorization": f"Bearer {of.device_token}"}
        return Client(headers=headers, **options)
    client = Client(**options)
    if role == "anonymous":
        return client
    user = of.people[role]
    cast.signed_in(user, client)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "email": user.email}
    ]
    session.save()
    return client


def body_for(name: str, of: World) -> dict[str, Any]:
    """What is posted: JSON to the door, an empty form elsewhere."""
    now = timezone.now()
    if name == "scanner-pair":
        code = open_pairing(event=of.event, actor="user:1", now=now)
        data: dict[str, Any] = {"code": code, "name": "門"}
    elif name == "scanner-scans":
        data = {"scans": []}
    else:
        return {"data": {}}
    return {"data": json.dumps(data), "content_type": "application/json"}


def knock(
    client: Client, method: str, name: str, path: str, of: World
) -> HttpResponse:
    """One request; what it changed is undone, and nothing is remembered."""
    cache.clear()
    cookies = client.cookies.copy()
    with transaction.atomic():
        body = body_for(name, of) if method == "POST" else {}
        response = client.generic(method, path) if method == "HEAD" else getattr(
            client, method.lower()
        )(path, **body)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def answer(response: HttpResponse) -> str:
    if response.status_code == 302 and response["Location"].startswith(LOGIN):
        return "302 login"
    return str(response.status_code)


def path_of(name: str, pattern: URLPattern, arguments: dict[str, Any]) -> str:
    wanted = pattern.pattern.regex.groupindex
    return reverse(name, kwargs={key: arguments[key] for key in wanted} | {})


def parameters(resolver: URLResolver | None = None) -> dict[str, set[str]]:
    """The parameters of each address, those of its prefixes included."""
    return {
        name: set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
        for name, pattern in patterns(resolver)
    }


def product(names: list[str], roles: list[str]) -> Iterator[tuple[str, str]]:
    return itertools.product(names, roles)

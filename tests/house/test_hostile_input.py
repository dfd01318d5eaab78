"""What no honest browser sends: a refusal or an empty page, never a fault."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from peace.outbox.models import OutboxMessage
from tests import cast

pytestmark = pytest.mark.django_db

NASTY = [
    "a\x00b",
    "²",
    "9" * 30,
    "9" * 5000,
    "𠮷" * 300,
    "\ud83d",
    "\r\nSet-Cookie: x=1",
    "'\"--{{ 7|add:7 }}<script>alert(1)</script>",
]
KIND = {200, 302, 400, 403, 404, 414, 429}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def talk(now):
    return cast.event(now=now)


def is_kind(response):
    assert response.status_code in KIND
    text = response.content.decode()
    assert "<script>alert(1)" not in text
    assert "Set-Cookie" not in response.headers
    return True


def in_path(text):
    return quote(text.encode(errors="replace"), safe="")


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_public_addresses_bear_anything(talk, now, nasty):
    client, wish = Client(), in_path(nasty)
    link = cast.registration(talk, now=now).signed_token

    for address in (
        f"/{wish}",
        f"/?programme={wish}&way={wish}",
        f"/events/{wish}/",
        f"/events/{wish}.ics",
        f"/events/{talk.slug}/register/?slot={wish}&slot={wish}",
        f"/programmes/{wish}/",
        f"/registration/{wish}/",
        f"/registration/{wish}/calendar.ics",
        f"/registration/{link}/?new={wish}",
        f"/accounts/login/?next={wish}",
        f"/accounts/password/reset/key/1-{wish}/",
        f"/scanner/?{wish}",
    ):
        assert is_kind(client.get(address))


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_public_forms_bear_anything(talk, now, nasty):
    client, nasty = Client(), nasty.encode(errors="replace").decode()
    link = cast.registration(talk, now=now).signed_token
    names = "people key phone email note remind_by support p1-name p1-kana p1-slot"

    for name in names.split():
        data = cast.form_data(cast.timeslots(talk)[0]) | {name: nasty}
        assert is_kind(client.post(f"/events/{talk.slug}/register/", data))
    for address, data in (
        (f"/registration/{link}/cancel/", {"seat": [nasty, nasty]}),
        ("/find/", {"receipt_number": nasty, "last_four": nasty}),
        ("/find/", {"receipt_number": "12345678", "last_four": nasty}),
        ("/accounts/login/", {"login": nasty, "password": nasty}),
        ("/accounts/login/code/", {"email": nasty}),
        ("/accounts/signup/", {"email": nasty}),
        ("/accounts/password/reset/", {"email": nasty}),
    ):
        assert is_kind(client.post(address, data))


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_changes_bear_anything(talk, now, nasty):
    client, nasty = Client(), nasty.encode(errors="replace").decode()
    own = f"/registration/{cast.registration(talk, now=now).signed_token}"
    first, second, *_rest = (slot.pk for slot in cast.timeslots(talk))
    source = {"source": first, f"s{first}-person": "1", f"s{first}-target": second}

    for change, data in (
        ("contact", {"phone": nasty, "email": nasty, "support": nasty, "note": nasty}),
        ("names", {"n1-name": nasty, "n1-kana": nasty}),
        ("add", {"p2-name": "国立 太郎", "p2-slot": nasty, "full": nasty}),
        ("add", {"p2-name": nasty, "p2-slot": first, "full": nasty}),
        ("remove", {"person": [nasty, nasty]}),
        ("move", source | {"source": nasty}),
        ("move", source | {f"s{first}-person": [nasty, "1"]}),
        ("move", source | {f"s{first}-target": nasty}),
        ("move", source | {f"s{first}-waits": nasty}),
        ("hand-over", {"p2-person_leaving": nasty, "p2-name": "国立 太郎"}),
        ("hand-over", {"p2-person_leaving": "1", "p2-name": nasty, "p2-age": nasty}),
    ):
        assert is_kind(client.post(f"{own}/change/{change}/", data))
    assert is_kind(client.get(f"{own}/?changed={in_path(nasty)}"))


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_staff_pages_bear_anything(talk, now, nasty):
    client, wish = cast.signed_in(cast.aoki()), in_path(nasty)
    registration = cast.registration(talk, now=now)
    letter = OutboxMessage.objects.get()
    event, nasty = f"/staff/events/{talk.slug}", nasty.encode(errors="replace").decode()

    for address in (
        f"/staff/events/{wish}/",
        f"{event}/registrations/?q={wish}&page={wish}",
        f"{event}/registrations/{wish}/",
        f"/staff/letters/{wish}/",
    ):
        assert is_kind(client.get(address))
    for address, data in (
        (f"{event}/registrations/{registration}/cancel/", {"seat": nasty}),
        (f"{event}/registrations/{wish}/reissue/", {}),
        (f"{event}/cancel/", {"reason": nasty, "reason_ja": nasty}),
        (f"/staff/letters/{letter.pk}/outcome/", {"outcome": nasty}),
        (f"/staff/letters/batches/{wish}/approve/", {}),
    ):
        assert is_kind(client.post(address, data))

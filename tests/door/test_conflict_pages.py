"""Cards on the staff's page and on a supervisor's phone."""

import json

import pytest
from django.urls import reverse

from events.door.models import Conflict
from tests import cast
from tests.door.builders import EMAIL, KANA, NAME, PHONE, Phone, event, party
from tests.door.paper import minutes_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return cast.signed_in(cast.aoki())


@pytest.fixture
def card(talk, slot) -> Conflict:
    ticket = party(slot, 2)
    for name, minutes in (("入口A", 14), ("西口", 3)):
        phone = Phone(talk, name=name)
        phone.scan(ticket.token, mode="offline", at=minutes_ago(minutes))
    return Conflict.objects.get()


def path(name: str, card: Conflict) -> str:
    extra = [] if name in {"conflicts", "conflicts-live"} else [card.pk]
    return reverse(f"staff:{name}", args=[card.event.slug, *extra])


def text(response) -> str:
    return response.content.decode()


def post(phone: Phone, body: object):
    return phone.client.post(
        "/scanner/api/conflicts/close",
        json.dumps(body),
        content_type="application/json",
        headers=phone.headers,
    )


def test_staff_see_both_gates_and_the_people(staff, card):
    page = text(staff.get(path("conflicts", card)))
    part = staff.get(path("conflicts-live", card))

    for shown in (
        "重複入場",
        "入口A",
        "西口",
        NAME,
        "端末が決めた（仮）",
        "（14分後）",
    ):
        assert shown in page
        assert shown in text(part)
    assert "<html" not in text(part)
    assert "no-store" in part["Cache-Control"]


def test_the_day_counts_open_cards(staff, card):
    live = reverse("staff:event-live", args=[card.event.slug])
    link = reverse("staff:conflicts", args=[card.event.slug])
    assert f'<a href="{link}">確認する</a>' in text(staff.get(live))

    staff.post(path("conflict-close", card), {"ready": "別の人だった"})

    assert f'<a href="{link}">確認する</a>' not in text(staff.get(live))


def test_a_card_is_not_closed_without_a_word_and_what_was_found_is_kept(staff, card):
    refused = staff.post(path("conflict-close", card), {"word": "  "})
    assert "理由を選ぶか、一言書いてください。" in text(refused)
    assert Conflict.objects.open().exists()

    staff.post(
        path("conflict-close", card), {"ready": "別の人だった", "word": "孫の分"}
    )
    assert Conflict.objects.get().word == "別の人だった。孫の分"

    staff.post(path("conflict-reopen", card))
    assert Conflict.objects.open().exists()


def test_a_card_disappears_with_the_scan_that_is_taken_back(staff, card):
    back = {"scan": card.scan_id, "reason": "外にいた"}
    staff.post(path("conflict-undo-scan", card), {"scan": card.scan_id})
    assert Conflict.objects.exists()

    staff.post(path("conflict-undo-scan", card), back)

    assert not Conflict.objects.exists()


def test_a_supervisor_sees_cards_without_names_and_closes_them(card):
    phone = Phone(card.event, role="supervisor")
    answer = phone.get("conflicts")
    (row,) = answer.json()["conflicts"]

    receipt = card.scan.registration.receipt_number
    assert (row["word"], row["receipt"]) == ("重複入場", receipt)
    assert [scan["gate"] for scan in row["scans"]] == ["入口A", "西口"]
    for personal in (NAME, KANA, PHONE, EMAIL):
        assert personal not in json.dumps(answer.json(), ensure_ascii=False)
    assert answer["Cache-Control"] == "no-store"

    assert post(phone, {"id": row["id"], "word": " "}).json()["error"] == "no_word"
    assert post(phone, {"id": row["id"], "word": "同じ人"}).status_code == 200
    assert phone.get("conflicts").json() == {"conflicts": []}
    closed = Conflict.objects.get()
    assert (closed.word, closed.closed_by) == ("同じ人", phone.device.actor)


@pytest.mark.parametrize("role", ["gate", "kiosk"])
def test_other_phones_see_and_close_nothing(card, role):
    phone = Phone(card.event, role=role)

    assert phone.get("conflicts").status_code == 403
    assert post(phone, {"id": card.pk, "word": "x"}).status_code == 403
    assert Conflict.objects.open().exists()


def test_a_card_of_another_event_is_not_there(card):
    phone = Phone(event(), role="supervisor")

    assert phone.get("conflicts").json() == {"conflicts": []}
    assert post(phone, {"id": card.pk, "word": "x"}).status_code == 404

"""Staff write notes for each other; the trail knows that, and not what."""

import pytest
from django.utils import timezone

from events.registration.models import Registration
from events.registration.usecases.note import write_note
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db

LIST = "/staff/events/talk/registrations/"


@pytest.fixture
def party() -> Registration:
    return cast.registration(cast.event(now=timezone.now()), now=timezone.now())


def write(party, text) -> bool:
    return write_note(registration=party, text=text, actor="user:1", now=timezone.now())


def test_a_note_is_kept_and_its_words_are_in_no_trail(party):
    assert write(party, "ひ孫と来る")
    assert not write(party, "ひ孫と来る")
    assert write(party, "")

    party.refresh_from_db()
    assert party.staff_note == ""
    verbs = AuditEntry.objects.filter(about=party.about).order_by("pk")
    assert [entry.verb for entry in verbs][1:] == [
        "registration.noted",
        "registration.note_removed",
    ]
    assert "ひ孫" not in str([entry.detail for entry in verbs])


def test_a_note_is_written_on_the_page_and_seen_in_the_history(party):
    client = cast.signed_in(cast.aoki())
    path = f"{LIST}{party.receipt_number}/"

    response = client.post(path + "note/", {"text": " 折り返し\r\n電話 "}, follow=True)

    page = Page(response)
    assert "メモを保存しました。" in page.words
    assert "メモを書きました青木 葵" in page.words
    assert page.values("text") == ["折り返し\n電話"]


def test_a_note_that_is_too_long_changes_nothing(party):
    client = cast.signed_in(cast.aoki())
    path = f"{LIST}{party.receipt_number}/note/"

    response = client.post(path, {"text": "あ" * 1001}, follow=True)

    assert "1文字減らしてください。" in Page(response).words
    party.refresh_from_db()
    assert party.staff_note == ""


def test_a_note_is_in_no_letter_and_on_no_page_of_the_public(party):
    write(party, "内緒の話")

    letters = OutboxMessage.objects.filter(about=party.about)
    assert letters.count() == 1
    assert "内緒の話" not in letters.get().text
    assert "内緒の話" not in cast.Client().get(party.url).content.decode()

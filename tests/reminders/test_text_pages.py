"""The staff pages of the letters' words: list, desk, preview, a copy to oneself."""

import re
import uuid

import pytest
from django.utils import timezone

from events.reminders.catalogue import LANGUAGES, letters
from peace.outbox.delivery import build_mail
from peace.outbox.models import LetterText, OutboxMessage
from tests import cast
from tests.page import Page
from tests.reminders.wording import reword

pytestmark = pytest.mark.django_db

ADDRESS = "/staff/letters/texts/registration/confirmation/"
THANKS = "お申し込みありがとうございます。"


@pytest.fixture
def aoki():
    return cast.aoki()


@pytest.fixture
def client(aoki):
    return cast.signed_in(aoki)


@pytest.fixture
def event():
    return cast.event(now=timezone.now())


def filled_in(client, address: str = ADDRESS, **changes: str) -> dict[str, str]:
    """What a browser would send, with CHANGES: `ja_body=…` for `ja-body`."""
    page = Page(client.get(address))
    sent = {
        name: page.values(name)[0]
        for language in LANGUAGES
        for name in (f"{language}-subject", f"{language}-body", f"{language}-version")
        if page.values(name)
    }
    return sent | {name.replace("_", "-"): value for name, value in changes.items()}


def ja_body(client) -> str:
    return filled_in(client)["ja-body"]


def test_all_letters_are_listed_with_what_the_office_changed(client):
    reword("registration/confirmation", THANKS, "こんにちは。")

    page = Page(client.get("/staff/letters/texts/"))

    for letter in letters().values():
        assert str(letter.about.label) in page.words
    assert page.words.count("直した文面") == 2  # the lead says it too
    assert page.words.count("直していない") == 2


def test_a_saved_text_is_in_the_next_letter(client, event):
    sent = filled_in(client, ja_body=ja_body(client).replace(THANKS, "こんにちは。"))

    page = Page(client.post(ADDRESS, sent, follow=True))
    cast.registration(event, now=timezone.now())

    assert "保存しました。" in page.words
    assert "やさしい日本語、英語は、直していません。" in page.words
    assert "青木 葵" in page.words
    assert "こんにちは。" in OutboxMessage.objects.get(kind="confirmation").text


def test_only_this_event_gets_its_own_words(client, event):
    address = f"{ADDRESS}?event={event.slug}"
    body = ja_body(client).replace(THANKS, "この催しへようこそ。")

    page = Page(
        client.post(address, filled_in(client, address, ja_body=body), follow=True)
    )

    row = LetterText.objects.get()
    assert row.scope == f"event:{event.pk}"
    assert "だけの文面" in page.words
    assert THANKS in ja_body(client)
    listed = Page(client.get(f"/staff/letters/texts/?event={event.slug}"))
    assert "直した文面" in listed.words


def test_a_refused_text_stays_as_it_was_typed(client):
    typed = "{name} 様\n\n{no_such_thing}\n"

    page = Page(client.post(ADDRESS, filled_in(client, ja_body=typed, en_subject="")))

    assert page.status == 200
    assert page.values("ja-body") == [typed]
    assert "{no_such_thing}は、この手紙では使えません。" in page.words
    assert "件名を入力してください。" in page.words
    assert page.dead_targets == []
    assert not LetterText.objects.exists()


def test_looking_saves_nothing_and_keeps_what_is_typed(client, event):
    found = cast.registration(event, people=["多摩 蘭"], now=timezone.now())
    body = ja_body(client).replace(THANKS, "まだ下書きです。")
    sent = filled_in(client, ja_body=body, do="show") | {"for": str(found.pk)}

    page = Page(client.post(ADDRESS, sent))

    assert page.status == 200
    assert page.values("ja-body") == [body]
    assert "多摩 蘭 様 まだ下書きです。" in page.words
    assert not LetterText.objects.exists()
    assert OutboxMessage.objects.count() == 1


def test_an_empty_value_and_a_line_that_disappears_are_told(client):
    event = cast.event(now=timezone.now(), bring={}, support=())

    page = Page(client.get(f"{ADDRESS}?event={event.slug}"))

    assert "消える行: 持ち物の行" in page.words


def test_a_registration_of_another_event_is_not_shown(client, event):
    other = cast.event(slug="other", now=timezone.now())
    found = cast.registration(other, people=["別の 人"], now=timezone.now())

    page = Page(client.get(f"{ADDRESS}?event={event.slug}&for={found.pk}"))

    assert "別の 人" not in page.words


def test_a_copy_goes_to_oneself_and_shows_nobody(client, aoki, event):
    found = cast.registration(event, people=["多摩 蘭"], now=timezone.now())
    key = str(uuid.uuid4())
    sent = filled_in(client, do="test-ja", key=key) | {"for": str(found.pk)}

    for _click in range(2):
        page = Page(client.post(ADDRESS, sent | {"email": "someone@example.jp"}))

    copy = OutboxMessage.objects.get(kind="text_sample")
    assert f"見本を{aoki.email}に送りました。" in page.words
    assert (copy.email, copy.letter_class, copy.about) == (aoki.email, "B", "")
    assert copy.subject.startswith("【見本】")
    assert "1234 5678" in copy.text
    assert "多摩 蘭" not in copy.text
    assert found.full_url not in copy.text
    assert copy.parts == [["ticket_sample", "1"]]
    attached = [
        part.get_filename() for part in build_mail(copy, now=cast.NOW).message().walk()
    ]
    assert "ticket-qr-sample.png" in attached


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_copy_can_be_had_in_every_language(client, event, language):
    client.post(
        ADDRESS, filled_in(client, do=f"test-{language}", key=str(uuid.uuid4()))
    )

    assert OutboxMessage.objects.get().language == language


def test_the_second_of_two_editors_is_told_and_keeps_the_text(client, event):
    sent = filled_in(client, ja_body=ja_body(client).replace(THANKS, "二人目です。"))
    reword("registration/confirmation", THANKS, "一人目です。", actor=cast.baba().actor)

    page = Page(client.post(ADDRESS, sent))

    assert "馬場 弁さんが更新しました。" in page.words
    assert "二人目です。" in page.values("ja-body")[0]
    assert "一人目です。" in LetterText.objects.get().body


def test_undo_and_back_to_the_original(client):
    reword("registration/confirmation", THANKS, "一つ目。")
    version = {"language": "ja", "ja-version": "1"}

    page = Page(client.post(f"{ADDRESS}original/", version, follow=True))
    assert "元の文面に戻しました。" in page.words
    assert THANKS in ja_body(client)

    page = Page(client.post(f"{ADDRESS}undo/", {"language": "ja"}, follow=True))
    assert "1つ前の文面に戻しました。" in page.words
    assert "一つ目。" in ja_body(client)

    page = Page(client.post(f"{ADDRESS}undo/", version, follow=True))
    assert "まだ保存していません。" in page.words


def test_the_text_can_be_compared_with_the_original(client):
    reword("registration/confirmation", THANKS, "一つ目。")

    html = client.get(ADDRESS).content.decode()

    assert f"<del>{THANKS}</del>" in html
    assert "<ins>一つ目。</ins>" in html


def test_what_is_typed_is_shown_and_never_run(client, event):
    nasty = "<script>alert(1)</script> <img src=x onerror=alert(1)>"
    body = ja_body(client) + nasty

    html = client.post(
        ADDRESS, filled_in(client, ja_body=body, do="show")
    ).content.decode()

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert html.count("&lt;script&gt;alert(1)") >= 3


def test_a_header_cannot_be_smuggled_into_the_subject(client):
    sent = filled_in(client, ja_subject="件名\r\nBcc: all@example.jp")

    page = Page(client.post(ADDRESS, sent))

    assert "件名は1行にしてください。" in page.words
    assert not LetterText.objects.exists()


@pytest.mark.parametrize("nasty", ["\0", "x" * 60_000, "-1", "九", "{" * 3000])
def test_anything_may_be_posted(client, event, nasty):
    sent = {
        "ja-subject": nasty,
        "ja-body": nasty,
        "ja-version": nasty,
        "for": nasty,
        "key": nasty,
    }

    for todo in ("", "show", "test-ja", "test-xx", nasty):
        assert client.post(ADDRESS, sent | {"do": todo}).status_code == 200
    for end in ("original", "undo"):
        answer = client.post(f"{ADDRESS}{end}/", {"language": nasty})
        assert answer.status_code == 404
    assert not LetterText.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "registration/missing/",
        "network/invitation/",
        "texts/guardian-event-1/",
        "registration/confirmation/?event=missing",
        "registration/confirmation/?programme=missing",
    ],
)
def test_what_is_not_there_answers_404(client, path):
    assert client.get(f"/staff/letters/texts/{path}").status_code == 404


def test_a_broken_text_is_on_top_of_the_list(client):
    row = reword("registration/confirmation", THANKS, "一つ目。")
    LetterText.objects.filter(pk=row.pk).update(body="{gone}")

    page = Page(client.get("/staff/letters/texts/"))

    assert "使えなくなった文面があります" in page.words


def test_without_any_event_the_desk_still_opens(client):
    page = Page(client.get(ADDRESS))

    assert page.status == 200
    sent = Page(client.post(ADDRESS, filled_in(client, do="test-ja")))
    assert "見本にする催しがまだありません。" in sent.words


def test_the_desk_links_back_to_where_one_came_from(client, event):
    page = Page(client.get(f"{ADDRESS}?event={event.slug}"))

    assert f"/staff/letters/texts/?event={event.slug}" in page.links
    assert re.search(r'formaction|action="', page.html) is not None

"""Subscribe, confirm, change, end: the mailbox decides, and a link alone nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.outreach.choices import ReaderKind
from events.outreach.models import Subscription
from events.outreach.readers import Reader
from events.outreach.usecases.erase_expired import count_outreach, erase_outreach
from events.registration.visit_source import COOKIE, remember_source
from peace.audit.models import AuditEntry
from peace.outbox.choices import LetterClass
from peace.outbox.models import OutboxMessage
from tests.outreach.news import subscriber

pytestmark = pytest.mark.django_db
FORM = {"email": "reader@example.jp", "topics": ["TALKS", "KOTOBA"], "language": "ja"}


def ask(client=None, prefix="", **values):
    return (client or Client()).post(f"{prefix}/news/", FORM | values)


def link_in(letter, name):
    """The path of the private link in a letter."""
    return re.search(rf"https?://[^/]+(\S*/news/{name}\S+)", letter.text)[1]


def only() -> Subscription:
    return Subscription.objects.get()


# Asking


@pytest.mark.parametrize(
    ("prefix", "language", "subject"),
    [
        ("", "ja", "お知らせメールの登録を確かめてください"),
        ("/en", "en", "Confirm your news from Kunitachi"),
        ("/ja-easy", "ja-easy", "確《たし》かめて"),
    ],
)
def test_a_letter_asks_before_anything_is_sent(prefix, language, subject):
    answer = ask(prefix=prefix, language=language)

    assert answer.url == f"{prefix}/news/asked/"
    (letter,) = OutboxMessage.objects.all()
    assert subject in letter.subject
    assert letter.letter_class == LetterClass.A
    assert f"{prefix}/news/confirm/" in letter.text
    assert only().status == "PENDING"


def test_the_page_says_the_same_of_a_known_address():
    unknown = ask(email="new@example.jp")
    subscriber(topics=["NETWORK"])
    known = ask(email="READER@example.jp")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    letter = OutboxMessage.objects.get(email="reader@example.jp")
    assert "もう登録されています" in letter.subject
    assert Subscription.objects.get(status="ACTIVE").topics == ["NETWORK"]


def test_whoever_asks_twice_gets_one_letter_and_one_row():
    ask()
    ask(topics=["NETWORK"])

    assert only().topics == ["NETWORK"]
    assert OutboxMessage.objects.count() == 1


def test_a_mailbox_is_not_flooded_through_us():
    for number in range(9):
        ask()
        # As if ten minutes had passed: the next letter has a key of its own.
        OutboxMessage.objects.filter(key__startswith="news_confirm:").update(
            key=f"earlier:{number}"
        )

    assert OutboxMessage.objects.count() == 5


def test_a_flood_from_one_address_is_stopped_kindly():
    client = Client()
    for number in range(100):
        ask(client, email=f"r{number}@example.jp", topics=[])

    assert ask(client).status_code == 429


def test_the_old_addresses_of_carriers_are_accepted_with_a_warning():
    answer = ask(email="a..b.@docomo.ne.jp")

    assert answer.url == "/news/asked/?dots=1"
    assert "届かないことがあります" in Client().get(answer.url).content.decode()


@pytest.mark.parametrize(
    "email",
    [
        "a@example.jp\r\nBcc: b@example.jp",
        "a@example.jp\nSubject: x",
        "a@example.jp, b@example.jp",
        "a@example.jp%0aBcc:b@example.jp",
        '"a b"@example.jp',
        "",
    ],
)
def test_an_address_with_something_in_it_is_refused_and_kept(email):
    page = ask(email=email)

    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert not OutboxMessage.objects.filter(email__contains="\n").exists()
    assert Subscription.objects.count() == ("%0a" in email and page.status_code != 200)


def test_without_a_topic_the_form_says_so_and_keeps_the_address():
    page = ask(topics=[]).content.decode()

    assert "1つ以上選んでください" in page
    assert 'value="reader@example.jp"' in page


def test_the_source_of_the_visit_is_remembered():
    client = Client()
    from django.http import HttpResponse  # noqa: PLC0415 - only here

    cookie = HttpResponse()
    remember_source(cookie, "poster-3")
    client.cookies[COOKIE] = cookie.cookies[COOKIE].value

    ask(client)

    assert only().source == "poster-3"


# Confirming


def test_a_scanner_that_opens_the_link_changes_nothing():
    ask()
    link = link_in(OutboxMessage.objects.get(), "confirm/")

    for method in ("get", "head"):
        assert getattr(Client(), method)(link).status_code == 200

    assert only().status == "PENDING"


def test_the_button_subscribes_and_the_same_link_again_changes_nothing():
    ask()
    link = link_in(OutboxMessage.objects.get(), "confirm/")
    client = Client()

    first = client.post(link)
    confirmed_at = only().confirmed_at
    again = client.post(link)

    assert only().status == "ACTIVE"
    assert first.url == again.url == f"{only().url}?new=1"
    assert only().confirmed_at == confirmed_at
    assert AuditEntry.objects.filter(verb="subscription.confirmed").count() == 1


def test_a_replayed_link_does_not_bring_back_what_was_ended():
    ask()
    link = link_in(OutboxMessage.objects.get(), "confirm/")
    client = Client()
    client.post(link)
    client.post(only().url, {"do": "end"})

    answer = client.post(link)

    assert answer.status_code == 404
    assert only().status == "ENDED"


def test_the_link_of_last_week_asks_to_begin_again(monkeypatch):
    ask()
    link = link_in(OutboxMessage.objects.get(), "confirm/")
    from django.core import signing  # noqa: PLC0415

    later = timezone.now() + timedelta(days=7, minutes=1)
    monkeypatch.setattr(signing.time, "time", later.timestamp)

    assert Client().get(link).status_code == 404
    assert Client().post(link).status_code == 404
    assert only().status == "PENDING"


@pytest.mark.parametrize("cut", ["", "x", ":x", "a:b:c"])
def test_a_link_that_was_cut_or_made_up_opens_nothing(cut):
    found = subscriber()
    for token in (found.code + cut, found.signed_token[:-1] + cut + "_"):
        for path in (f"/news/{token}/", f"/news/confirm/{token}/"):
            assert Client().get(path).status_code == 404
            assert Client().post(path, {"do": "end"}).status_code == 404
    assert only().status == "ACTIVE"


def test_the_link_to_change_does_not_confirm():
    found = subscriber(status="PENDING", confirmed_at=None)

    assert Client().post(found.url, {"do": "save", **FORM}).status_code == 404
    assert only().status == "PENDING"


# Changing and ending


def test_topics_and_language_are_changed_on_the_private_page():
    found = subscriber()

    Client().post(found.url, {"do": "save", "topics": ["NETWORK"], "language": "en"})

    assert (only().topics, only().language) == (["NETWORK"], "en")


def test_an_end_can_be_taken_back_for_a_week():
    found = subscriber()
    client = Client()
    client.post(found.url, {"do": "end"})
    assert only().status == "ENDED"
    assert "元に戻す" in client.get(found.url).content.decode()

    client.post(found.url, {"do": "resume"})

    assert only().status == "ACTIVE"
    assert only().ended_at is None


def test_an_end_is_not_taken_back_past_a_new_subscription():
    found = subscriber()
    client = Client()
    client.post(found.url, {"do": "end"})
    ask()

    answer = client.post(found.url, {"do": "resume"})

    assert answer.url.endswith("?done=over")
    found.refresh_from_db()
    assert found.status == "ENDED"


def test_who_ended_may_subscribe_again():
    subscriber(status="ENDED", ended_at=timezone.now())

    ask()

    assert Subscription.objects.filter(status="PENDING").count() == 1


# The one click of mail programs (RFC 8058)


def end_path(found) -> str:
    reader = Reader(ReaderKind.SUBSCRIBER, str(found.pk), found.email)
    return reader.end_url(0).split("/", 3)[3].join(["/", ""])


def test_a_mail_program_ends_the_news_without_cookie_or_mark():
    found = subscriber()
    client = Client(enforce_csrf_checks=True)

    answer = client.post(
        end_path(found),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 200
    assert not answer.cookies
    assert only().status == "ENDED"


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "お知らせをやめる"), ("en", "End the news"), ("ja-easy", "<ruby>")],
)
def test_a_scanners_get_shows_a_page_in_the_readers_language(language, words):
    found = subscriber(language=language)

    page = Client().get(end_path(found))

    assert words in page.content.decode()
    assert only().status == "ACTIVE"


def test_the_link_works_for_ever_and_twice():
    found = subscriber(status="ENDED", ended_at=timezone.now(), email="")

    assert "やめました" in Client().post(end_path(found)).content.decode()
    assert AuditEntry.objects.filter(verb="news.ended").count() == 0


def test_a_forged_link_ends_nothing():
    found = subscriber()
    path = end_path(found)
    other = subscriber("other@example.jp")

    forged = path.replace(f"S.0.{found.pk}", f"S.0.{other.pk}")

    assert forged != path
    assert Client().post(forged).status_code == 404
    assert Subscription.objects.active().count() == 2


# Forgetting


def test_what_nobody_confirmed_and_who_ended_are_forgotten_after_a_week():
    now = timezone.now()
    old, young = now - timedelta(days=8), now - timedelta(days=6)
    subscriber("a@example.jp", status="PENDING", confirmed_at=None, asked_at=old)
    subscriber("b@example.jp", status="PENDING", confirmed_at=None, asked_at=young)
    subscriber("c@example.jp", status="ENDED", ended_at=old)
    subscriber("d@example.jp", status="ENDED", ended_at=young)
    subscriber("e@example.jp", asked_at=old)
    due = count_outreach(now=now)

    erased = erase_outreach(now=now)

    kept = sorted(Subscription.objects.values_list("email", flat=True))
    assert kept == ["", "b@example.jp", "d@example.jp", "e@example.jp"]
    for each in (due, erased):
        assert each["news not confirmed"] == each["addresses of ended news"] == 1
    assert sum(count_outreach(now=now).values()) == 0

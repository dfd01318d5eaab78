"""Who a letter seems to come from on the envelope, and how news can be ended."""

from datetime import timedelta
from email import message_from_bytes

import pytest

from peace.outbox.delivery import build_mail
from peace.outbox.returns import is_fresh, letter_of, return_path
from peace.outbox.usecases.enqueue import UnsafeHeader
from peace.outbox.usecases.relay import relay
from tests.outbox.writing import NOON, carrier_to, write

pytestmark = pytest.mark.django_db
ONE_CLICK = "https://heiwa.example.jp/news/end/abc123/"


@pytest.fixture(autouse=True)
def mailbox(settings):
    settings.RETURN_ADDRESS = "bounce@heiwa.example.jp"


def test_each_letter_has_a_return_path_of_its_own(sink):
    letters = [write(), write("confirmation:2")]

    relay(now=NOON, carrier=carrier_to(sink))

    assert sink.senders == [return_path(each) for each in letters]
    assert len(set(sink.senders)) == 2
    for letter, sender in zip(letters, sink.senders, strict=True):
        assert letter_of(sender) == letter.uuid
        local, domain = sender.split("@")
        assert local.startswith("bounce+")
        assert domain == "heiwa.example.jp"
        assert len(local) <= 64  # RFC 5321, 4.5.3.1.1


def test_the_sender_that_people_see_stays_the_same(settings, sink):
    write()

    relay(now=NOON, carrier=carrier_to(sink))

    mail = message_from_bytes(sink.mails[0])
    assert "heiwa@peace.example.jp" in mail["From"]
    assert "bounce+" not in sink.mails[0].decode()


def test_without_a_mailbox_the_envelope_names_the_sender(settings, sink):
    settings.RETURN_ADDRESS = ""
    write()

    relay(now=NOON, carrier=carrier_to(sink))

    assert sink.senders == ["heiwa@peace.example.jp"]


def test_a_server_that_folds_the_case_does_no_harm():
    letter = write()

    assert letter_of(return_path(letter).upper()) == letter.uuid


def test_a_forged_return_path_is_nobodys(settings):
    letter = write()
    real = return_path(letter)
    local, domain = real.split("@")
    other = return_path(write("confirmation:2")).split("@")[0].rpartition(".")[2]

    assert letter_of(f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}") is None
    assert letter_of(f"{local.rpartition('.')[0]}.{other}@{domain}") is None
    assert letter_of(real.replace(letter.uuid.hex[:4], "0000")) is None
    assert letter_of("") is None


def test_a_former_key_is_read_as_long_as_it_is_a_fallback(settings):
    letter = write()
    old = return_path(letter)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-for-this-test-only"

    assert letter_of(old) == letter.uuid
    settings.SECRET_KEY_FALLBACKS = []
    assert letter_of(old) is None


def test_a_return_path_holds_for_a_week():
    letter = write()
    assert not is_fresh(letter, NOON)  # it never left
    letter.sent_at = NOON

    assert is_fresh(letter, NOON + timedelta(days=7))
    assert not is_fresh(letter, NOON + timedelta(days=7, seconds=1))


def test_news_can_be_ended_in_one_click_and_comes_from_its_own_sender(settings):
    settings.NEWS_FROM_EMAIL = "平和のお知らせ <news@peace.example.jp>"
    news = write(letter_class="B", kind="news", unsubscribe_url=ONE_CLICK)

    mail = message_from_bytes(build_mail(news, now=NOON).message().as_bytes())

    assert mail["List-Unsubscribe"] == f"<{ONE_CLICK}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "news@peace.example.jp" in mail["From"]


@pytest.mark.parametrize("kind", ["confirmation", "reminder", "account", "offer"])
@pytest.mark.parametrize("letter_class", ["A", "B"])
def test_no_other_letter_offers_to_be_ended(settings, kind, letter_class):
    settings.NEWS_FROM_EMAIL = "news@peace.example.jp"
    letter = write(kind=kind, letter_class=letter_class)

    mail = message_from_bytes(build_mail(letter, now=NOON).message().as_bytes())

    assert "List-Unsubscribe" not in mail
    assert "List-Unsubscribe-Post" not in mail
    assert "news@" not in mail["From"]


def test_an_address_cannot_smuggle_in_a_header():
    with pytest.raises(UnsafeHeader):
        write(unsubscribe_url=f"{ONE_CLICK}\r\nBcc: all@example.jp")

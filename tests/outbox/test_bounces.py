"""Letters that come back: whom we ring up, and what changes nothing."""

import io
import logging
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from peace.demo.certificate import certificate_for
from peace.doctor import State, examine
from peace.outbox.bounces import MOST_BYTES, Kind, read_bounce
from peace.outbox.letter import Recipient
from peace.outbox.models import (
    DeliveryAttempt,
    Heartbeat,
    OutboxMessage,
    UndeliverableAddress,
)
from peace.outbox.returns import return_path
from peace.outbox.tasks import read_bounces
from peace.outbox.usecases.read_returns import read_mail
from tests.outbox.returned import ImapServer, dsn, sent
from tests.outbox.writing import NOON, write

pytestmark = pytest.mark.django_db
WITH_PHONE = Recipient("緑 みどり", email="midori@example.jp", phone="0425762111")
LATER = NOON + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def mailbox(settings):
    settings.RETURN_ADDRESS = "bounce@heiwa.example.jp"


@pytest.fixture
def letter():
    return sent(write(recipient=WITH_PHONE), NOON)


def state() -> tuple:
    return (
        list(OutboxMessage.objects.order_by("pk").values()),
        list(DeliveryAttempt.objects.values()),
        list(UndeliverableAddress.objects.values()),
    )


def test_nobody_there_the_letter_goes_on_by_phone(letter):
    assert read_mail(raw=dsn(letter), now=LATER) == "BOUNCED"

    letter.refresh_from_db()
    assert (letter.status, letter.last_error) == ("BOUNCED", "5.1.1")
    [attempt] = letter.tries.all()
    assert (attempt.outcome, attempt.code) == ("BOUNCED", "5.1.1")
    assert UndeliverableAddress.objects.among(["midori@example.jp"])
    call = OutboxMessage.objects.get(key=f"{letter.key}:phone")
    assert (call.channel, call.status, call.text) == ("PHONE", "PENDING", letter.text)
    assert list(OutboxMessage.objects.to_call(LATER)) == [call]


@pytest.mark.parametrize("letter_class", ["A", "B"])
def test_it_is_rung_once_however_often_it_comes_back(letter_class):
    letter = sent(write(recipient=WITH_PHONE, letter_class=letter_class), NOON)
    read_mail(raw=dsn(letter), now=LATER)
    before = state()

    for status in ("5.1.1", "5.2.2", "4.4.7"):
        assert read_mail(raw=dsn(letter, status), now=LATER) == "IGNORED"

    assert state() == before
    assert OutboxMessage.objects.filter(channel="PHONE").count() == 1


@pytest.mark.parametrize(
    ("status", "action", "kind"),
    [
        ("5.1.1", "failed", Kind.NO_ADDRESS),
        ("5.1.10", "failed", Kind.NO_ADDRESS),
        ("5.0.0", "failed", Kind.NO_ADDRESS),
        ("5.2.1", "failed", Kind.NO_ADDRESS),
        ("5.4.4", "failed", Kind.NO_ADDRESS),
        ("5.1.8", "failed", Kind.NOT_ARRIVED),  # it speaks of our address
        ("5.2.2", "failed", Kind.NOT_ARRIVED),  # a full mailbox may be emptied
        ("5.7.1", "failed", Kind.NOT_ARRIVED),  # it speaks of our server
        ("5.6.0", "failed", Kind.NOT_ARRIVED),
        ("4.4.7", "failed", Kind.NOT_ARRIVED),  # given up after days
        ("4.2.2", "delayed", Kind.DELAYED),
        ("4.4.1", "Delayed", Kind.DELAYED),
        ("2.1.5", "delivered", None),
        ("2.1.5", "relayed", None),
        ("5.1.1", "", None),
        ("", "failed", None),
        ("5.1", "failed", None),
    ],
)
def test_what_a_status_means(letter, status, action, kind):
    found = read_bounce(dsn(letter, status, action))

    assert (found and found.kind) == kind
    assert found is None or found.letter == letter.uuid


def test_a_full_mailbox_is_rung_now_and_written_to_again(letter):
    read_mail(raw=dsn(letter, "5.2.2"), now=LATER)

    letter.refresh_from_db()
    assert letter.status == "BOUNCED"
    assert not UndeliverableAddress.objects.exists()
    assert OutboxMessage.objects.filter(channel="PHONE").exists()


def test_a_delay_is_noted_once_and_nothing_else(letter):
    assert read_mail(raw=dsn(letter, "4.2.2", "delayed"), now=LATER) == "DELAYED"
    assert read_mail(raw=dsn(letter, "4.2.2", "delayed"), now=LATER) == "IGNORED"

    letter.refresh_from_db()
    assert letter.status == "SENT"
    assert [each.outcome for each in letter.tries.all()] == ["DELAYED"]
    assert not OutboxMessage.objects.filter(channel="PHONE").exists()
    # And what comes after the delay still counts.
    assert read_mail(raw=dsn(letter, "4.4.7"), now=LATER) == "BOUNCED"


def test_nothing_is_rung_after_the_event_began(letter):
    OutboxMessage.objects.update(not_after=LATER)

    assert read_mail(raw=dsn(letter), now=LATER) == "BOUNCED"

    assert not OutboxMessage.objects.filter(channel="PHONE").exists()


def test_nobody_is_rung_about_news():
    news = sent(
        write(recipient=WITH_PHONE, unsubscribe_url="https://a.example.jp/end/"), NOON
    )

    assert read_mail(raw=dsn(news), now=LATER) == "BOUNCED"

    assert UndeliverableAddress.objects.exists()
    assert not OutboxMessage.objects.filter(channel="PHONE").exists()


def test_the_next_letter_to_that_address_is_a_call_at_once(letter):
    read_mail(raw=dsn(letter), now=LATER)

    assert write("reminder:1", recipient=WITH_PHONE).channel == "PHONE"


@pytest.mark.parametrize("status", ["UNCERTAIN", "RETRY"])
def test_a_letter_of_which_we_did_not_know_was_taken_after_all(letter, status):
    OutboxMessage.objects.update(status=status, sent_at=None, handed_at=NOON)

    assert read_mail(raw=dsn(letter), now=LATER) == "BOUNCED"


def test_while_a_worker_holds_the_letter_the_notification_comes_again(letter):
    OutboxMessage.objects.update(
        status="SENDING",
        lease_token=letter.uuid,
        lease_until=LATER,
        handed_at=NOON,
        sent_at=None,
    )
    before = state()

    assert read_mail(raw=dsn(letter), now=LATER) == "LATER"
    assert state() == before


def test_after_a_week_nothing_comes_back_any_more(letter):
    before = state()

    late = NOON + timedelta(days=7, seconds=1)

    assert read_mail(raw=dsn(letter), now=late) == "IGNORED"
    assert state() == before


def test_the_letter_is_found_wherever_the_server_left_its_return_path(letter):
    path = return_path(letter)
    nobody = "postmaster@heiwa.example.jp"

    assert read_bounce(dsn(letter, to=nobody)).letter == letter.uuid
    assert read_bounce(dsn(letter, inner=nobody)).letter == letter.uuid
    alone = dsn(letter, to=nobody, inner=nobody)
    assert read_bounce(alone) is None
    assert read_bounce(alone, recipient=path).letter == letter.uuid
    heads = alone.replace(b"message/rfc822", b"text/rfc822-headers")
    heads = heads.replace(
        nobody.encode() + b">\r\nFrom: h", path.encode() + b">\r\nFrom: h"
    )
    assert read_bounce(heads).letter == letter.uuid


def _tampered(letter):
    good = dsn(letter)
    path = return_path(letter).encode()
    mark = letter.uuid.hex.encode()
    other = sent(write("other", recipient=WITH_PHONE), NOON).uuid.hex.encode()
    whole = b"message/delivery-status"
    inner = b"\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n"
    return {
        "forged": good.replace(path, path[:-30] + b"aaaa" + path[-26:]),
        "of another letter": good.replace(mark, other),
        "unsigned": good.replace(path, b"bounce@heiwa.example.jp"),
        "foreign": dsn(None),
        "an answer of a person": b"To: " + path + b"\r\n\r\n550 5.1.1 no such user",
        "an absence": b"Auto-Submitted: auto-replied\r\nTo: " + path + b"\r\n\r\nout",
        "a receipt": good.replace(b"report-type=delivery-status", b"report-type=mdn"),
        "not a report": good.replace(b"multipart/report", b"multipart/mixed"),
        "forwarded": b"To: "
        + path
        + b"\r\nContent-Type: multipart/mixed; boundary=x"
        + inner
        + good
        + b"\r\n--x--\r\n",
        "status in the words only": good.replace(whole, b"text/plain"),
        "wrong charset": good.replace(b"failed", b"f\xff\xfe\x81led"),
        "cut": good[: good.index(b"Action")],
        "without boundaries": good.replace(b"boundary=", b"boundry="),
        "deep": b"".join(
            b"Content-Type: multipart/report; report-type=delivery-status; "
            b'boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
            for n in range(5000)
        ),
        "huge": b"To: " + path + b"\r\nX: " + b"a" * 3 * MOST_BYTES,
        "late in a huge mail": good.replace(
            b"This is the mail", b"filler\r\n" * (MOST_BYTES // 8) + b"This is the mail"
        ),
        "zeros": b"\0" * 9999,
        "nothing": b"",
        "many lines": b"\r\n" * 99999,
    }


def test_what_is_not_exactly_a_notification_of_ours_changes_nothing(letter):
    tampered = _tampered(letter)
    before = state()

    taken = {name: read_mail(raw=raw, now=LATER) for name, raw in tampered.items()}

    assert {name: each for name, each in taken.items() if each != "IGNORED"} == {}
    assert state() == before


def test_the_same_test_would_see_a_real_one(letter):
    """The control of the test above."""
    before = state()

    assert read_mail(raw=dsn(letter), now=LATER) == "BOUNCED"
    assert state() != before


# The three ways in


def pipe(monkeypatch, raw: bytes, *arguments: str) -> int:
    """Run the command as a mail server does; its exit code."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    try:
        call_command("read_bounces", *arguments)
    except SystemExit as ended:
        return int(ended.code)
    return 0


@pytest.fixture
def just_sent():
    return sent(write(recipient=WITH_PHONE), timezone.now())


def test_a_mail_server_pipes_one_in(monkeypatch, just_sent, capsys):
    path = return_path(just_sent)
    raw = dsn(just_sent, to="", inner="")

    assert pipe(monkeypatch, raw, f"--recipient={path}") == 0

    just_sent.refresh_from_db()
    assert just_sent.status == "BOUNCED"
    assert capsys.readouterr().out == ""  # it would be mailed to somebody


def test_a_mail_server_is_asked_to_come_again_only_when_it_helps(
    monkeypatch, just_sent
):
    assert pipe(monkeypatch, b"\xff\x00 no mail at all") == 0
    OutboxMessage.objects.update(
        status="SENDING", lease_token=just_sent.uuid, lease_until=timezone.now()
    )
    assert pipe(monkeypatch, dsn(just_sent)) == 75
    assert pipe(monkeypatch, b"", "--maildir=/no/such/folder") == 75


def test_a_maildir_is_read_once(tmp_path, just_sent):
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "new" / "1.a").write_bytes(dsn(just_sent))
    (tmp_path / "new" / "2.b").write_bytes(b"Subject: hello\r\n\r\nhello")

    call_command("read_bounces", maildir=tmp_path)

    just_sent.refresh_from_db()
    assert just_sent.status == "BOUNCED"
    assert not list((tmp_path / "new").iterdir())
    assert {each.name for each in (tmp_path / "cur").iterdir()} == {
        "1.a:2,S",
        "2.b:2,S",
    }


@pytest.fixture
def imap(tmp_path, monkeypatch, settings, just_sent):
    made = certificate_for(["localhost", "127.0.0.1"], tmp_path, now=timezone.now())
    monkeypatch.setenv("SSL_CERT_FILE", str(made.authority))
    server = ImapServer([b"Subject: a\r\n\r\nb", dsn(just_sent)], made.chain, made.key)
    settings.RETURN_IMAP_URL = f"imaps://bounce@127.0.0.1:{server.port}/INBOX"
    settings.RETURN_IMAP_PASSWORD = "right"
    yield server
    server.close()


def test_a_mailbox_is_read_over_imap_and_its_mails_marked(imap, just_sent):
    read_bounces()

    just_sent.refresh_from_db()
    assert just_sent.status == "BOUNCED"
    assert imap.seen == {1, 2}
    assert Heartbeat.objects.filter(name="returns").exists()


def test_one_that_has_to_wait_stays_unread(imap, just_sent):
    OutboxMessage.objects.update(
        status="SENDING", lease_token=just_sent.uuid, lease_until=timezone.now()
    )

    read_bounces()

    assert imap.seen == {1}


@pytest.mark.parametrize("fault", ["password", "certificate", "scheme", "nobody"])
def test_a_mailbox_that_does_not_open_is_said_without_its_password(
    imap, fault, settings, monkeypatch, caplog
):
    url = settings.RETURN_IMAP_URL
    if fault == "password":
        settings.RETURN_IMAP_PASSWORD = "hidden-word"
    if fault == "certificate":
        monkeypatch.delenv("SSL_CERT_FILE")
    if fault == "scheme":
        settings.RETURN_IMAP_URL = url.replace("imaps", "https")
    if fault == "nobody":
        settings.RETURN_IMAP_URL = "imaps://bounce@127.0.0.1:1/INBOX"

    with caplog.at_level(logging.WARNING):
        read_bounces()

    assert "Returned mail waits" in caplog.text
    assert "hidden-word" not in caplog.text
    assert "bounce@" not in caplog.text
    assert not Heartbeat.objects.exists()


def test_no_address_is_logged(letter, caplog):
    with caplog.at_level(logging.DEBUG):
        read_mail(raw=dsn(letter), now=LATER)
        read_mail(raw=dsn(None), now=LATER)

    assert "@" not in caplog.text


def test_doctor_tells_when_the_mailbox_is_not_read(settings):
    now = timezone.now()

    def found() -> State:
        return examine(now=now, only="returns")[0].state

    assert found() == State.OK  # a mail server brings them
    settings.RETURN_IMAP_URL = "imaps://bounce@127.0.0.1/INBOX"
    assert found() == State.WARN
    Heartbeat.objects.note("returns", now=now - timedelta(minutes=59))
    assert found() == State.OK
    Heartbeat.objects.note("returns", now=now - timedelta(minutes=61))
    assert found() == State.WARN
    settings.RETURN_ADDRESS = ""
    assert found() == State.OK

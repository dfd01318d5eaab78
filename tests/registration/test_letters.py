"""Every letter in every language: complete, short enough, with what hangs on it."""

import io
import re
from email.message import Message

import pytest
import zxingcpp
from icalendar import Calendar
from PIL import Image

from events.programme.models import Event, SupportOffer
from events.registration.models import Registration, SupportRequest
from events.registration.usecases.amend import Amendment, amend
from events.registration.usecases.application import Contact
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.cancel_event import cancel_event
from events.registration.usecases.move import move
from events.reminders.models import ReminderRule
from events.reminders.usecases.write_due import write_due_reminders
from peace.language.names import grouped
from peace.language.ruby import ruby_plain, without_ruby
from peace.outbox.choices import Channel
from peace.outbox.delivery import build_mail
from peace.outbox.models import OutboxMessage
from tests import cast

pytestmark = pytest.mark.django_db

LANGUAGES = ["ja", "ja-easy", "en"]
# voice.md 1.6
SUBJECT = {"ja": 30, "ja-easy": 30, "en": 60}
MOST_LINES = 40
KANA = re.compile(r"[\u3041-\u30f6]")


def party(language: str, **values) -> Registration:
    event = cast.event()
    for slot, title in zip(
        event.timeslots.order_by("pk"),
        [("広島の話", "広島《ひろしま》の 話《はなし》", "Hiroshima")] * 3,
        strict=True,
    ):
        slot.title = dict(zip(LANGUAGES, title, strict=True))
        slot.save()
    name = "Kunitachi Hanako" if language == "en" else "国立 花子"
    return cast.registration(
        event,
        people=[name, name + " II"],
        slots=cast.timeslots(event)[:2],
        language=language,
        **values,
    )


def confirmation(language: str) -> OutboxMessage:
    party(language)
    return OutboxMessage.objects.get()


def cancellation(language: str, rest: int = 0) -> OutboxMessage:
    found = party(language)
    seats = list(found.seats.values_list("pk", flat=True))
    cancel_seats(
        registration=found, seat_ids=seats[rest:], actor="applicant", now=cast.NOW
    )
    return OutboxMessage.objects.get(kind="cancellation")


def cancellation_of_a_part(language: str) -> OutboxMessage:
    return cancellation(language, rest=2)


def event_cancelled(language: str) -> OutboxMessage:
    reason = {
        "ja": "台風が近づいているため",
        "ja-easy": "台風《たいふう》が 来《く》るからです。",
        "en": "A typhoon is approaching.",
    }
    event = party(language).event
    cancel_event(event=event, reason=reason, actor="user:1", now=cast.NOW)
    return OutboxMessage.objects.get(kind="event_cancelled")


def registration_changed(language: str) -> OutboxMessage:
    found = party(language)
    source, _second, target = cast.timeslots(found.event)
    move(
        registration=found,
        source=source,
        target=target,
        numbers=[1, 2],
        actor="applicant",
        now=cast.NOW,
    )
    return OutboxMessage.objects.get(kind="registration_changed")


def address_changed(language: str) -> OutboxMessage:
    found = party(language)
    amend(
        registration=found,
        amendment=Amendment(contact=Contact("", "new@example.jp", "EMAIL")),
        actor="applicant",
        now=cast.NOW,
    )
    return OutboxMessage.objects.get(kind="registration_changed", email=found.email)


def reminder(language: str, **values) -> OutboxMessage:
    event = party(language, **values).event
    ReminderRule.objects.create(programme=event.programme)
    write_due_reminders(now=event.starts_at - cast.DAY)
    return OutboxMessage.objects.get(kind="reminder")


def call_script(language: str) -> OutboxMessage:
    return reminder(language, email="")


LETTERS = [
    confirmation,
    cancellation,
    cancellation_of_a_part,
    event_cancelled,
    registration_changed,
    address_changed,
    reminder,
    call_script,
]
MAILS = LETTERS[:-1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("write", LETTERS)
def test_a_letter_is_complete(write, language):
    letter = write(language)

    receipt = Registration.objects.get().receipt_number
    assert letter.language == language
    assert re.findall(r"[{}]|%\(|None", letter.subject + letter.text) == []
    assert grouped(receipt) in letter.text
    assert "042-576-2111" in letter.text or write is call_script
    assert ("Kunitachi Hanako" if language == "en" else "国立 花子") in letter.text
    assert "\n\n\n" not in letter.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("write", LETTERS)
def test_a_subject_is_short_and_in_one_line(write, language):
    letter = write(language)

    subject = without_ruby(letter.subject)
    assert 0 < len(subject) <= SUBJECT[language], subject
    assert "\n" not in subject


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("write", MAILS)
def test_a_mail_has_at_most_forty_lines_and_urls_alone_on_theirs(write, language):
    lines = write(language).text.strip().split("\n")

    assert len(lines) <= MOST_LINES
    for line in lines:
        if "://" in line:
            assert re.fullmatch(r"https?://\S+", line)


@pytest.mark.parametrize("write", LETTERS)
def test_an_english_letter_holds_no_kana(write):
    letter = write("en")

    assert KANA.findall(letter.subject + letter.text) == []


def built(letter: OutboxMessage) -> dict[str, list[Message]]:
    """The parts of the mail as it leaves, by kind."""
    parts: dict[str, list[Message]] = {}
    for part in build_mail(letter, now=cast.NOW).message().walk():
        parts.setdefault(part.get_content_type(), []).append(part)
    return parts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("write", [confirmation, reminder])
def test_the_ticket_and_the_calendar_hang_on_the_mail(write, language):
    letter = write(language)
    found = Registration.objects.get()

    parts = built(letter)

    codes = [
        zxingcpp.read_barcodes(Image.open(io.BytesIO(part.get_payload(decode=True))))
        for part in parts["image/png"]
    ]
    assert {code.text for [code] in codes} == {found.tickets.get().token}
    [calendar] = parts["text/calendar"]
    entries = Calendar.from_ical(calendar.get_payload(decode=True)).walk("VEVENT")
    assert [entry["dtstart"].dt for entry in entries] == [
        slot.starts_at for slot in cast.timeslots(found.event)[:2]
    ]
    html = parts["text/html"][0].get_payload(decode=True).decode()
    assert "cid:ticket-qr" in html
    assert grouped(found.receipt_number) in html
    assert found.tickets.get().token not in letter.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("write", [cancellation, event_cancelled])
def test_a_cancellation_carries_no_ticket_and_clears_the_calendar(write, language):
    parts = built(write(language))

    assert "image/png" not in parts
    entries = calendar_entries(parts)
    assert entries
    assert {entry["status"] for entry in entries} == {"CANCELLED"}
    assert all(entry["sequence"] >= 1 for entry in entries)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_brings_the_ticket_and_moves_the_calendar(language):
    parts = built(registration_changed(language))

    assert "image/png" in parts
    states = sorted(str(entry["status"]) for entry in calendar_entries(parts))
    assert states == ["CANCELLED", "CONFIRMED", "CONFIRMED"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_before_gets_neither_ticket_nor_link(language):
    letter = address_changed(language)

    assert "/registration/" not in letter.text
    assert set(built(letter)) & {"image/png", "text/calendar"} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_gives_back_a_part_keeps_the_ticket_and_the_rest_of_the_calendar(language):
    parts = built(cancellation_of_a_part(language))

    assert "image/png" in parts
    assert "CONFIRMED" in {entry["status"] for entry in calendar_entries(parts)}


def calendar_entries(parts) -> list:
    content = parts["text/calendar"][0].get_payload(decode=True)
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_the_plain_part_of_an_easy_letter_has_its_readings_in_brackets():
    letter = confirmation("ja-easy")

    plain = built(letter)["text/plain"][0].get_payload(decode=True).decode()

    assert "《" not in plain
    assert plain.replace("\r\n", "\n").strip() == ruby_plain(letter.text).strip()


def test_what_somebody_typed_stays_what_it_is():
    event = cast.event()
    cast.registration(event, people=["{receipt_number} & <b>"], language="ja")
    letter = OutboxMessage.objects.get()

    html = built(letter)["text/html"][0].get_payload(decode=True).decode()

    assert "{receipt_number} & <b> 様" in letter.text
    assert "{receipt_number} &amp; &lt;b&gt;" in html


def test_what_one_does_not_need_to_bring_makes_no_line():
    event = cast.event(bring={}, support=())

    cast.registration(event)

    assert "持ち物" not in OutboxMessage.objects.get().text


def test_the_support_asked_for_is_confirmed():
    event = cast.event()
    from_form = cast.registration(event)
    for offer in SupportOffer.objects.filter(kind="SIGN_LANGUAGE"):
        SupportRequest.objects.create(registration=from_form, offer=offer)
    ReminderRule.objects.create(programme=event.programme)

    write_due_reminders(now=event.starts_at - cast.DAY)

    letter = OutboxMessage.objects.get(kind="reminder")
    assert "ご用意するもの　手話通訳" in letter.text


def test_a_call_script_goes_to_the_call_list_and_carries_no_attachment():
    letter = call_script("ja")

    assert letter.channel == Channel.PHONE
    assert letter.parts == []
    assert "国立 花子様ですか。" in letter.text


def test_the_venue_may_change_until_the_reminder_is_written():
    event = party("ja").event
    ReminderRule.objects.create(programme=event.programme)
    Event.objects.update(venue=cast.venue("hall", name="芸術小ホール"))

    write_due_reminders(now=event.starts_at - cast.DAY)

    assert "会場　芸術小ホール" in OutboxMessage.objects.get(kind="reminder").text

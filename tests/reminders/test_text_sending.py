"""A letter can always be sent, and its words are read once."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import get_template
from django.test.utils import CaptureQueriesContext

from events.registration.usecases.cancel_event import cancel_event
from events.reminders.catalogue import LANGUAGES
from events.reminders.models import ReminderRule
from events.reminders.reports_texts import broken_texts
from events.reminders.usecases.write_due import write_due_reminders
from peace.outbox.models import LetterText, OutboxMessage
from tests import cast
from tests.reminders.wording import (
    CONFIRMATION,
    EVERY,
    THANKS,
    confirmation_of,
    reword,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("body", ["{gone_since}\n", "half {", ""])
def test_a_text_that_does_not_fit_any_more_gives_way_to_the_file(body, caplog):
    event = cast.event()
    LetterText.objects.create(
        name=CONFIRMATION,
        language="ja",
        subject="{also_gone}",
        body=body,
        edited_by="user:1",
        edited_at=cast.NOW,
    )

    with caplog.at_level(logging.WARNING):
        text = confirmation_of(event)

    assert THANKS in text
    assert "gives way to the file" in caplog.text
    assert [row.name for row in broken_texts()] == [CONFIRMATION]


def test_a_subject_that_values_make_too_long_gives_way_to_the_file():
    event = cast.event(short_title={"ja": "長" * 80})
    reword(
        CONFIRMATION,
        "{event_short}",
        "{event_short}{event_short}{event_short}{event_short}",
    )

    confirmation_of(event)

    assert OutboxMessage.objects.get().subject.startswith("申込みを受け付けました")


def test_what_a_person_typed_is_never_read_as_a_placeholder():
    event = cast.event()
    reword(CONFIRMATION, THANKS, "{name}さん、こんにちは。")

    text = confirmation_of(event, people=["{manage_url} {% x %} {{y}}"])

    assert "{manage_url} {% x %} {{y}}さん、こんにちは。" in text


def test_a_line_break_in_a_value_adds_no_header():
    event = cast.event(short_title={"ja": "講話\nBcc: all@example.jp"})
    reword(CONFIRMATION, "申込みを受け付けました", "受け付け")

    confirmation_of(event)

    assert "\n" not in OutboxMessage.objects.get().subject


def test_the_files_are_no_templates_of_django():
    for name, language in EVERY:
        source = get_template(f"letters/{name}.{language}.txt").template.source
        assert "{%" not in source
        assert "{{" not in source


def test_one_registration_reads_its_words_once():
    event = cast.event()
    cast.registration(event)
    reword(CONFIRMATION, THANKS, "こんにちは。", event=event)

    with CaptureQueriesContext(connection) as queries:
        cast.registration(event)

    asked = [each for each in queries if "outbox_lettertext" in each["sql"]]
    assert len(asked) == 1


def test_many_reminders_read_their_words_once():
    event = cast.event(seats=200)
    for number in range(30):
        language = LANGUAGES[number % 3]
        cast.registration(event, email=f"p{number}@example.jp", language=language)
    ReminderRule.objects.create(programme=event.programme)
    reword("reminders/reminder", "受付で", "会場の受付で", event=event)

    with CaptureQueriesContext(connection) as queries:
        written = write_due_reminders(now=event.starts_at - timedelta(days=1))

    asked = [each for each in queries if "outbox_lettertext" in each["sql"]]
    assert written == 30
    assert len(asked) == 3  # one for each language
    said = OutboxMessage.objects.filter(kind="reminder", text__contains="会場の受付で")
    assert said.count() == 10


def test_letters_to_all_read_their_words_once():
    event = cast.event(seats=200)
    for number in range(20):
        cast.registration(event, email=f"p{number}@example.jp")
    reword("registration/event_cancelled", "申し訳ありません。", "残念です。")

    with CaptureQueriesContext(connection) as queries:
        cancel_event(event=event, reason={"ja": "雪"}, actor="user:1", now=cast.NOW)

    asked = [each for each in queries if "outbox_lettertext" in each["sql"]]
    assert len(asked) == 1
    letters_ = OutboxMessage.objects.filter(kind="event_cancelled")
    assert letters_.filter(text__contains="残念です。").count() == 20

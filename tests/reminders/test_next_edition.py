"""What an event has of its own, its next edition has too."""

from datetime import date, time

import pytest
from django.utils import timezone

from events.programme.usecases.copy_event import copy_event
from events.reminders.models import ReminderRule
from events.reminders.place import Place
from events.reminders.usecases.save_text import restore_text, undo_text
from peace.audit.models import AuditEntry
from peace.outbox.letter import read_texts
from peace.outbox.models import LetterText
from tests import cast
from tests.page import Page
from tests.reminders.rules import COMING, rule_for
from tests.reminders.wording import reword

pytestmark = pytest.mark.django_db

LETTER = "reminders/reminder"


def next_edition(event):
    return copy_event(
        event=event,
        first_day=date(2027, 2, 14),
        slug="next",
        actor="user:2",
        now=cast.NOW + cast.DAY,
    )


def test_an_events_own_rules_come_along_those_that_are_off_too():
    event = cast.event(slots=2)
    second = cast.timeslots(event)[1]
    rule_for(event, days=3, at=time(9, 30), ways="EMAIL_PHONE_POST", latest_hours=2)
    rule_for(event, timeslot=second, days=1)
    rule_for(event, **COMING, is_on=False)
    rule_for(event.programme, days=5)

    copy = next_edition(event)

    three, coming, one = sorted(
        ReminderRule.objects.filter(event=copy), key=lambda rule: (rule.at, -rule.days)
    )
    assert (three.days, three.at, three.ways, three.latest_hours) == (
        3,
        time(9, 30),
        "EMAIL_PHONE_POST",
        2,
    )
    assert (three.is_on, coming.is_on, one.is_on) == (True, False, True)
    assert (three.timeslot, one.timeslot) == (None, cast.timeslots(copy)[1])
    # The programme's holds for both by itself; the old event keeps what it had.
    assert ReminderRule.objects.filter(programme=event.programme).count() == 1
    assert ReminderRule.objects.filter(event=event).count() == 3


def test_letters_worded_for_the_event_come_along_and_can_be_undone():
    event = cast.event()
    was = reword(LETTER, "ほかの方が座れます", "ほかの方に席を", event=event)
    reword(LETTER, "Someone else", "Somebody else", language="en", event=event)
    programme = Place(programme=event.programme)
    reword(LETTER, "ほかの方が座れます", "事業の文面", place=programme)

    copy = next_edition(event)

    mine = read_texts(LETTER, "ja", copy.letter_scopes)[LETTER]
    assert "ほかの方に席を" in mine.body
    rows = LetterText.objects.filter(scope=f"event:{copy.pk}")
    assert sorted(rows.values_list("language", flat=True)) == ["en", "ja"]
    row = rows.get(language="ja")
    assert (row.version, row.edited_by, row.edited_at) == (
        1,
        was.edited_by,
        was.edited_at,
    )

    undo_text(row=row, version=1, actor="user:2", now=cast.NOW)

    wider = read_texts(LETTER, "ja", copy.letter_scopes)[LETTER]
    assert "事業の文面" in wider.body
    assert (
        "ほかの方に席を" in read_texts(LETTER, "ja", event.letter_scopes)[LETTER].body
    )


def test_a_text_that_the_office_gave_up_stays_behind():
    event = cast.event()
    row = reword(LETTER, "ほかの方が座れます", "ほかの方に席を", event=event)
    restore_text(row=row, version=row.version, actor="user:1", now=cast.NOW)

    copy = next_edition(event)

    assert not LetterText.objects.filter(scope=f"event:{copy.pk}").exists()


def test_the_audit_entry_counts_what_came_along():
    event = cast.event()
    rule_for(event, days=3)
    reword(LETTER, "ほかの方が座れます", "ほかの方に席を", event=event)

    next_edition(event)

    entry = AuditEntry.objects.get(verb="event.copied")
    assert entry.detail == {
        "previous": event.pk,
        "reminder_rules": 1,
        "letter_texts": 1,
    }


def test_the_page_says_beforehand_what_comes_along():
    event = cast.event(now=timezone.now())
    aoki = cast.signed_in(cast.aoki())
    own = "この催しだけに決めたものも写します。"

    assert own not in Page(aoki.get("/staff/events/talk/copy/")).words

    rule_for(event, days=3)
    rule_for(event, days=1)
    reword(LETTER, "ほかの方が座れます", "ほかの方に席を", event=event)
    page = Page(aoki.get("/staff/events/talk/copy/"))

    assert own in page.words
    assert "事前案内の規則（2件）。" in page.words
    assert "お知らせの文面（1件）。" in page.words

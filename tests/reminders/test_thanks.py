"""Thanks after the event: to whom, when, and what they lead to."""

import pytest

from events.reminders.models import LedgerEntry
from tests import cast
from tests.reminders.rules import (
    MINUTE,
    THANKS,
    due,
    let_in,
    letters,
    rule_for,
    write,
)

pytestmark = pytest.mark.django_db


def test_who_came_is_thanked_and_who_did_not_is_not():
    event = cast.event()
    rule_for(event, **THANKS)
    came, absent = cast.registration(event), cast.registration(event)
    let_in(came, event.starts_at)
    next_day = due(event, -1)

    assert write(next_day - MINUTE) == 0
    assert write(next_day) == 1

    letter = letters("thank_you").get()
    assert letter.about == came.about
    assert letter.not_after == cast.timeslots(event)[-1].ends_at + 72 * cast.HOUR
    assert "感想" not in letter.text
    assert "{" not in letter.text
    assert not LedgerEntry.objects.filter(registration=absent).exists()


def test_thanks_lead_to_the_questionnaire_while_there_is_one():
    event = cast.event(questionnaire_url="https://example.jp/q")
    rule_for(event, **THANKS)
    let_in(cast.registration(event), event.starts_at)

    write(due(event, -1))

    assert "https://example.jp/q" in letters("thank_you").get().text


def test_thanks_never_leave_before_the_last_talk_has_ended():
    event = cast.event()
    rule_for(event, **THANKS | {"days": 0})
    let_in(cast.registration(event), event.starts_at)
    ends_at = cast.timeslots(event)[-1].ends_at

    assert write(ends_at - MINUTE) == 0
    assert write(ends_at) == 1


def test_nobody_was_absent_where_the_door_was_not_kept():
    event = cast.event()
    rule_for(event, **THANKS | {"audience": "ABSENT"})
    cast.registration(event)
    other = cast.registration(event)

    assert write(due(event, -1)) == 0

    let_in(other, event.starts_at)
    assert write(due(event, -1)) == 1
    assert "お会いできませんでした" in letters("thank_you").get().subject

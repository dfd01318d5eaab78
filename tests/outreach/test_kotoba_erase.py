"""What of 一行のコトバ goes by itself, when, and what stays."""

from datetime import datetime

import pytest

from events.outreach.choices import KotobaConsent, KotobaStatus
from events.outreach.models import CommitteeMember, Kotoba, KotobaScore
from events.outreach.usecases.erase_expired import count_outreach, erase_outreach
from peace.language.dates import TOKYO
from tests import cast
from tests.cast import DAY, NOW
from tests.outreach import kotoba as words

pytestmark = pytest.mark.django_db


def mine(found):
    return found["kotoba_contacts"], found["kotoba_texts"]


def chosen(call, text, **values):
    made = words.accepted(call, text, **values)
    Kotoba.objects.filter(pk=made.pk).update(status=KotobaStatus.CHOSEN, position=1)
    return made


def test_contacts_go_thirty_days_after_the_exhibition():
    event = cast.event(slug="show", starts_at=NOW + 10 * DAY)
    call = words.call(event=event, is_open=False)
    words.sent(call, email=words.WRITER_EMAIL, phone="0425762111")
    CommitteeMember.objects.create(call=call, name="委員", email="m@example.jp")
    ends = event.ends_at + 30 * DAY

    assert mine(erase_outreach(now=ends - DAY / 24)) == (0, 0)
    assert mine(count_outreach(now=ends))[0] == 1
    assert mine(erase_outreach(now=ends))[0] == 1
    assert mine(erase_outreach(now=ends))[0] == 0
    kept = Kotoba.objects.get()
    assert (kept.email, kept.phone) == ("", "")
    assert CommitteeMember.objects.get().email == ""


def test_without_an_exhibition_contacts_go_a_year_after_the_call():
    call = words.call(is_open=False)
    words.sent(call, email=words.WRITER_EMAIL)

    assert mine(count_outreach(now=call.closes_at + 364 * DAY))[0] == 0
    assert mine(count_outreach(now=call.closes_at + 365 * DAY))[0] == 1


def test_words_that_nobody_sees_go_when_the_fiscal_year_is_over():
    closes = datetime(2026, 7, 31, 17, tzinfo=TOKYO)
    event = cast.event(slug="show", starts_at=datetime(2026, 8, 6, 9, tzinfo=TOKYO))
    call = words.call(closes_at=closes, scoring_closes_at=None, event=event)
    wall = chosen(call, "展示", pen_name="ひばり")
    other = words.accepted(call, "選ばれず", pen_name="つばめ")
    hidden = chosen(call, "隠す", consent=KotobaConsent.NOT_SHOWN)
    KotobaScore.objects.create(
        kotoba=other, member=words.member(call), points=3, scored_at=NOW
    )
    figures = call.figures()
    april = datetime(2027, 4, 1, tzinfo=TOKYO)

    assert mine(erase_outreach(now=april - DAY / 24))[1] == 0
    assert mine(erase_outreach(now=april))[1] == 2
    for each in (wall, other, hidden):
        each.refresh_from_db()
    assert (wall.text, wall.pen_name) == ("展示", "ひばり")
    assert (other.text, other.pen_name, hidden.text) == ("", "", "")
    assert not KotobaScore.objects.exists()
    assert call.figures() == figures


def test_the_words_of_a_spring_call_stay_until_its_exhibition_in_summer_is_over():
    event = cast.event(slug="show", starts_at=datetime(2027, 8, 6, 9, tzinfo=TOKYO))
    call = words.call(
        closes_at=datetime(2027, 3, 20, tzinfo=TOKYO),
        scoring_closes_at=None,
        event=event,
    )
    words.sent(call, "春の一行")

    assert mine(count_outreach(now=datetime(2027, 4, 1, tzinfo=TOKYO)))[1] == 0
    assert mine(count_outreach(now=event.ends_at + 30 * DAY))[1] == 1

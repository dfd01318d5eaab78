"""A calendar put together from lines is the one that icalendar writes."""

from datetime import UTC, datetime, timedelta

import pytest

from events.programme.exports.calendar import Told, new_calendar
from events.programme.exports.calendar_lines import calendar_of, entry_lines
from peace.language.dates import TOKYO

STARTS = datetime(2026, 2, 15, 13, 30, tzinfo=TOKYO)
TEXTS = (
    "伝承者講話",
    "戦争《せんそう》の 話《はなし》",
    "Talks, and; more \\ of them " * 6,
    # As they stand around the lines that are put in.
    "a\r\nUID:-@example.jp\r\nb\nURL:-\nc",
    "UID:-@example.jp",
    "-",
    "",
)
OWN = (
    {"uid": "registration-a_b-1", "url": "https://example.jp/registration/a:b/"},
    {"uid": "long" * 40, "url": "https://example.jp/?a=1&b=" + "c" * 200},
    {"uid": "a,b;c\\d", "url": "https://example.jp/a,b;c"},
)


def told(text: str, *, is_cancelled: bool) -> Told:
    return Told(
        told_at=STARTS - timedelta(days=9),
        sequence=3,
        title=text,
        starts_at=STARTS,
        ends_at=STARTS.astimezone(UTC) + timedelta(hours=1),
        place=text,
        is_cancelled=is_cancelled,
        domain="example.jp",
        organizer="国立市 <peace@example.jp>",
    )


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("is_cancelled", [False, True])
def test_an_entry_put_together_is_the_entry_written_out(text, is_cancelled):
    this = told(text, is_cancelled=is_cancelled)

    for own in OWN:
        assert entry_lines(this, **own) == this.entry(**own).to_ical()


@pytest.mark.parametrize("takes_back", [False, True])
def test_a_calendar_put_together_is_the_calendar_written_out(takes_back):
    entries = [told(text, is_cancelled=takes_back) for text in TEXTS]
    calendar = new_calendar(takes_back=takes_back)
    for each in entries:
        calendar.add_component(each.entry(**OWN[0]))

    lines = [entry_lines(each, **OWN[0]) for each in entries]

    assert calendar_of(lines, takes_back=takes_back) == calendar.to_ical()
    assert (
        calendar_of([], takes_back=takes_back)
        == new_calendar(takes_back=takes_back).to_ical()
    )

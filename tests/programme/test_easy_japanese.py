"""Readings of easy Japanese stay beside their words, and leave where none can be."""

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from events.programme.exports.calendar import entry
from events.programme.models import Event, Venue
from events.programme.templatetags.programme import keep_names
from network.cities.models import Municipality
from peace.language.ruby import ruby_html


@pytest.mark.parametrize(
    ("title", "drawn"),
    [
        ("東京大空襲の話", '<span class="keep">東京大空襲</span>の話'),
        (
            "東京大空襲《とうきょうだいくうしゅう》の 話",
            "東京大空襲《とうきょうだいくうしゅう》の 話",
        ),
        ("東京大空襲展《とうきょうだいくうしゅうてん》",) * 2,
    ],
)
def test_a_name_that_has_a_reading_is_left_in_one_piece(title, drawn):
    assert keep_names(title) == drawn


def test_a_calendar_carries_no_readings():
    at = datetime(2026, 2, 15, 4, 30, tzinfo=UTC)
    event = Event(venue=Venue(name="市民《しみん》プラザ", address="国立《くにたち》"))
    event.starts_at = at
    with override("ja-easy"):
        found = entry(
            uid="a",
            event=event,
            title="話《はなし》を 聞《き》く",
            starts_at=at,
            ends_at=at,
            url="https://example.jp/",
        )
    assert found["summary"] == "話を 聞く"
    assert found["location"] == "市民プラザ 国立"


def test_a_city_written_in_kana_and_kanji_has_its_reading_over_the_whole():
    city = Municipality(name="あきる野市", kana="あきるのし")
    with override("ja-easy"):
        drawn = ruby_html(city.display_name)
    assert drawn.startswith("<ruby>あきる野市<rp>")

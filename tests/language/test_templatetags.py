"""The filters of every template, without loading them."""

from datetime import datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from peace.language.dates import TOKYO

VALUES = {
    "start": datetime(2026, 2, 15, 13, 30, tzinfo=TOKYO),
    "end": datetime(2026, 2, 15, 14, 15, tzinfo=TOKYO),
    "receipt": "47132086",
    "nothing": None,
}


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ start|date_long }}", "Sunday 15 February 2026"),
        ("{{ start|date_short }}", "Sun 15 Feb"),
        ("{{ start|date_both_years }}", "15 February 2026"),
        ("{{ start|era_year }}", "2026"),
        ("{{ start|clock }}", "1:30pm"),
        ("{{ start|moment }}", "1:30pm on Sunday 15 February"),
        ("{{ start|deadline }}", "until 1:30pm on Sunday 15 February"),
        ("{{ start|staff_time }}", "13:30"),
        ("{{ start|iso }}", "2026-02-15"),
        ("{% time_range start end %}", "1:30pm to 2:15pm"),
        ("{% staff_range start end %}", "13:30–14:15"),
        ("{{ 4|people }}", "4 people"),
        ("{{ 0|people }}", "0 people"),
        ("{{ receipt|grouped }}", "4713 2086"),
        ("{{ nothing|date_long }}{{ missing|clock }}", ""),
    ],
)
def test_filters_write_in_the_active_language(source, shown):
    with override("en"):
        assert Template(source).render(Context(VALUES)) == shown


def test_the_ruby_filter_escapes_what_is_not_ours():
    shown = Template("{{ text|ruby }}").render(Context({"text": "<b>席《せき》"}))
    assert shown == ("&lt;b&gt;<ruby>席<rp>（</rp><rt>せき</rt><rp>）</rp></ruby>")

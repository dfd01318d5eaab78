"""Dates, counts and readings in templates; loaded in every template by itself.

The filters write in the active language. An empty value stays empty.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import template

from peace.language import dates, names
from peace.language.ruby import ruby_html

register = template.Library()


def _or_empty(function: Callable[[Any], str]) -> Callable[[Any], str]:
    def written(value: Any) -> str:
        return "" if value is None or value == "" else function(value)

    return written


for _function in (
    dates.clock,
    dates.date_both_years,
    dates.date_long,
    dates.date_short,
    dates.deadline,
    dates.era_year,
    dates.iso,
    dates.moment,
    dates.staff_moment,
    dates.staff_time,
    names.grouped,
    names.people,
):
    register.filter(_function.__name__, _or_empty(_function))


@register.filter
def ruby(text: object) -> str:
    """Readings as ruby where the page is not easy Japanese as a whole."""
    return ruby_html(str(text))


@register.simple_tag
def time_range(start: datetime, end: datetime) -> str:
    return dates.time_range(start, end)


@register.simple_tag
def staff_range(start: datetime, end: datetime) -> str:
    return dates.staff_range(start, end)

"""Bars of where people came from; the table below says the same."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.outreach.reports_results import Cell, ResultRow, Results

register = template.Library()

# One row: its words above, its bar below; as wide as a small phone.
_WIDE, _STEP, _BAR = 340, 46, 14
_SIGN = 14.5  # the width of a full-width sign
# What stands in brackets at the end goes first.
_REMARK = re.compile(r"\s*[（(][^（）()]*[）)]$")


class _Bar(NamedTuple):
    label: str
    text: str
    share: float
    # The ground says what the whole of this bar is.
    has_ground: bool


@register.simple_tag
def came_plot(results: Results) -> SafeString:
    """How many came through each source (people)."""
    bars = [
        _Bar(
            row.label,
            _("%(n)s人") % {"n": row.came_text},
            row.came / results.most if results.most and row.came_is_shown else 0,
            has_ground=False,
        )
        for row in results.rows
        if row.came
    ]
    title = _("どこから来たか")
    return _plot("came", title, _("来た人の数（入場した人）"), bars)


@register.simple_tag
def first_plot(results: Results) -> SafeString:
    """The share of first-timers among those who said so."""
    rows = _with_total(results)
    bars = [_share(row, row.first) for row in rows if row.first.share.whole]
    note = _("答えた人のうち、平和の催しがはじめての人")
    return _plot("first", _("はじめての人"), note, bars)


@register.simple_tag
def young_plot(results: Results) -> SafeString:
    """The share of people under 30 among those who told their age band."""
    rows = _with_total(results)
    bars = [_share(row, row.young) for row in rows if row.young.share.whole]
    note = _("年代を答えた人のうち、30歳未満の人")
    return _plot("young", _("若い人"), note, bars)


def _with_total(results: Results) -> list[ResultRow]:
    return [results.total, *results.rows]


def _share(row: ResultRow, cell: Cell) -> _Bar:
    percent = cell.percent
    text = cell.text if percent is None else f"{cell.text}（{percent}%）"
    return _Bar(row.label, text, (percent or 0) / 100, has_ground=percent is not None)


def _plot(name: str, title: str, note: str, bars: Sequence[_Bar]) -> SafeString:
    words = "、".join(f"{bar.label} {bar.text}" for bar in bars)
    rows = format_html_join(
        "",
        '<g transform="translate(0 {})"><text x="0" y="16">{}</text>'
        '<text class="value" x="{}" y="16">{}</text>{}'
        '<rect x="0" y="23" width="{}" height="{}"/></g>',
        (
            (
                place * _STEP,
                _shortened(bar.label, bar.text),
                _WIDE,
                bar.text,
                format_html(
                    '<rect class="ground" x="0" y="23" width="{}" height="{}"/>',
                    _WIDE,
                    _BAR,
                )
                if bar.has_ground
                else "",
                f"{bar.share * _WIDE:.1f}",
                _BAR,
            )
            for place, bar in enumerate(bars)
        ),
    )
    return format_html(
        '<figure class="plot"><figcaption><b>{title}</b><br><small>{note}</small>'
        '</figcaption><svg viewBox="0 0 {wide} {high}" role="img" '
        'aria-labelledby="plot-{name}-t plot-{name}-d"><title id="plot-{name}-t">'
        '{title}</title><desc id="plot-{name}-d">{words}</desc>{rows}</svg></figure>',
        title=title,
        note=note,
        wide=_WIDE,
        high=max(1, len(bars)) * _STEP,
        name=name,
        words=words,
        rows=rows,
    )


def _shortened(label: str, beside: str) -> str:
    """As much as has room BESIDE the figure; the table below has it whole."""
    room = _WIDE / _SIGN - _wide(beside) - 1
    if _wide(label) <= room:
        return label
    label = _REMARK.sub("", label)
    if _wide(label) <= room:
        return label
    while label and _wide(label) + 1 > room:
        label = label[:-1]
    return f"{label}…"


def _wide(text: str) -> float:
    """In full-width signs."""
    return sum(1 if east_asian_width(sign) in "WFA" else 0.6 for sign in text)

"""Draws the door: when people came, as bars that need no colour."""

from collections.abc import Iterator
from datetime import date, datetime

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from events.door.arrivals import Arrivals, Bar
from events.door.reports_board import Board
from peace.language.dates import jst, staff_time

register = template.Library()

# Fewer bars would be as broad as a door.
FEWEST_BARS = 12
MOST_LABELS = 5
# Between two labels, in bars of five, 15 or 60 minutes.
_APART = (1, 2, 3, 4, 6, 12, 24)


@register.simple_tag
def arrivals_plot(board: Board) -> SafeString:
    """People who went in, by five minutes: solid who registered, hollow who did not.

    Everything is a share of the room there is, so that letters keep their size on a
    phone and on a wall. One sentence says the gist to those who do not see it.
    """
    shown = board.arrivals
    if not shown.bars:
        return SafeString("")
    places = max(len(shown.bars), FEWEST_BARS)
    most = shown.most.people
    return format_html(
        '<svg class="arrivals" role="img" aria-label="{}">'
        '<svg y="22%" width="100%" height="56%">'
        '<line class="guide" x2="100%"/>{}{}'
        '<line class="axis" y1="100%" x2="100%" y2="100%"/></svg>'
        '<text dy="1em">{}</text>{}</svg>',
        _sentence(shown),
        _drawn(_bars(shown, places, most)),
        _drawn(_starts(board, places)),
        _("%(n)d人") % {"n": most},
        format_html_join(
            "", '<text x="{}%" y="100%" dy="-.2em">{}</text>', _labels(shown, places)
        ),
    )


@register.simple_tag
def arrivals_legend(board: Board) -> SafeString:
    """The key to the plot; silent, because the sentence says the same."""
    solid = '<rect class="in" x="2" y="4" width="12" height="12"/>'
    hollow = '<rect class="walk" x="3" y="5" width="10" height="10"/>'
    start = '<line class="start" x1="8" x2="8" y1="0" y2="20"/>'
    signs = [(solid, _("申込の方"))]
    if board.arrivals.has_walk_ins:
        signs.append((hollow, _("当日の方")))
    signs.append((start, _("回の開始")))
    entries = format_html_join(
        "",
        '<span><svg class="arrivals key" viewBox="0 0 16 20">{}</svg>{}</span>',
        ((_drawn([sign]), word) for sign, word in signs),
    )
    return format_html('<p class="row small" aria-hidden="true">{}</p>', entries)


@register.filter
def as_day(at: datetime) -> date:
    """The day in Tokyo."""
    return jst(at).date()


@register.simple_tag
def at_gate(by_slot: dict[int, int], slot_id: int) -> int:
    """How many of a timeslot went in by one gate."""
    return by_slot.get(slot_id, 0)


def _bars(shown: Arrivals, places: int, most: int) -> Iterator[str]:
    width = 100 / places
    for place, bar in enumerate(shown.bars):
        solid, hollow = 100 * bar.registered / most, 100 * bar.walk_ins / most
        at = f'x="{(place + 0.08) * width:.2f}%" width="{width * 0.84:.2f}%"'
        if bar.registered:
            top = 100 - solid
            yield f'<rect class="in" {at} y="{top:.2f}%" height="{solid:.2f}%"/>'
        if bar.walk_ins:
            top = 100 - solid - hollow
            yield f'<rect class="walk" {at} y="{top:.2f}%" height="{hollow:.2f}%"/>'


def _starts(board: Board, places: int) -> Iterator[str]:
    """Where a timeslot begins among the bars."""
    shown = board.arrivals
    first = shown.bars[0].at
    for count in board.counts:
        minutes = (count.timeslot.starts_at - first).total_seconds() / 60
        x = 100 * minutes / (shown.minutes * places)
        if 0 <= x <= 100:
            yield f'<line class="start" x1="{x:.2f}%" x2="{x:.2f}%" y2="100%"/>'


def _labels(shown: Arrivals, places: int) -> Iterator[tuple[str, str]]:
    apart = next((n for n in _APART if places / n <= MOST_LABELS), _APART[-1])
    for place, bar in enumerate(shown.bars):
        x = 100 * place / places
        if _is_round(bar, apart * shown.minutes) and x < 90:
            yield f"{x:.2f}", staff_time(bar.at)


def _is_round(bar: Bar, minutes: int) -> bool:
    local = jst(bar.at)
    return (local.hour * 60 + local.minute) % minutes == 0


def _sentence(shown: Arrivals) -> str:
    text = _(
        "%(from)sから%(to)sまでに%(people)d人が入場。"
        "最も多いのは%(at)sからの%(minutes)d分間で%(most)d人。"
    )
    return text % {
        "from": staff_time(shown.bars[0].at),
        "to": staff_time(shown.ends_at),
        "people": shown.people,
        "at": staff_time(shown.most.at),
        "minutes": shown.minutes,
        "most": shown.most.people,
    }


def _drawn(signs: Iterator[str] | list[str]) -> SafeString:
    # Only our own constants and numbers are drawn.
    return mark_safe("".join(signs))  # noqa: S308

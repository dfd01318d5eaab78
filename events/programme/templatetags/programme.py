"""Draws events: what a visitor can do now, and names that stay in one line."""

import re
from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.programme.choices import Openness
from events.programme.eligibility import Rules
from events.programme.models import Timeslot
from events.programme.needs import OfferGroup, OfferLine
from peace.language import easy
from peace.language.dates import deadline, era_year
from peace.language.ruby import KANJI

register = template.Library()

# Browsers that break lines by phrase cut this name after its first sign.
KEPT_TOGETHER = ("東京大空襲",)

_SIGNS = {
    Openness.OPEN: ("free", "good"),
    Openness.NOT_YET_OPEN: ("late", ""),
    Openness.FULL: ("full", "bad"),
    Openness.WAITING_LIST: ("full", "bad"),
    Openness.CLOSED: ("dash", ""),
    Openness.NO_APPLICATION: ("walk", ""),
    Openness.WALK_IN: ("walk", ""),
    Openness.REST_WALK_IN: ("walk", "good"),
    Openness.AT_VENUE: ("walk", ""),
    Openness.SELECTION: ("people", ""),
    Openness.CANCELLED: ("full", "bad"),
    Openness.FINISHED: ("check", ""),
}


@register.inclusion_tag("components/status.html")
def event_status(openness: Openness, by_lottery: bool = False) -> dict[str, Any]:
    """The state of an event, in a word; BY_LOTTERY, seats are never "free"."""
    if openness == Openness.OPEN and by_lottery:
        return {"sign": "free", "tone": "good", "word": _("抽選の申込み受付中")}
    words = {
        Openness.OPEN: _("空きあり"),
        Openness.NOT_YET_OPEN: _("受付前"),
        Openness.FULL: _("満席"),
        Openness.WAITING_LIST: _("満席（キャンセル待ちできます）"),
        Openness.CLOSED: _("受付は終わりました"),
        Openness.NO_APPLICATION: _("申込みはいりません"),
        Openness.WALK_IN: _("申込みはいりません"),
        Openness.REST_WALK_IN: _("残席を当日受付"),
        Openness.AT_VENUE: _("当日会場で予約"),
        Openness.SELECTION: _("各市で募集"),
        Openness.CANCELLED: _("中止"),
        Openness.FINISHED: _("終わりました"),
    }
    sign, tone = _SIGNS[openness]
    return {"sign": sign, "tone": tone, "word": words[openness]}


@register.inclusion_tag("components/status.html")
def timeslot_status(
    slot: Timeslot, event_state: Openness, has_waiting_list: bool = False
) -> dict[str, Any]:
    """The state of a timeslot: how many seats are left, or why none can be had."""
    openness = slot.openness(
        event_state, timezone.now(), has_waiting_list=has_waiting_list
    )
    if openness == Openness.OPEN and slot.is_lottery:
        return event_status(openness, by_lottery=True)
    if openness == Openness.OPEN:
        left = slot.seats_left
        word = ngettext("のこり%(left)d席", "のこり%(left)d席", left) % {"left": left}
        return {"sign": "few" if slot.is_few else "free", "tone": "good", "word": word}
    if openness == Openness.REST_WALK_IN:
        left = slot.seats_left
        word = ngettext(
            "当日受付（のこり%(left)d席）", "当日受付（のこり%(left)d席）", left
        )
        return {"sign": "walk", "tone": "good", "word": word % {"left": left}}
    if openness == Openness.WALK_IN:
        return {"sign": "walk", "tone": "", "word": _("当日先着")}
    return event_status(openness)


@register.simple_tag
def timeslot_rule(rules: Rules, slot: Timeslot) -> list[str]:
    """Whom a timeslot is for, where it has a rule of its own."""
    return rules.own_sentences(slot) if rules else []


@register.simple_tag
def support_terms(group: OfferGroup) -> str:
    """For whom and until when, where it is the same in all timeslots."""
    return _terms(group.lines[0]) if group.has_shared_terms else ""


@register.simple_tag
def support_left(group: OfferGroup, line: OfferLine) -> str:
    """What is left in one timeslot, with its terms where they are its own."""
    words = []
    if line.is_taken_up:
        words.append(_("空きはありません"))
    elif line.left is not None and not line.is_over:
        words.append(
            ngettext("のこり%(n)d人", "のこり%(n)d人", line.left) % {"n": line.left}
        )
    if not group.has_shared_terms and _terms(line):
        words.append(_terms(line))
    text = _("、").join(words)
    if not text or not group.names_timeslots:
        return text
    colon = ": " if get_language() == "en" else "："
    return f"{line.timeslot}{colon}{text}"


def _terms(line: OfferLine) -> str:
    words = [line.ages] if line.ages else []
    if line.is_over:
        words.append(_("申込みは終わりました"))
    elif line.offer.closes_at:
        words.append(
            _("申込みは%(deadline)s") % {"deadline": deadline(line.offer.closes_at)}
        )
    return _("、").join(words)


@register.filter
def keep_names(text: object) -> SafeString:
    """TEXT with proper names that a line must not break."""
    kept = str(conditional_escape(text))
    for name in KEPT_TOGETHER:
        # A tag between a name and its reading would part them; ruby keeps together.
        bare = rf"{name}(?![{KANJI}]*《)"
        kept = re.sub(bare, f'<span class="keep">{name}</span>', kept)
    return mark_safe(kept)  # noqa: S308 - escaped above, only our span is added


@register.simple_tag
def month_heading(day: date) -> SafeString:
    """The month, large, over its year; for the agenda."""
    if get_language() == "en":
        return format_html("<b>{}</b><small>{}</small>", f"{day:%B}", day.year)
    if get_language() == "ja-easy":
        return format_html(
            "<b>{}</b><small>{}</small>", easy.month(day.month), easy.year(day.year)
        )
    year = f"{era_year(day, 'ja')}（{day.year}年）"
    return format_html("<b>{}月</b><small>{}</small>", day.month, year)


@register.simple_tag
def day_heading(day: date, is_long: bool) -> SafeString:
    """The day of the month, large, with its weekday; 「から」 where it is the first."""
    if get_language() == "en":
        lead = "from " if is_long else ""
        return format_html("{}<small> {}{}</small>", day.day, lead, f"{day:%a}")
    if get_language() == "ja-easy":
        weekday, since = easy.WEEKDAYS[day.weekday()], "から" if is_long else ""
        return format_html(
            "{}<small>（{}）{}</small>", easy.day(day.day), weekday, since
        )
    weekday, since = "月火水木金土日"[day.weekday()], "から" if is_long else ""
    return format_html("{}<small>日（{}）{}</small>", day.day, weekday, since)

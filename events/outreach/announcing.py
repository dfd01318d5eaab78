"""An event as it is announced: the facts of a poster, a flyer, the city paper, a post.

Read in the language in force, so that every form of it says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.programme.choices import Admission
from events.programme.eligibility import sentences
from events.programme.models import Event, Timeslot
from events.programme.needs import rules_of
from events.programme.reports import support_labels
from peace.language import easy
from peace.language.dates import (
    clock,
    date_long,
    date_short,
    deadline,
    era_year,
    jst,
    moment,
    staff_time,
    time_range,
)
from peace.language.names import either


@dataclass(frozen=True)
class SlotFacts:
    """One timeslot: when it begins, in two manners, what it is, and what to know."""

    table_time: str
    clock: str
    range: str
    title: str
    note: str
    capacity: int


@dataclass(frozen=True)
class Facts:
    """What anybody needs who reads of it on paper. Empty where there is nothing."""

    title: str
    subtitle: str
    occasion: str
    lead: str
    year: str
    day: str
    weekday: str
    day_long: str
    last_day: str
    hours: str
    slots: Sequence[SlotFacts]
    venue: str
    address: str
    access: str
    audience: str
    capacity: str
    bring: str
    support: str
    speaker: str
    deadline: str
    how: str
    phone: str
    extension: str
    # Applications are taken, now or later; else one simply comes.
    is_applied_for: bool

    @property
    def whole_title(self) -> str:
        return f"{self.title}{self.subtitle}"


def facts_of(event: Event, timeslots: Sequence[Timeslot], *, now: datetime) -> Facts:
    """TIMESLOTS with seats and support, those that take place; two statements."""
    slots = [slot for slot in timeslots if not slot.is_cancelled]
    asked = [slot for slot in slots if slot.takes_applications]
    title, subtitle = _parted(str(event.title))
    first, last = jst(event.starts_at).date(), jst(event.ends_at).date()
    mixed = bool(asked) and len(asked) < len(slots)
    ends = event.closes_at if asked and event.closes_at else None
    rule = rules_of(event, timeslots).of_event
    who = sentences(rule, event.starts_at) if rule else []
    return Facts(
        title=title,
        subtitle=subtitle,
        occasion=str(event.occasion),
        lead=str(event.lead),
        year=_year(event.starts_at),
        day=_day(event.starts_at),
        weekday=_weekday(event.starts_at),
        day_long=date_long(first),
        last_day=date_short(last) if event.lasts_days else "",
        hours=str(event.hours) or time_range(event.starts_at, event.ends_at),
        slots=[_slot(slot, mixed=mixed, of=str(event.title)) for slot in slots],
        venue=str(event.venue.name),
        address=str(event.venue.address),
        access=str(event.venue.access),
        audience=_joined([str(event.audience), *who]) or _("どなたでも"),
        capacity=_capacity(slots),
        bring=str(event.bring),
        support=_comma().join(support_labels(slots)),
        speaker=_speaker(event),
        deadline=deadline(ends) if ends else "",
        how=_how(event, slots, now=now),
        phone=settings.OFFICE_PHONE,
        extension=either(settings.OFFICE_EXTENSION, get_language() or "ja"),
        is_applied_for=bool(asked),
    )


def _parted(title: str) -> tuple[str, str]:
    """A title and what stands between ～ and ～ in it, which is set smaller."""
    start = title.find("～")
    if start > 0 and title.endswith("～") and title.count("～") == 2:
        return title[:start].rstrip(), title[start:]
    return title, ""


def _year(at: datetime) -> str:
    if (get_language() or "ja") == "ja":
        return f"{era_year(at)}（{jst(at).year}年）"
    return era_year(at)


def _day(at: datetime) -> str:
    local = jst(at)
    match get_language():
        case "en":
            return f"{local.day} {date_short(at).split(' ')[-1]}"
        case "ja-easy":
            return easy.month(local.month) + easy.day(local.day)
    return f"{local.month}月{local.day}日"


def _weekday(at: datetime) -> str:
    match get_language():
        case "en":
            return date_long(at).split(" ")[0]
        case "ja-easy":
            return easy.WEEKDAYS[jst(at).weekday()]
    return "月火水木金土日"[jst(at).weekday()]


def _slot(slot: Timeslot, *, mixed: bool, of: str) -> SlotFacts:
    note = ""
    if mixed and not slot.takes_applications:
        note = _("申込不要")
    elif slot.admission == Admission.AT_VENUE:
        note = _("当日会場で予約")
    return SlotFacts(
        table_time=staff_time(slot.starts_at),
        clock=clock(slot.starts_at),
        range=time_range(slot.starts_at, slot.ends_at),
        # One that is called like its event need not be named twice.
        title="" if str(slot.title) == of else str(slot.title),
        note=note,
        capacity=slot.capacity,  # type: ignore[attr-defined]
    )


def _capacity(slots: Sequence[Timeslot]) -> str:
    """各回20人, where all are alike; the largest piece is said, never a sum."""
    sizes = [slot.capacity for slot in slots if slot.capacity > 1]  # type: ignore[attr-defined]
    if not sizes:
        return ""
    if len(sizes) > 1 and len(set(sizes)) == 1:
        return ngettext("各回%(n)d人", "各回%(n)d人", sizes[0]) % {"n": sizes[0]}
    if len(set(sizes)) == 1:
        return ngettext("%(n)d人", "%(n)d人", sizes[0]) % {"n": sizes[0]}
    return _("回ごとに%(least)d～%(most)d人") % {
        "least": min(sizes),
        "most": max(sizes),
    }


def _speaker(event: Event) -> str:
    if event.told_by_storyteller:
        return _(
            "お話しするのは体験者ご本人ではなく、体験者から体験と平和への思いを"
            "受け継いだ「伝承者」です。"
        )
    if event.told_by_survivor:
        return _("体験者ご本人がお話しします。体調により変わることがあります。")
    return ""


def _how(event: Event, slots: Sequence[Timeslot], *, now: datetime) -> str:
    """How one gets in, in a sentence."""
    ways = {slot.admission for slot in slots}
    if not ways & {Admission.APPLICATION, Admission.LOTTERY}:
        if Admission.SELECTION in ways:
            return _("お住まいの市に申し込みます。")
        if Admission.WALK_IN in ways:
            return _("申込みはいりません。会場で、先着順に受け付けます。")
        return _("申込みはいりません。直接お越しください。")
    if event.opens_at and event.opens_at > now:
        return _("%(opens)sから、QRコードか、お電話で。") % {
            "opens": moment(event.opens_at)
        }
    return _("QRコードか、お電話で。")


def _joined(texts: Sequence[str]) -> str:
    """TEXTS one after the other; a sentence needs no comma behind it."""
    found = [text for text in texts if text]
    space = "" if (get_language() or "ja") == "ja" else " "
    rest = [
        text if text[-1] in "。." else text + _comma().rstrip() for text in found[:-1]
    ]
    return space.join([*rest, *found[-1:]])


def _comma() -> str:
    return ", " if get_language() == "en" else "、"

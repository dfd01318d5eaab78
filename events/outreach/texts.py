"""Texts to copy: for the city paper in its own style, and posts in three lengths.

市報 writes ■ before the title, a word before each fact, the 12-hour clock (午後1時30分
～2時15分, 正午) and half-width digits. Every text has its own short link where one was
made, so that what it brought can be told.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.outreach.announcing import Facts
from events.outreach.choices import SourceKind
from events.outreach.models import Source
from events.programme.models import Event
from peace.language.dates import date_short, jst
from peace.language.ruby import ruby_plain

# X counts a link as 23 and a full-width sign as 2, of 280 (developer.x.com, "Counting
# characters", weights of configuration v3).
X_LIMIT, X_LINK = 280, 23
LINE_LIMIT, PAPER_LIMIT = 500, 400
# A link ends where Japanese begins.
_LINK = re.compile(r"https?://[!-~]+")
_NARROW = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


@dataclass(frozen=True)
class Text:
    """One text: what for, the words, and how long they may be there."""

    name: str
    # In the language of staff; the text is in another.
    title: object
    text: str
    limit: int
    kind: SourceKind
    has_source: bool
    # Counted as X does, else by signs.
    is_weighted: bool = False

    @property
    def length(self) -> int:
        return x_length(self.text) if self.is_weighted else len(self.text)

    @property
    def is_too_long(self) -> bool:
        return bool(self.limit) and self.length > self.limit

    @property
    def rows(self) -> int:
        return min(24, self.text.count("\n") + 3 + len(self.text) // 60)


def x_length(text: str) -> int:
    """The length of a post as X counts it; up to 280."""
    text = unicodedata.normalize("NFC", text)
    links = len(_LINK.findall(text))
    rest = _LINK.sub("", text)
    return links * X_LINK + sum(
        1 if any(low <= ord(sign) <= high for low, high in _NARROW) else 2
        for sign in rest
    )


def texts_of(
    event: Event, facts: Facts, sources: Mapping[str, Source], *, now: datetime
) -> list[Text]:
    """All texts in the language in force; SOURCES of the event by their kind."""
    link = _Links(event, sources)
    return [
        Text(
            name="paper",
            title=gettext_lazy("市報"),
            text=_paper(event, facts, link(SourceKind.CITY_PAPER)),
            limit=PAPER_LIMIT if _is_japanese() else 0,
            **link.about(SourceKind.CITY_PAPER),
        ),
        Text(
            name="x",
            title=gettext_lazy("X（旧Twitter）"),
            text=_short(event, facts, link(SourceKind.X)),
            limit=X_LIMIT,
            is_weighted=True,
            **link.about(SourceKind.X),
        ),
        Text(
            name="line",
            title=gettext_lazy("LINE"),
            text=_middle(event, facts, link(SourceKind.LINE)),
            limit=LINE_LIMIT,
            **link.about(SourceKind.LINE),
        ),
        Text(
            name="site",
            title=gettext_lazy("市のホームページ"),
            text=_long(event, facts, link(SourceKind.SITE)),
            limit=0,
            **link.about(SourceKind.SITE),
        ),
    ]


class _Links:
    """The short link of a kind where there is one; else the page itself."""

    def __init__(self, event: Event, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._page = settings.SITE_URL + reverse("programme:event", args=[event.slug])

    def __call__(self, kind: SourceKind) -> str:
        found = self._sources.get(kind)
        if found is None:
            return self._page
        language = get_language() or "ja"
        return found.url if language == "ja" else f"{found.url}?l={language}"

    def about(self, kind: SourceKind) -> dict:
        return {"kind": kind, "has_source": kind in self._sources}


def _is_japanese() -> bool:
    return (get_language() or "ja") == "ja"


def _paper(event: Event, facts: Facts, url: str) -> str:
    """■ and the facts, a line each."""
    occasion = f"（{facts.occasion}）" if facts.occasion and _is_japanese() else ""
    fact_lines = [
        (_("日時"), _when(event, facts)),
        *[("", line) for line in _slot_lines(facts)],
        (_("場所"), facts.venue),
        (_("対象"), facts.audience),
        (_("定員"), _capacity(event, facts)),
        (_("費用"), _("無料")),
        (_("持ち物"), facts.bring),
        (_("申込み"), _apply(facts, url)),
        (_("問合せ"), _office(facts)),
    ]
    lines = [f"■{facts.whole_title}{occasion}", facts.lead]
    lines += [_fact(label, text) for label, text in fact_lines if text]
    return _clean(lines)


def _fact(label: str, text: str) -> str:
    if not label:
        return f"　{text}" if _is_japanese() else f"  {text}"
    return f"{label}　{text}" if _is_japanese() else f"{label}: {text}"


def _when(event: Event, facts: Facts) -> str:
    day = date_short(jst(event.starts_at).date())
    if facts.last_day:
        day = f"{day}～{facts.last_day}"
    space = "" if _is_japanese() else " "
    return f"{day}{space}{facts.hours}"


def _slot_lines(facts: Facts) -> Iterator[str]:
    if len(facts.slots) < 2:
        return
    for slot in facts.slots:
        note = f"（{slot.note}）" if slot.note else ""
        space = "　" if _is_japanese() else " "
        yield f"{slot.range}{space}{slot.title}{note}"


def _capacity(event: Event, facts: Facts) -> str:
    if not facts.capacity or not facts.is_applied_for:
        return facts.capacity
    lottery = any(slot.is_lottery for slot in event.timeslots.all())
    manner = _("多数のときは抽選") if lottery else _("申込先着順")
    return (
        f"{facts.capacity}（{manner}）"
        if _is_japanese()
        else (f"{facts.capacity} ({manner})")
    )


def _apply(facts: Facts, url: str) -> str:
    if not facts.is_applied_for:
        return facts.how
    if facts.deadline:
        return _("%(deadline)sに、電話か %(url)s で") % {
            "deadline": facts.deadline,
            "url": url,
        }
    return _("電話か %(url)s で") % {"url": url}


def _office(facts: Facts) -> str:
    return _("平和・人権・ダイバーシティ推進係 電話%(phone)s 内線%(extension)s") % {
        "phone": facts.phone,
        "extension": facts.extension,
    }


def _short(event: Event, facts: Facts, url: str) -> str:
    """For X: what has room beside the link, the least needed left out first."""
    pieces = [
        facts.whole_title,
        _when(event, facts),
        facts.venue,
        " ・ ".join([facts.audience, _("無料")]),
        facts.lead,
    ]
    kept = [each for each in pieces if each]
    while len(kept) > 2 and x_length(_clean([*kept, url])) > X_LIMIT:
        kept.pop()
    text = _clean([*kept, url])
    if x_length(text) <= X_LIMIT:
        return text
    title = facts.title
    while title and x_length(_clean([f"{title}…", kept[1], url])) > X_LIMIT:
        title = title[:-1]
    return _clean([f"{title}…", kept[1], url])


def _middle(event: Event, facts: Facts, url: str) -> str:
    return _clean(
        [
            facts.whole_title,
            "",
            _when(event, facts),
            *_slot_lines(facts),
            facts.venue,
            _("費用は無料です。"),
            "",
            _how_line(facts),
            url,
            _("電話 %(phone)s") % {"phone": facts.phone},
        ]
    )


def _long(event: Event, facts: Facts, url: str) -> str:
    return _clean(
        [
            f"{facts.occasion} {facts.whole_title}".strip(),
            "",
            facts.lead,
            facts.speaker,
            "",
            *[
                _fact(label, text)
                for label, text in (
                    (_("日時"), _when(event, facts)),
                    *[("", line) for line in _slot_lines(facts)],
                    (_("場所"), f"{facts.venue} {facts.address}".strip()),
                    (_("行き方"), facts.access),
                    (_("対象"), facts.audience),
                    (_("定員"), _capacity(event, facts)),
                    (_("費用"), _("無料")),
                    (_("持ち物"), facts.bring),
                    (_("参加のサポート"), facts.support),
                )
                if text
            ],
            "",
            _how_line(facts),
            url,
            _office(facts),
        ]
    )


def _how_line(facts: Facts) -> str:
    if facts.is_applied_for and facts.deadline:
        return _("申込みは%(deadline)s。電話でも申し込めます。") % {
            "deadline": facts.deadline
        }
    return _("電話でも申し込めます。") if facts.is_applied_for else facts.how


def _clean(lines: list[str]) -> str:
    """Lines with no empty pair among them, readings written out, no mark twice."""
    text = ruby_plain("\n".join(line.strip("\r\n") for line in lines))
    return re.sub(r"\n{3,}", "\n\n", text).strip()

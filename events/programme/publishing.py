"""What must be true before an event is shown to the public. Pure.

Blocking findings keep the button away; warnings have to be confirmed. Each leads to
the field where it is put right.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.programme.choices import ProgrammeKind, Speaker
from events.programme.models import Event, Timeslot
from peace.language.dates import moment
from peace.language.localised import Localised
from peace.language.ruby import without_ruby

# Half-width columns: 12 full-width or 24 Latin characters.
SHORT_TITLE_WIDTH = 24
LANGUAGE_NAMES = {
    "ja": gettext_lazy("日本語"),
    "ja-easy": gettext_lazy("やさしい日本語"),
    "en": gettext_lazy("英語"),
}
_NEEDED = {
    "title": gettext_lazy("催しの名前"),
    "short_title": gettext_lazy("短い名前"),
    "lead": gettext_lazy("紹介"),
}
_OPTIONAL = {
    "occasion": gettext_lazy("どの機会か"),
    "hours": gettext_lazy("時間の書き方"),
    "audience": gettext_lazy("対象"),
    "bring": gettext_lazy("持ち物"),
    "body": gettext_lazy("くわしい説明"),
}


@dataclass(frozen=True)
class Finding:
    """One thing that is not right yet: its words, and where it is put right."""

    text: str
    url: str
    is_blocking: bool = True


def findings(
    *,
    event: Event,
    timeslots: Sequence[Timeslot],
    tellers: Iterable[int],
    office_phone: str,
    now: datetime,
) -> list[Finding]:
    """All of EVENT's; TIMESLOTS with seats, TELLERS the timeslots that have one."""
    places = _Places(event)
    return [
        *_texts(event, places),
        *_times(event, timeslots, places, now),
        *_seats(timeslots, places),
        *_place(event, office_phone, places),
        *_speaker(event, timeslots, set(tellers), places),
        *_languages(event, timeslots, places),
    ]


class _Places:
    """Where the fields of an event stand in its editor."""

    def __init__(self, event: Event) -> None:
        self.slug = event.slug

    def basics(self, field: str) -> str:
        return self._to("event-body" if field == "body" else "event-edit", field)

    def admission(self, field: str) -> str:
        return self._to("event-admission", field)

    def slots(self) -> str:
        return reverse("staff:timeslots", args=[self.slug])

    def slot(self, slot: Timeslot, field: str) -> str:
        url = reverse("staff:timeslot-edit", args=[self.slug, slot.pk])
        return f"{url}#id_{field}"

    def _to(self, page: str, field: str) -> str:
        return reverse(f"staff:{page}", args=[self.slug]) + f"#id_{field}"


def _texts(event: Event, places: _Places) -> Iterator[Finding]:
    for name, label in _NEEDED.items():
        if not getattr(event, name):
            yield Finding(
                _("%(label)sがありません。") % {"label": label},
                places.basics(f"{name}_0"),
            )
    for place, (language, name) in enumerate(LANGUAGE_NAMES.items()):
        text = event.short_title.get(language, "")
        if width(without_ruby(text)) > SHORT_TITLE_WIDTH:
            words = _(
                "短い名前（%(language)s）が長すぎます。"
                "全角12文字、英語は24文字までにしてください。"
            )
            yield Finding(
                words % {"language": name}, places.basics(f"short_title_{place}")
            )


def _times(
    event: Event, timeslots: Sequence[Timeslot], places: _Places, now: datetime
) -> Iterator[Finding]:
    if event.ends_at <= now:
        yield Finding(_("催しの日が過ぎています。"), places.basics("starts_at"))
    last = max((slot.starts_at for slot in timeslots), default=event.starts_at)
    if event.closes_at and event.closes_at > last:
        words = _("申込みの期限が、最後の回の始まり（%(at)s）より後です。")
        yield Finding(words % {"at": moment(last)}, places.admission("closes_at"))
    if event.closes_at and event.opens_at and event.closes_at <= event.opens_at:
        yield Finding(
            _("申込みの期限が、申込みの始まりより前です。"),
            places.admission("closes_at"),
        )
    for slot in timeslots:
        if slot.starts_at < event.starts_at or slot.ends_at > event.ends_at:
            words = _("「%(slot)s」が、催しの時間に収まっていません。")
            yield Finding(words % {"slot": slot.title}, places.slot(slot, "starts_at"))


def _seats(timeslots: Sequence[Timeslot], places: _Places) -> Iterator[Finding]:
    if not timeslots:
        yield Finding(
            _("回がありません。申込みのいらない展示なら、このままでかまいません。"),
            places.slots(),
            is_blocking=False,
        )
    for slot in timeslots:
        if slot.is_cancelled:
            continue
        if slot.takes_applications and not slot.capacity:  # type: ignore[attr-defined]
            words = _("「%(slot)s」の定員が決まっていません。")
            yield Finding(
                words % {"slot": slot.title}, places.slot(slot, "seats_GENERAL")
            )


def _place(event: Event, office_phone: str, places: _Places) -> Iterator[Finding]:
    if not event.venue.access:
        words = _("「%(venue)s」の行き方が書かれていません。")
        yield Finding(
            words % {"venue": event.venue.name},
            reverse("staff:venue", args=[event.venue.pk]) + "#id_access_0",
        )
    if not office_phone:
        yield Finding(
            _(
                "問い合わせの電話番号が設定されていません。システムの担当に連絡してください。"
            ),
            places.basics("title_0"),
        )


def _speaker(
    event: Event,
    timeslots: Sequence[Timeslot],
    tellers: set[int],
    places: _Places,
) -> Iterator[Finding]:
    is_talk = event.programme.kind == ProgrammeKind.LEGACY_TALK
    if is_talk and event.speaker == Speaker.NOBODY:
        yield Finding(
            _("話す人が、伝承者か体験者ご本人かを選んでください。"),
            places.basics("speaker_0"),
        )
    if not event.told_by_storyteller:
        return
    for slot in timeslots:
        if slot.pk not in tellers and not slot.is_cancelled:
            words = _("「%(slot)s」の伝承者が決まっていません。")
            yield Finding(
                words % {"slot": slot.title},
                places.slot(slot, "teller_0"),
                is_blocking=False,
            )


def _languages(
    event: Event, timeslots: Sequence[Timeslot], places: _Places
) -> Iterator[Finding]:
    for name, label in (_NEEDED | _OPTIONAL).items():
        for place, language in _missing(getattr(event, name)):
            yield Finding(
                _("%(label)sの%(language)sがありません。日本語が出ます。")
                % {"label": label, "language": LANGUAGE_NAMES[language]},
                places.basics(f"{name}_{place}"),
                is_blocking=False,
            )
    for slot in timeslots:
        for place, language in [*_missing(slot.title), *_missing(slot.note)]:
            words = _("「%(slot)s」の%(language)sがありません。日本語が出ます。")
            yield Finding(
                words % {"slot": slot.title, "language": LANGUAGE_NAMES[language]},
                places.slot(slot, f"title_{place}"),
                is_blocking=False,
            )


def _missing(text: Localised) -> list[tuple[int, str]]:
    """Languages in which TEXT has no words, though it has Japanese ones."""
    if not text:
        return []
    return [
        (place, language)
        for place, language in enumerate(LANGUAGE_NAMES)
        if not text.get(language)
    ]


def width(text: str) -> int:
    """Columns that TEXT takes: two for a full-width character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)

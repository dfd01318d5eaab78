"""What fills the columns of the open data, by the name of the column.

Japanese whatever the language of the reader: a table has one language. What we do not
know, such as parking or coordinates, stays empty rather than guessed.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from events.programme.choices import Admission
from events.programme.models import Event, Timeslot
from events.programme.reports import support_labels
from peace.language.dates import iso, jst, staff_time
from peace.language.localised import Localised
from peace.language.ruby import MARK, without_ruby

CITY_CODE = "132152"  # 国立市, with its check digit
OFFICE = "国立市 政策経営部 市長室 平和・人権・ダイバーシティ推進係"
_WAYS = {
    Admission.FREE_ENTRY: "申込不要",
    Admission.WALK_IN: "申込不要（当日先着）",
    Admission.APPLICATION: "ウェブ・電話・窓口（先着）",
    Admission.LOTTERY: "ウェブ・電話・窓口（抽選）",
    Admission.SELECTION: "各市で募集",
    Admission.AT_VENUE: "当日会場で予約",
}


@dataclass(frozen=True)
class Row:
    """One timeslot of an event; None where an event has none."""

    event: Event
    slot: Timeslot | None

    @property
    def starts_at(self) -> datetime:
        return self.slot.starts_at if self.slot else self.event.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.slot.ends_at if self.slot else self.event.ends_at

    @property
    def is_off(self) -> bool:
        return self.event.is_cancelled or bool(self.slot and self.slot.is_cancelled)

    @property
    def admission(self) -> Admission:
        return Admission(self.slot.admission if self.slot else Admission.FREE_ENTRY)

    @property
    def takes_applications(self) -> bool:
        return bool(self.slot and self.slot.takes_applications)


Cell = Callable[[Row], str]


def _number(row: Row) -> str:
    """Stays the same from one publication to the next."""
    return f"{row.event.slug}-{row.slot.pk}" if row.slot else row.event.slug


def _ja(text: Localised) -> str:
    return without_ruby(text.in_language("ja"))


def _title(row: Row) -> str:
    texts = [row.event.occasion, row.event.title, row.slot.title if row.slot else ""]
    return " ".join(_ja(text) for text in texts if text)


def _english(row: Row) -> str:
    texts = [row.event.title, row.slot.title if row.slot else Localised()]
    return " ".join(filter(None, (text.get("en", "") for text in texts)))


def kana(title: Localised) -> str:
    """The reading of a title, where easy Japanese has the same title with readings."""
    easy = title.get("ja-easy", "")
    if without_ruby(easy).replace(" ", "") != title.get("ja", "").replace(" ", ""):
        return ""
    reading = MARK.sub(lambda mark: mark["reading"], easy)
    if any(unicodedata.name(sign, "").startswith("CJK") for sign in reading):
        return ""
    return "".join(
        chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in reading
    )


def _note(row: Row) -> str:
    with translation.override("ja"):
        slot = row.slot
        support = support_labels([slot]) if slot and hasattr(slot, "support") else []
    parts = [
        "中止" if row.is_off else "",
        _ja(row.event.cancel_reason) if row.event.is_cancelled else "",
        _ja(row.slot.note) if row.slot and row.slot.note else "",
        _support(support),
        f"持ち物：{_ja(row.event.bring)}" if row.event.bring else "",
    ]
    return "。".join(part.rstrip("。") for part in parts if part)


def _support(labels: list[str]) -> str:
    return f"参加を支えるしくみ：{'・'.join(labels)}" if labels else ""


def _access(row: Row) -> str:
    with translation.override("ja"):
        slot = row.slot
        return "・".join(
            support_labels([slot]) if slot and hasattr(slot, "support") else []
        )


def _closes(row: Row, write: Callable[[datetime], str]) -> str:
    at = row.event.closes_at
    return write(jst(at)) if at and row.takes_applications else ""


def _opens(row: Row, write: Callable[[datetime], str]) -> str:
    at = row.event.opens_at
    return write(jst(at)) if at and row.takes_applications else ""


def _url(name: str) -> Cell:
    def cell(row: Row) -> str:
        with translation.override("ja"):
            return settings.SITE_URL + reverse(name, args=[row.event.slug])

    return cell


def _seats(row: Row) -> str:
    seats = getattr(row.slot, "capacity", 0)
    return str(seats) if seats else ""


def _contact(row: Row) -> str:
    return f"{OFFICE} 電話 {settings.OFFICE_PHONE} 内線 {settings.OFFICE_EXTENSION}"


def _duration(row: Row) -> str:
    if row.event.lasts_days and not row.slot:
        return ""
    minutes = int((row.ends_at - row.starts_at).total_seconds()) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _kana(row: Row) -> str:
    return kana(row.event.title)


def _first_day(row: Row) -> str:
    return iso(row.starts_at)


def _last_day(row: Row) -> str:
    return iso(row.ends_at)


def _from(row: Row) -> str:
    return staff_time(row.starts_at)


def _until(row: Row) -> str:
    return staff_time(row.ends_at)


def _of_event(name: str) -> Cell:
    return lambda row: _ja(getattr(row.event, name))


def _of_venue(name: str) -> Cell:
    return lambda row: _ja(getattr(row.event.venue, name))


def _always(text: str) -> Cell:
    return lambda row: text


RECOMMENDED: dict[str, Cell] = {
    "都道府県コード又は市区町村コード": _always(CITY_CODE),
    "NO": _number,
    "都道府県名": _always("東京都"),
    "市区町村名": _always("国立市"),
    "イベント名": _title,
    "イベント名_カナ": _kana,
    "イベント名_英語": _english,
    "開始日": _first_day,
    "終了日": _last_day,
    "開始時間": _from,
    "終了時間": _until,
    "開始日時特記事項": _of_event("hours"),
    "説明": _of_event("lead"),
    "料金(基本)": _always("無料"),
    "連絡先名称": _always(OFFICE),
    "連絡先電話番号": lambda row: settings.OFFICE_PHONE,
    "連絡先内線番号": lambda row: settings.OFFICE_EXTENSION,
    "主催者": _always("国立市"),
    "場所名称": _of_venue("name"),
    "住所": _of_venue("address"),
    "アクセス方法": _of_venue("access"),
    "定員": _seats,
    "参加申込終了日": lambda row: _closes(row, iso),
    "参加申込終了時間": lambda row: _closes(row, staff_time),
    "参加申込方法": lambda row: _WAYS[row.admission],
    "URL": _url("programme:event"),
    "備考": _note,
}
GIF: dict[str, Cell] = {
    "id": _number,
    "eventName": _title,
    "eventNameKana": _kana,
    "eventNameEn": _english,
    "alternateName": _of_event("short_title"),
    "description": _of_event("lead"),
    "eventType": lambda row: _ja(row.event.programme.title),
    "eventUrl": _url("programme:event"),
    "status": lambda row: "中止" if row.is_off else "予定どおり",
    "dateOfStart": _first_day,
    "dateOfEnd": _last_day,
    "startTime": _from,
    "endTime": _until,
    "dateTimeDescription": _of_event("hours"),
    "location": _of_venue("name"),
    "locationAddress": _of_venue("address"),
    "venueFacility": _of_venue("name"),
    "accessMethod": _of_venue("access"),
    "webinarStatus": _always("なし"),
    "organizer": _always("国立市"),
    "targetPerson": lambda row: _ja(row.event.audience) or "どなたでも",
    "capacity": _seats,
    "feeStatus": _always("無"),
    "contactPointInformation": _contact,
    "languageCode": _always("ja"),
    "timeRequired": _duration,
    "startDateOfPublication": lambda row: (
        iso(row.event.published_at) if row.event.published_at else ""
    ),
    "fee_JPY": _always("0"),
    "deadlineDateOfApplication": lambda row: _closes(row, iso),
    "applicationDeadlineTime": lambda row: _closes(row, staff_time),
    "startDateOfApplication": lambda row: _opens(row, iso),
    "applicationStartTime": lambda row: _opens(row, staff_time),
    "applicationUrl": lambda row: (
        _url("registration:register")(row) if row.takes_applications else ""
    ),
    "applicationMethod": lambda row: _WAYS[row.admission],
    "accessibilityInformation": _access,
    "childcareInformation": lambda row: (
        "保育あり" if "CHILDCARE" in (getattr(row.slot, "support", "") or "") else ""
    ),
}

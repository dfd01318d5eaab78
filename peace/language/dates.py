"""Dates and times as people read them: with the era, in three languages.

Every function takes `language` ("ja", "ja-easy" or "en"; without it the active
one). A datetime must be aware and is told in Asia/Tokyo. Easy Japanese comes with
marks for its readings (`peace.language.ruby`).
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from peace.language import easy

TOKYO = ZoneInfo("Asia/Tokyo")
# The first day of each era; that day already belongs to it.
ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
)
WEEKDAYS = "月火水木金土日"
# Not strftime: what it writes depends on the locale of the machine.
ENGLISH_WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NOON = time(12)
MIDNIGHT = time(0)
LAST_MINUTE = time(23, 59)


def jst(at: datetime) -> datetime:
    """The same moment on a clock in Tokyo. Raises ValueError without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a datetime without a time zone")
    return at.astimezone(TOKYO)


def fiscal_year_begins(at: datetime) -> datetime:
    """1 April, 0:00 in Tokyo, of the fiscal year (年度) in which AT lies."""
    local = jst(at)
    year = local.year if local.month >= 4 else local.year - 1
    return datetime(year, 4, 1, tzinfo=TOKYO)


def iso(day: date) -> str:
    """2026-02-15, for data and staff tables."""
    return _day(day).isoformat()


def staff_time(at: time | datetime) -> str:
    """13:30, for staff, the door and tickets."""
    return _time(at).strftime("%H:%M")


def staff_moment(at: datetime) -> str:
    """2月12日(木) 18:00, for staff."""
    return f"{date_short(jst(at))} {staff_time(at)}"


def staff_range(start: datetime, end: datetime) -> str:
    """13:30–14:15."""
    return f"{staff_time(start)}–{staff_time(end)}"


def era_year(day: date, language: str | None = None) -> str:
    """令和8年; 2026年 in easy Japanese, 2026 in English."""
    day = _day(day)
    match _language(language):
        case "en":
            return str(day.year)
        case "ja-easy":
            return easy.year(day.year)
    for first, era in ERAS:
        if day >= first:
            number = day.year - first.year + 1
            return f"{era}{'元' if number == 1 else number}年"
    return f"{day.year}年"


def date_long(day: date, language: str | None = None) -> str:
    """令和8年2月15日(日) / 2026年2月15日（日曜日） / Sunday 15 February 2026."""
    day, language = _day(day), _language(language)
    if language == "en":
        return f"{_english_day(day)} {day.year}"
    return era_year(day, language) + date_short(day, language)


def date_short(day: date, language: str | None = None) -> str:
    """2月15日(日) / 2月15日（日曜日） / Sun 15 Feb."""
    day = _day(day)
    match _language(language):
        case "en":
            weekday = ENGLISH_WEEKDAYS[day.weekday()][:3]
            return f"{weekday} {day.day} {ENGLISH_MONTHS[day.month - 1][:3]}"
        case "ja-easy":
            weekday = easy.WEEKDAYS[day.weekday()]
            return f"{easy.month(day.month)}{easy.day(day.day)}（{weekday}）"
    return f"{day.month}月{day.day}日({WEEKDAYS[day.weekday()]})"


def date_both_years(day: date, language: str | None = None) -> str:
    """平成20年(2008年)4月2日 / 2 April 2008, for forms and birth dates."""
    day, language = _day(day), _language(language)
    match language:
        case "en":
            return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"
        case "ja-easy":
            return easy.year(day.year) + easy.month(day.month) + easy.day(day.day)
    return f"{era_year(day, language)}({day.year}年){day.month}月{day.day}日"


def clock(at: time | datetime, language: str | None = None) -> str:
    """午後1時30分 / 1:30pm; twelve o'clock is 正午 and midday."""
    at = _time(at)
    match _language(language):
        case "en":
            return _english_clock(at)
        case "ja-easy":
            return _easy_clock(at)
    return _japanese_clock(at)


def time_range(start: datetime, end: datetime, language: str | None = None) -> str:
    """午後1時30分～2時15分 / 1:30pm to 2:15pm. 午前 and 午後 come back on a change."""
    language = _language(language)
    first, last = _time(start), _time(end)
    if language == "en":
        return f"{clock(first, 'en')} to {clock(last, 'en')}"
    if language == "ja-easy":
        return f"{clock(first, language)}から {clock(last, language)}まで"
    # 正午 does not say 午後, so the time after it has to.
    same_half = first != NOON and (first < NOON) == (last < NOON)
    second = _japanese_clock(last)
    return f"{clock(first, 'ja')}～{second[2:] if same_half else second}"


def moment(at: datetime, language: str | None = None) -> str:
    """2月12日(木)午後6時 / 6pm on Thursday 12 February: a date with its clock."""
    language, local = _language(language), jst(at)
    if language == "en":
        return f"{clock(local, 'en')} on {_english_day(local)}"
    space = " " if language == "ja-easy" else ""
    return f"{date_short(local, language)}{space}{clock(local, language)}"


def deadline(at: datetime, language: str | None = None) -> str:
    """2月12日(木)まで for the end of a day (23:59, 24:00), otherwise with the clock."""
    language, local = _language(language), jst(at)
    last_day = _day_that_ends(local)
    if language == "en":
        if last_day:
            return f"until the end of {_english_day(last_day)}"
        return f"until {moment(local, 'en')}"
    if language == "ja-easy":
        hour = "夜《よる》 12時《じ》" if last_day else clock(local, language)
        return f"{date_short(last_day or local, language)}の {hour}まで"
    if last_day:
        return f"{date_short(last_day, 'ja')}まで"
    return f"{moment(local, 'ja')}まで"


def deadline_short(at: datetime, language: str | None = None) -> str:
    """For subjects: 2月13日午後6時 / 6pm Fri 13 Feb, without a word for "until"."""
    language, local = _language(language), jst(at)
    last_day = _day_that_ends(local)
    day = last_day or local.date()
    if language == "en":
        return (
            date_short(day, "en")
            if last_day
            else (f"{clock(local, 'en')} {date_short(day, 'en')}")
        )
    if language == "ja-easy":
        hour = "夜《よる》 12時《じ》" if last_day else clock(local, language)
        return f"{easy.month(day.month)}{easy.day(day.day)} {hour}"
    return f"{day.month}月{day.day}日" + ("" if last_day else clock(local, "ja"))


def _language(language: str | None) -> str:
    return language or get_language() or "ja"


def _day(day: date) -> date:
    return jst(day).date() if isinstance(day, datetime) else day


def _time(at: time | datetime) -> time:
    """To the minute: seconds are never told."""
    if isinstance(at, datetime):
        at = jst(at).time()
    return at.replace(second=0, microsecond=0)


def _day_that_ends(local: datetime) -> date | None:
    """The day of which this moment is the end; None for every other moment."""
    if local.time() == MIDNIGHT:
        return local.date() - timedelta(days=1)
    return local.date() if _time(local) == LAST_MINUTE else None


def _english_day(day: date) -> str:
    weekday = ENGLISH_WEEKDAYS[day.weekday()]
    return f"{weekday} {day.day} {ENGLISH_MONTHS[day.month - 1]}"


def _japanese_clock(at: time) -> str:
    if at == NOON:
        return "正午"
    half = "午前" if at < NOON else "午後"
    minutes = f"{at.minute}分" if at.minute else ""
    return f"{half}{at.hour % 12}時{minutes}"


def _easy_clock(at: time) -> str:
    minutes = easy.minute(at.minute) if at.minute else ""
    if at.hour == NOON.hour:
        return f"昼《ひる》の {easy.hour(12)}{minutes}"
    half = "午前《ごぜん》" if at < NOON else "午後《ごご》"
    return f"{half}{easy.hour(at.hour % 12)}{minutes}"


def _english_clock(at: time) -> str:
    if at in (NOON, MIDNIGHT):
        return "midday" if at == NOON else "midnight"
    half = "am" if at < NOON else "pm"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{half}"

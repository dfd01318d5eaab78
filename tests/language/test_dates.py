"""Dates and times in three languages, and the borders of the eras."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils.translation import override

from peace.language import dates, easy
from peace.language.dates import TOKYO

SUNDAY = date(2026, 2, 15)
EASY_DAY = "2月《がつ》12日《にち》（木曜日《もくようび》）"


def at(hour, minute=0, second=0, day=12):
    return datetime(2026, 2, day, hour, minute, second, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "令和8年2月15日(日)"),
        ("ja-easy", "2026年《ねん》2月《がつ》15日《にち》（日曜日《にちようび》）"),
        ("en", "Sunday 15 February 2026"),
    ],
)
def test_a_long_date(language, text):
    assert dates.date_long(SUNDAY, language) == text
    with override(language):
        assert dates.date_long(SUNDAY) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "2月15日(日)"),
        ("ja-easy", "2月《がつ》15日《にち》（日曜日《にちようび》）"),
        ("en", "Sun 15 Feb"),
    ],
)
def test_a_short_date(language, text):
    assert dates.date_short(SUNDAY, language) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "平成20年(2008年)4月2日"),
        ("ja-easy", "2008年《ねん》｜4月《しがつ》｜2日《ふつか》"),
        ("en", "2 April 2008"),
    ],
)
def test_a_date_with_both_years(language, text):
    assert dates.date_both_years(date(2008, 4, 2), language) == text


@pytest.mark.parametrize(
    ("clock", "ja", "ja_easy", "en"),
    [
        (time(13, 30), "午後1時30分", "午後《ごご》1時《じ》30分《ぷん》", "1:30pm"),
        (time(18), "午後6時", "午後《ごご》6時《じ》", "6pm"),
        (time(9, 5), "午前9時5分", "午前《ごぜん》｜9時《くじ》5分《ふん》", "9:05am"),
        (time(12), "正午", "昼《ひる》の 12時《じ》", "midday"),
        (time(12, 30), "午後0時30分", "昼《ひる》の 12時《じ》30分《ぷん》", "12:30pm"),
        (time(0), "午前0時", "午前《ごぜん》｜0時《れいじ》", "midnight"),
        (
            time(0, 15),
            "午前0時15分",
            "午前《ごぜん》｜0時《れいじ》15分《ふん》",
            "12:15am",
        ),
    ],
)
def test_a_time_of_day(clock, ja, ja_easy, en):
    assert dates.clock(clock, "ja") == ja
    assert dates.clock(clock, "ja-easy") == ja_easy
    assert dates.clock(clock, "en") == en


@pytest.mark.parametrize(
    ("start", "end", "ja", "en"),
    [
        ((13, 30), (14, 15), "午後1時30分～2時15分", "1:30pm to 2:15pm"),
        ((9, 0), (11, 30), "午前9時～11時30分", "9am to 11:30am"),
        ((10, 0), (15, 0), "午前10時～午後3時", "10am to 3pm"),
        ((10, 0), (12, 0), "午前10時～正午", "10am to midday"),
        ((12, 0), (13, 0), "正午～午後1時", "midday to 1pm"),
        ((12, 30), (13, 0), "午後0時30分～1時", "12:30pm to 1pm"),
        ((11, 0), (12, 30), "午前11時～午後0時30分", "11am to 12:30pm"),
    ],
)
def test_from_and_to_name_the_half_of_the_day_when_it_changes(start, end, ja, en):
    assert dates.time_range(at(*start), at(*end), "ja") == ja
    assert dates.time_range(at(*start), at(*end), "en") == en


def test_from_and_to_in_easy_japanese_say_both_halves():
    assert dates.time_range(at(13, 30), at(14, 15), "ja-easy") == (
        "午後《ごご》1時《じ》30分《ぷん》から 午後《ごご》2時《じ》15分《ふん》まで"
    )


def test_the_wave_is_the_one_of_cp932():
    wave = dates.time_range(at(13), at(14), "ja")[4]
    assert wave == "\uff5e"
    assert wave.encode("cp932")


@pytest.mark.parametrize(
    "end_of_day", [at(23, 59), at(23, 59, 59), at(0, day=13)], ids=str
)
def test_a_deadline_at_the_end_of_a_day_tells_only_the_day(end_of_day):
    assert dates.deadline(end_of_day, "ja") == "2月12日(木)まで"
    assert dates.deadline(end_of_day, "ja-easy") == (
        "2月《がつ》12日《にち》（木曜日《もくようび》）の 夜《よる》 12時《じ》まで"
    )
    assert dates.deadline(end_of_day, "en") == "until the end of Thursday 12 February"
    assert dates.deadline_short(end_of_day, "ja") == "2月12日"
    assert dates.deadline_short(end_of_day, "en") == "Thu 12 Feb"


@pytest.mark.parametrize(
    ("moment", "ja", "ja_easy", "en"),
    [
        (
            at(18),
            "2月12日(木)午後6時まで",
            f"{EASY_DAY}の 午後《ごご》6時《じ》まで",
            "until 6pm on Thursday 12 February",
        ),
        (
            at(12),
            "2月12日(木)正午まで",
            f"{EASY_DAY}の 昼《ひる》の 12時《じ》まで",
            "until midday on Thursday 12 February",
        ),
    ],
)
def test_another_deadline_tells_the_clock(moment, ja, ja_easy, en):
    assert dates.deadline(moment, "ja") == ja
    assert dates.deadline(moment, "ja-easy") == ja_easy
    assert dates.deadline(moment, "en") == en


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "2月13日午後6時"),
        ("ja-easy", "2月《がつ》13日《にち》 午後《ごご》6時《じ》"),
        ("en", "6pm Fri 13 Feb"),
    ],
)
def test_a_deadline_in_a_subject(language, text):
    assert dates.deadline_short(at(18, day=13), language) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "2月12日(木)午後6時"),
        (
            "ja-easy",
            "2月《がつ》12日《にち》（木曜日《もくようび》） 午後《ごご》6時《じ》",
        ),
        ("en", "6pm on Thursday 12 February"),
    ],
)
def test_a_moment(language, text):
    assert dates.moment(at(18), language) == text


def test_staff_read_numbers():
    assert dates.iso(SUNDAY) == "2026-02-15"
    assert dates.staff_time(at(13, 30)) == "13:30"
    assert dates.staff_time(time(9, 5)) == "09:05"
    assert dates.staff_range(at(13, 30), at(14, 15)) == "13:30–14:15"


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 1, 1), "令和8年"),
        (date(2020, 1, 1), "令和2年"),
        (date(2019, 12, 31), "令和元年"),
        (date(2019, 5, 1), "令和元年"),
        (date(2019, 4, 30), "平成31年"),
        (date(1990, 1, 1), "平成2年"),
        (date(1989, 1, 8), "平成元年"),
        (date(1989, 1, 7), "昭和64年"),
        (date(1945, 8, 6), "昭和20年"),
        (date(1927, 1, 1), "昭和2年"),
        (date(1926, 12, 25), "昭和元年"),
        (date(1926, 12, 24), "1926年"),
    ],
)
def test_the_era_is_computed(day, year):
    assert dates.era_year(day, "ja") == year


def test_the_year_in_the_other_languages_is_western():
    assert dates.era_year(SUNDAY, "ja-easy") == "2026年《ねん》"
    assert dates.era_year(SUNDAY, "en") == "2026"


def test_a_stored_moment_is_told_in_tokyo():
    stored = datetime(2019, 4, 30, 15, 0, tzinfo=UTC)
    assert dates.date_long(stored, "ja") == "令和元年5月1日(水)"
    assert dates.clock(stored, "ja") == "午前0時"
    assert dates.iso(stored) == "2019-05-01"
    assert dates.deadline(stored, "ja") == "4月30日(火)まで"
    assert dates.jst(stored).utcoffset().total_seconds() == 9 * 3600


def test_a_moment_without_a_time_zone_is_refused():
    naive = datetime(2026, 2, 15, 13, 30)  # noqa: DTZ001 - the point of the test
    for tell in (dates.jst, dates.date_long, dates.clock, dates.deadline):
        with pytest.raises(ValueError, match="time zone"):
            tell(naive)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "｜1日《ついたち》"),
        (2, "｜2日《ふつか》"),
        (3, "｜3日《みっか》"),
        (4, "｜4日《よっか》"),
        (5, "｜5日《いつか》"),
        (6, "｜6日《むいか》"),
        (7, "｜7日《なのか》"),
        (8, "｜8日《ようか》"),
        (9, "｜9日《ここのか》"),
        (10, "｜10日《とおか》"),
        (11, "11日《にち》"),
        (14, "｜14日《じゅうよっか》"),
        (19, "19日《にち》"),
        (20, "｜20日《はつか》"),
        (24, "｜24日《にじゅうよっか》"),
        (31, "31日《にち》"),
    ],
)
def test_days_of_the_month_are_read_as_they_are_said(number, text):
    assert easy.day(number) == text


def test_months_hours_and_minutes_are_read_as_they_are_said():
    assert [easy.month(n) for n in (2, 4, 7, 9)] == [
        "2月《がつ》",
        "｜4月《しがつ》",
        "7月《がつ》",
        "｜9月《くがつ》",
    ]
    assert [easy.hour(n) for n in (1, 4, 9)] == [
        "1時《じ》",
        "｜4時《よじ》",
        "｜9時《くじ》",
    ]
    fun = [n for n in range(1, 60) if "《ふん》" in easy.minute(n)]
    assert fun == [n for n in range(1, 60) if n % 10 in (2, 5, 7, 9)]
    assert easy.minute(10) == "10分《ぷん》"

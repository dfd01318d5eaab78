"""Who may come: rules in sentences, and people held against them."""

from datetime import date, datetime

import pytest
from django.utils import translation

from events.programme.choices import Grade
from events.programme.eligibility import (
    Rules,
    Unfit,
    check,
    cohort,
    fiscal_year,
    is_under_18,
    refusal,
    sentences,
    span,
)
from events.programme.models import Eligibility
from peace.language.dates import TOKYO

JUNE = datetime(2026, 6, 21, 10, tzinfo=TOKYO)
MARCH = datetime(2027, 3, 31, 23, 30, tzinfo=TOKYO)
APRIL = datetime(2027, 4, 1, 0, 30, tzinfo=TOKYO)


def held(rule: Eligibility, born: date | None = None, residence: str = "", at=JUNE):
    return check(rule, starts_at=at, birth_date=born, residence=residence)


def test_the_fiscal_year_begins_on_the_first_of_april_in_tokyo():
    assert [fiscal_year(at) for at in (JUNE, MARCH, APRIL)] == [2026, 2026, 2027]


@pytest.mark.parametrize(
    ("grade", "first", "last"),
    [
        (Grade.ELEMENTARY_1, date(2019, 4, 2), date(2020, 4, 1)),
        (Grade.ELEMENTARY_6, date(2014, 4, 2), date(2015, 4, 1)),
        (Grade.JUNIOR_1, date(2013, 4, 2), date(2014, 4, 1)),
        (Grade.HIGH_3, date(2008, 4, 2), date(2009, 4, 1)),
    ],
)
def test_a_grade_is_a_cohort(grade, first, last):
    assert cohort(grade, 2026) == (first, last)


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        (date(2014, 4, 1), Unfit.BIRTH_OUTSIDE),  # the class above: junior high
        (date(2014, 4, 2), None),
        (date(2016, 4, 1), None),  # born on 1 April: the older class
        (date(2016, 4, 2), Unfit.BIRTH_OUTSIDE),
        (None, Unfit.BIRTH_MISSING),
    ],
)
def test_fifth_and_sixth_graders_of_fiscal_2026(born, reason):
    rule = Eligibility(grade_from=Grade.ELEMENTARY_5, grade_until=Grade.ELEMENTARY_6)

    assert held(rule, born) == reason


def test_grades_move_up_with_the_fiscal_year_of_the_timeslot():
    rule = Eligibility(grade_from=Grade.ELEMENTARY_5, grade_until=Grade.ELEMENTARY_6)
    born = date(2014, 4, 2)

    assert held(rule, born, at=MARCH) is None
    assert held(rule, born, at=APRIL) == Unfit.BIRTH_OUTSIDE


def test_both_ends_of_a_birth_date_range_are_included():
    rule = Eligibility(born_from=date(2000, 1, 1), born_until=date(2000, 12, 31))

    assert [
        held(rule, day)
        for day in (
            date(1999, 12, 31),
            date(2000, 1, 1),
            date(2000, 12, 31),
            date(2001, 1, 1),
        )
    ] == [Unfit.BIRTH_OUTSIDE, None, None, Unfit.BIRTH_OUTSIDE]


def test_a_range_and_a_grade_narrow_each_other():
    rule = Eligibility(born_until=date(2015, 12, 31), grade_from=Grade.ELEMENTARY_5)

    assert (span(rule, JUNE).first, span(rule, JUNE).last) == (None, date(2015, 12, 31))


def test_one_tie_to_the_city_is_enough():
    rule = Eligibility(residence=["LIVES", "STUDIES"])

    assert [
        held(rule, residence=each)
        for each in ("LIVES", "STUDIES", "WORKS", "ELSEWHERE", "")
    ] == [
        None,
        None,
        Unfit.OUTSIDE_AREA,
        Unfit.OUTSIDE_AREA,
        Unfit.RESIDENCE_MISSING,
    ]


def test_the_rule_of_a_timeslot_goes_before_the_one_of_the_event():
    of_all, of_one = Eligibility(residence=["LIVES"]), Eligibility(timeslot_id=7)
    rules = Rules({None: of_all, 7: of_one})

    assert (rules.of(7), rules.of(8)) == (of_one, of_all)
    assert (rules.ask_residence, rules.ask_birth_date) == (True, False)


def test_a_person_is_under_18_until_the_eve_of_their_birthday():
    born = date(2008, 6, 21)

    assert is_under_18(born, date(2026, 6, 20))
    assert not is_under_18(born, date(2026, 6, 21))
    leap = date(2008, 2, 29)
    assert is_under_18(leap, date(2026, 2, 28))
    assert not is_under_18(leap, date(2026, 3, 1))


BUS = {
    "residence": ["LIVES", "STUDIES"],
    "residence_on": date(2026, 4, 1),
    "grade_from": Grade.ELEMENTARY_5,
    "grade_until": Grade.ELEMENTARY_6,
}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "ja",
            [
                "令和8年(2026年)4月1日の時点で、国立市に住んでいる方、学校に通っている方。",
                "小学5年から小学6年までの方。",
                "平成26年(2014年)4月2日から平成28年(2016年)4月1日までに生まれた方。",
            ],
        ),
        (
            "en",
            [
                "On 1 April 2026: People who live or go to school in Kunitachi.",
                "Pupils: Elementary school, year 5 to Elementary school, year 6.",
                "People born from 2 April 2014 to 1 April 2016.",
            ],
        ),
    ],
)
def test_a_rule_is_said_in_plain_sentences(language, told):
    with translation.override(language):
        assert sentences(Eligibility(**BUS), JUNE) == told


def test_easy_japanese_says_it_with_readings():
    with translation.override("ja-easy"):
        told = sentences(Eligibility(**BUS), JUNE)

    assert all("《" in each for each in told)
    assert told[2].endswith("生《う》まれた 人《ひと》。")


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
@pytest.mark.parametrize("reason", list(Unfit))
def test_every_refusal_is_a_sentence_without_blanks_left(language, reason):
    with translation.override(language):
        text = refusal(reason, Eligibility(**BUS), starts_at=JUNE, timeslot="広島の話")

    assert "広島の話" in text
    assert "%" not in text


def test_a_refusal_by_birth_names_the_dates_and_never_an_age():
    rule = Eligibility(born_from=date(2008, 4, 2))

    with translation.override("ja"):
        assert refusal(Unfit.BIRTH_OUTSIDE, rule, starts_at=JUNE) == (
            "この催しの対象は、平成20年(2008年)4月2日からあとに生まれた方です。"
            "生年月日を確かめてください。"
        )

"""Who may come: a rule as sentences, and a person held against it.

Pure: no clock, no database. A rule speaks of residence, of birth dates and of school
grades, and never of an age. A grade is a cohort: whoever is born from 2 April to the
1 April after it goes to school together (a child born on 1 April belongs to the older
class), counted in the fiscal year in which the timeslot begins.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from events.programme.choices import Grade, Residence
from events.programme.models import Eligibility, Timeslot
from peace.language.dates import date_both_years, jst

ADULT_AT = 18
# A child starts school in the fiscal year after its sixth birthday.
_FIRST_GRADE_BORN_BEFORE = 7
_GRADES = list(Grade)


class Unfit(StrEnum):
    """Why a person may not come, or why nobody can tell yet."""

    BIRTH_MISSING = "birth_missing"
    BIRTH_OUTSIDE = "birth_outside"
    RESIDENCE_MISSING = "residence_missing"
    OUTSIDE_AREA = "outside_area"

    @property
    def is_about_residence(self) -> bool:
        return self in {Unfit.RESIDENCE_MISSING, Unfit.OUTSIDE_AREA}

    @property
    def is_missing(self) -> bool:
        """Nothing was said, so nothing is known against the person."""
        return self in {Unfit.BIRTH_MISSING, Unfit.RESIDENCE_MISSING}


@dataclass(frozen=True)
class Span:
    """Birth dates, both ends included; None where it is open."""

    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (
            self.last is None or day <= self.last
        )

    @property
    def is_open(self) -> bool:
        return self.first is None and self.last is None


def fiscal_year(at: datetime) -> int:
    """The year in which the fiscal year of AT began (April, in Tokyo)."""
    day = jst(at).date()
    return day.year if day.month >= 4 else day.year - 1


def cohort(grade: str, year: int) -> tuple[date, date]:
    """First and last birth date of GRADE in fiscal YEAR."""
    first = year - _FIRST_GRADE_BORN_BEFORE - _GRADES.index(Grade(grade))
    return date(first, 4, 2), date(first + 1, 4, 1)


def span(rule: Eligibility, starts_at: datetime) -> Span:
    """The birth dates that RULE asks for, in a timeslot that begins at STARTS_AT.

    A lower grade is born later: `grade_from` closes the range at its end.
    """
    year = fiscal_year(starts_at)
    firsts = [rule.born_from]
    lasts = [rule.born_until]
    if rule.grade_until:
        firsts.append(cohort(rule.grade_until, year)[0])
    if rule.grade_from:
        lasts.append(cohort(rule.grade_from, year)[1])
    return Span(
        first=max((day for day in firsts if day), default=None),
        last=min((day for day in lasts if day), default=None),
    )


def check(
    rule: Eligibility,
    *,
    starts_at: datetime,
    birth_date: date | None,
    residence: str,
) -> Unfit | None:
    """Why a person may not come to a timeslot that begins at STARTS_AT, or None."""
    born = span(rule, starts_at)
    if not born.is_open:
        if birth_date is None:
            return Unfit.BIRTH_MISSING
        if not born.holds(birth_date):
            return Unfit.BIRTH_OUTSIDE
    if rule.residence:
        if not residence:
            return Unfit.RESIDENCE_MISSING
        if residence not in rule.residence:
            return Unfit.OUTSIDE_AREA
    return None


def years_on(birth_date: date, on: date) -> int:
    """Full years of age ON that day."""
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    return on.year - birth_date.year - (not had_birthday)


def is_under_18(birth_date: date, on: date) -> bool:
    """Whether somebody is still a minor ON that day; adult on the 18th birthday."""
    return years_on(birth_date, on) < ADULT_AT


@dataclass(frozen=True)
class Rules:
    """The rules of one event: its own, and those of single timeslots before it."""

    by_timeslot: Mapping[int | None, Eligibility]

    def __bool__(self) -> bool:
        return bool(self.by_timeslot)

    @property
    def of_event(self) -> Eligibility | None:
        return self.by_timeslot.get(None)

    def of(self, timeslot_id: int) -> Eligibility | None:
        return self.by_timeslot.get(timeslot_id) or self.of_event

    @property
    def ask_birth_date(self) -> bool:
        return any(
            rule.born_from or rule.born_until or rule.grade_from or rule.grade_until
            for rule in self.by_timeslot.values()
        )

    @property
    def ask_residence(self) -> bool:
        return any(rule.residence for rule in self.by_timeslot.values())

    def only_minors(self, starts_at: datetime) -> bool:
        """Whether everybody whom the event is for is still under 18 then."""
        oldest = span(self.of_event, starts_at).first if self.of_event else None
        return oldest is not None and is_under_18(oldest, jst(starts_at).date())

    def own_sentences(self, timeslot: Timeslot) -> list[str]:
        """What is said beside a timeslot that has a rule of its own."""
        rule = self.by_timeslot.get(timeslot.pk)
        return sentences(rule, timeslot.starts_at) if rule else []


NO_RULES = Rules({})


def sentences(rule: Eligibility, starts_at: datetime) -> list[str]:
    """RULE in plain words, in the language in force; one sentence a thought."""
    found = []
    if rule.residence:
        found.append(_where(rule))
    if rule.grade_from or rule.grade_until:
        found.append(_grades(rule))
    born = span(rule, starts_at)
    if not born.is_open:
        found.append(_born(born))
    return found


def refusal(
    reason: Unfit, rule: Eligibility, *, starts_at: datetime, timeslot: object = ""
) -> str:
    """REASON as a sentence. TIMESLOT is named when the rule is its own."""
    what = f"「{timeslot}」" if timeslot else _("この催し")
    match reason:
        case Unfit.BIRTH_MISSING:
            text = _(
                "%(what)sの対象は、生まれた日で決まっています。"
                "生年月日を入力してください。"
            )
        case Unfit.BIRTH_OUTSIDE:
            return _outside(span(rule, starts_at), what)
        case _:
            text = _(
                "%(what)sの対象は、次の方です。%(who)sあてはまるものを選んでください。"
            )
    return text % {"what": what, "who": _where(rule) if rule.residence else ""}


def _where(rule: Eligibility) -> str:
    lives, works, studies = Residence.LIVES, Residence.WORKS, Residence.STUDIES
    words = {
        frozenset({lives}): _("国立市に住んでいる方。"),
        frozenset({works}): _("国立市で働いている方。"),
        frozenset({studies}): _("国立市の学校に通っている方。"),
        frozenset({lives, works}): _("国立市に住んでいる方、働いている方。"),
        frozenset({lives, studies}): _("国立市に住んでいる方、学校に通っている方。"),
        frozenset({works, studies}): _("国立市で働いている方、学校に通っている方。"),
        frozenset({lives, works, studies}): _(
            "国立市に住んでいる方、働いている方、学校に通っている方。"
        ),
    }
    found = words.get(_ties(rule.residence), "")
    if found and rule.residence_on:
        day = date_both_years(rule.residence_on)
        found = _("%(day)sの時点で、%(who)s") % {"day": day, "who": found}
    return found


def _ties(residence: Collection[str]) -> frozenset[Residence]:
    known = set(Residence.values) - {Residence.ELSEWHERE.value}
    return frozenset(Residence(each) for each in residence if each in known)


def _grades(rule: Eligibility) -> str:
    lowest = str(Grade(rule.grade_from).label) if rule.grade_from else ""
    highest = str(Grade(rule.grade_until).label) if rule.grade_until else ""
    if lowest == highest:
        return _("%(grade)sの方。") % {"grade": lowest}
    if not highest:
        return _("%(grade)sからの方。") % {"grade": lowest}
    if not lowest:
        return _("%(grade)sまでの方。") % {"grade": highest}
    return _("%(lowest)sから%(highest)sまでの方。") % {
        "lowest": lowest,
        "highest": highest,
    }


def _born(born: Span) -> str:
    first, last = _days(born)
    if not last:
        return _("%(first)sからあとに生まれた方。") % {"first": first}
    if not first:
        return _("%(last)sまでに生まれた方。") % {"last": last}
    return _("%(first)sから%(last)sまでに生まれた方。") % {
        "first": first,
        "last": last,
    }


def _outside(born: Span, what: str) -> str:
    first, last = _days(born)
    if not last:
        text = _(
            "%(what)sの対象は、%(first)sからあとに生まれた方です。"
            "生年月日を確かめてください。"
        )
    elif not first:
        text = _(
            "%(what)sの対象は、%(last)sまでに生まれた方です。"
            "生年月日を確かめてください。"
        )
    else:
        text = _(
            "%(what)sの対象は、%(first)sから%(last)sまでに生まれた方です。"
            "生年月日を確かめてください。"
        )
    return text % {"what": what, "first": first, "last": last}


def _days(born: Span) -> tuple[str, str]:
    return (
        date_both_years(born.first) if born.first else "",
        date_both_years(born.last) if born.last else "",
    )

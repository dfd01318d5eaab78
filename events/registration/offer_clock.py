"""How long an offered seat waits for an answer. Pure.

The nearer the event, the shorter (waiting-rule-1; figures from the study of the
peers): more than 7 days before the doors 48 counted hours, from 2 to 7 days 24, later
3. Nobody's clock runs from 20:00 to 08:00 in Tokyo. Whoever we have to ring is given
office hours only, 8:30 to 17:15 on working days, and fewer of them: 16, 8 and 3, two
working days being as long for them as 48 hours by e-mail. Nothing outlasts the doors.
"""

from datetime import date, datetime, time, timedelta

import jpholiday

from peace.language.dates import TOKYO, jst

DAY_BEGINS, DAY_ENDS = time(8), time(20)
OFFICE_OPENS, OFFICE_CLOSES = time(8, 30), time(17, 15)
FAR, NEAR = timedelta(days=7), timedelta(days=2)
HOURS_FAR, HOURS_MID, HOURS_NEAR = 48, 24, 3
OFFICE_HOURS_FAR, OFFICE_HOURS_MID, OFFICE_HOURS_NEAR = 16, 8, 3
_ONE_DAY = timedelta(days=1)


def answer_by(*, now: datetime, doors_at: datetime, by_phone: bool) -> datetime:
    """Until when an offer made NOW stands."""
    hours = timedelta(hours=_hours(doors_at - now, by_phone=by_phone))
    return min(_count(now, hours, by_phone=by_phone), doors_at)


def _hours(left: timedelta, *, by_phone: bool) -> int:
    if left > FAR:
        return OFFICE_HOURS_FAR if by_phone else HOURS_FAR
    if left > NEAR:
        return OFFICE_HOURS_MID if by_phone else HOURS_MID
    return OFFICE_HOURS_NEAR if by_phone else HOURS_NEAR


def _count(start: datetime, hours: timedelta, *, by_phone: bool) -> datetime:
    """START plus HOURS of counted time, minute by minute exact, in whole windows."""
    moment = jst(start)
    day = moment.date()
    while True:
        window = _window(day, by_phone=by_phone)
        if window:
            begins = max(window[0], moment)
            if begins < window[1]:
                if hours <= window[1] - begins:
                    return begins + hours
                hours -= window[1] - begins
        day += _ONE_DAY


def _window(day: date, *, by_phone: bool) -> tuple[datetime, datetime] | None:
    """The counted hours of DAY in Tokyo; None for the office's days off."""
    if not by_phone:
        return _at(day, DAY_BEGINS), _at(day, DAY_ENDS)
    if office_is_closed(day):
        return None
    return _at(day, OFFICE_OPENS), _at(day, OFFICE_CLOSES)


def office_is_closed(day: date) -> bool:
    """Weekends, holidays, and 29 December to 3 January (地方自治法 4条の2)."""
    year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() >= 5 or year_end or jpholiday.is_holiday(day)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=TOKYO)

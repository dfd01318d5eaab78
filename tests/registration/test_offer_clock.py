"""How long an offered seat waits: shorter when near, never at night."""

from datetime import datetime, timedelta

import pytest

from events.registration.offer_clock import answer_by, office_is_closed
from peace.language.dates import TOKYO


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


FAR, LATER = "2026-03-15 13:00", "2026-03-30 13:00"


@pytest.mark.parametrize(
    ("now", "doors", "by_mail", "by_phone"),
    [
        # Monday morning, two weeks before: 48 hours of days of twelve; 16 office hours.
        ("2026-03-02 09:00", FAR, "2026-03-06 09:00", "2026-03-03 16:15"),
        # In the evening the clock stands still until eight, or until the office opens.
        ("2026-03-02 21:30", FAR, "2026-03-06 20:00", "2026-03-04 15:45"),
        # Friday at five: the office rings on Monday.
        (
            "2026-03-06 17:30",
            "2026-03-30 13:00",
            "2026-03-10 17:30",
            "2026-03-10 15:45",
        ),
        # From seven days on 24 hours, from two days on three.
        ("2026-03-09 09:00", FAR, "2026-03-11 09:00", "2026-03-09 17:00"),
        ("2026-03-13 14:00", FAR, "2026-03-13 17:00", "2026-03-13 17:00"),
        ("2026-03-13 18:30", FAR, "2026-03-14 09:30", "2026-03-15 13:00"),
        # Nothing outlasts the doors.
        ("2026-03-15 11:30", FAR, "2026-03-15 13:00", "2026-03-15 13:00"),
    ],
)
def test_an_offer_stands_until(now, doors, by_mail, by_phone):
    found = [
        answer_by(now=at(now), doors_at=at(doors), by_phone=way)
        for way in (False, True)
    ]

    assert found == [at(by_mail), at(by_phone)]


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2026-03-02", False),  # Monday
        ("2026-03-07", True),  # Saturday
        ("2026-03-20", True),  # the spring equinox
        ("2026-05-06", True),  # a holiday in lieu
        ("2026-12-29", True),
        ("2027-01-04", False),
    ],
)
def test_the_office_is_closed_on_weekends_holidays_and_at_the_turn_of_the_year(
    day, closed
):
    assert office_is_closed(at(f"{day} 12:00").date()) is closed


def test_it_always_comes_to_an_end_within_two_weeks():
    doors = at("2027-06-01 10:00")
    for hours in range(0, 24 * 40, 7):
        now = at("2026-12-20 00:00") + timedelta(hours=hours)
        for by_phone in (False, True):
            end = answer_by(now=now, doors_at=doors, by_phone=by_phone)
            assert now < end <= now + timedelta(days=14)

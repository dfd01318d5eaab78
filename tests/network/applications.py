"""Builders: a city that takes applications, and people who apply."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from network.youth.models import (
    CityYear,
    InterviewSlot,
    YouthApplication,
    YouthProgramme,
)
from network.youth.usecases.apply import Applicant, apply
from network.youth.usecases.open_applications import set_applications
from tests.network import builders

CRITERIA = [
    {"name": {"ja": "志望動機", "en": "Motivation"}, "points": 10},
    {"name": {"ja": "伝える計画"}, "points": 5},
]
MORE = {
    "school": "架空高等学校",
    "email": "young@example.jp",
    "phone": "",
    "guardian_name": "架空 親",
    "guardian_email": "",
    "guardian_phone": "0425550000",
}


def open_city(
    code: str = builders.CHOFU, year: YouthProgramme | None = None
) -> CityYear:
    """Takes applications for ten more days; the network's deadline is in twenty."""
    year = year or builders.programme(criteria=CRITERIA)
    now = timezone.now()
    return set_applications(
        city_year=CityYear.objects.get(
            programme=year, municipality=builders.city(code)
        ),
        takes=True,
        until=now + timedelta(days=10),
        introduction="わたしたちの市から、広島へ。",
        contact="平和課 042-000-0000",
        actor="user:1",
        now=now,
    )


def applicant(number: int = 1, **changes: Any) -> Applicant:
    more = MORE | changes.pop("more", {})
    return Applicant(
        **{
            "name": f"架空 {number}",
            "kana": "かくう "
            + "あいうえおかきくけこ"[number % 10] * (1 + number // 10),
            "born_on": date(2007, 5, 5),
            "address": "架空の町1-1",
            "motivation": "広島で聞いたことを、友だちに話したいです。",
            "more": more,
        }
        | changes
    )


def application(
    city_year: CityYear,
    number: int = 1,
    *,
    language: str = "ja",
    now: datetime | None = None,
    **changes: Any,
) -> YouthApplication:
    return apply(
        programme=city_year.programme,
        municipality=city_year.municipality,
        applicant=applicant(number, **changes),
        key=uuid.uuid4(),
        language=language,
        now=now or timezone.now(),
    )


def slot(city_year: CityYear, **fields: Any) -> InterviewSlot:
    start = timezone.now() + timedelta(days=12)
    return InterviewSlot.objects.create(
        **{
            "programme": city_year.programme,
            "municipality": city_year.municipality,
            "starts_at": start,
            "ends_at": start + timedelta(minutes=20),
            "place": "市役所5階",
        }
        | fields
    )


def typed(**changes: str) -> dict[str, str]:
    """What a browser sends with the form of an application."""
    return {
        "key": str(uuid.uuid4()),
        "name": "架空 さくら",
        "kana": "かくう さくら",
        "born_on": "2007-05-05",
        "address": "架空の町1-1",
        "school": "",
        "phone": "",
        "email": "young@example.jp",
        "guardian_name": "架空 親",
        "guardian_phone": "042-555-0000",
        "guardian_email": "",
        "motivation": "広島で聞いたことを、友だちに話したいです。",
        "lives_here": "on",
        "can_attend": "on",
    } | changes

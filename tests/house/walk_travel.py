"""The trip of the year before, its sheets, and health data with one reader of staff."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from network.youth.choices import ProtectedKind, Sheet
from network.youth.models import Delegate, HealthReader, YouthProgramme
from network.youth.usecases.plan_trip import plan_trip
from network.youth.usecases.print_sheet import print_sheet
from network.youth.usecases.protect import erase_on_of, protect
from peace.accounts.choices import Role
from peace.accounts.models import User
from tests.house.canaries import NAME, PHONE
from tests.network import builders

OF_A_TRIP = ("youth:trip", "youth:roll-call")
# Of the year in which the delegate goes.
OF_THE_YEAR = {
    "youth:health",
    "youth:health-read",
    "youth:health-sheet",
    "youth:health-readers",
    "youth:sheet",
    "youth:sheets-year",
    "youth:rooms",
}


@dataclass(frozen=True)
class TravelWorld:
    year: int
    year_without_trip: int
    delegate: int
    printed: int
    # A row of the timetable, and one of another year's.
    stop: int
    foreign_stop: int

    def arguments(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = {"timeslot_id": self.stop, "sheet": "emergency"}
        if name in OF_THE_YEAR or name.startswith(OF_A_TRIP):
            found["year"] = self.year
        if name == "youth:health-read":
            found["pk"] = self.delegate
        if name == "youth:sheet-shredded":
            found["pk"] = self.printed
        return found

    def missing(self, name: str) -> dict[str, list[Any]]:
        if name.startswith("youth:roll-call"):
            return {
                "timeslot_id": [10**15, self.foreign_stop],
                "year": [self.year_without_trip],
            }
        if name.startswith("youth:trip"):
            no_trip = [self.year_without_trip] if name != "youth:trip" else []
            return {"year": [1999, *no_trip]}
        if name == "youth:sheet":
            return {"sheet": ["diets", "nothing"], "year": [1900]}
        return {}


def travel_world(delegate: Delegate, other_year: YouthProgramme) -> TravelWorld:
    return TravelWorld(
        year=delegate.programme.year,
        year_without_trip=other_year.year,
        delegate=delegate.pk,
        printed=_protected(delegate),
        stop=_stop(delegate.programme),
        foreign_stop=_stop(builders.programme()),
    )


def _stop(year: YouthProgramme) -> int:
    made = plan_trip(programme=year, actor="user:0", now=timezone.now())
    return made.timeslots.get().pk


def _protected(delegate: Delegate) -> int:
    """Health data and contacts of the delegate, a reader who is one of the staff, and
    a sheet that was printed."""
    now = timezone.now()
    for kind in (ProtectedKind.HEALTH, ProtectedKind.EMERGENCY):
        protect(
            delegate=delegate,
            kind=kind,
            answers={
                "nothing": False,
                "other": NAME,
                "contacts": [{"name": NAME, "relation": "母", "phone": PHONE}],
            },
            erase_on=erase_on_of(delegate.programme),
            actor="link:0",
            now=now,
        )
    HealthReader.objects.create(
        programme=delegate.programme,
        user=User.objects.get(role=Role.STAFF),
        place=1,
        reason="看護師",
        named_by="user:0",
        named_at=now,
    )
    return print_sheet(
        programme=delegate.programme,
        sheet=Sheet.ROSTER,
        people=1,
        actor="user:0",
        now=now,
    ).pk

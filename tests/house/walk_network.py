"""What the addresses of the network lead to, in one city and in another."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from network.youth.choices import NominationStatus, Reader
from network.youth.models import ChecklistFile, Delegate, Nomination, PersonalLink
from network.youth.usecases.nominate import submit
from network.youth.usecases.personal_link import make_link
from peace.accounts.models import User
from tests.house.canaries import EMAIL, KANA, NAME, PHONE
from tests.house.walk_applications import ApplicationsWorld, applications_world
from tests.house.walk_cities import CitiesWorld, cities_world
from tests.house.walk_reports import ReportsWorld, reports_world
from tests.house.walk_summit import SummitWorld, summit_world
from tests.house.walk_travel import TravelWorld, travel_world
from tests.network import applications, builders

# Those who come by a personal link; elsewhere they are anonymous.
READERS = ("guardian", "delegate")
# Pages of the delegate alone; the other pages of a link are opened by the guardian.
DELEGATES_OWN: set[str] = {
    "youth:link-report",
    "youth:link-report-preview",
    "youth:link-report-take-back",
    "youth:link-report-consent",
    "youth:link-report-photo",
    "youth:link-report-photo-remove",
}
# Addresses whose `pk` is a delegate: of one's own city, and of any.
OF_A_DELEGATE: set[str] = {
    "youth:delegate",
    "youth:delegate-item",
    "youth:delegate-untick",
    "youth:delegate-file",
    "youth:delegate-file-remove",
    "youth:delegate-file-replace",
    "youth:delegate-links",
    "youth:delegate-link-make",
    "youth:delegate-link-end",
    "youth:delegate-paper",
    "youth:delegate-paper-form",
    "youth:city-report",
    "youth:city-report-photo",
    "youth:city-after",
    "youth:city-after-edit",
    "youth:city-after-remove",
    "youth:city-after-restore",
}
OF_ANY_DELEGATE: set[str] = {
    "youth:check",
    "youth:check-item",
    "youth:check-file",
    "youth:report-review",
    "youth:report-comment",
    "youth:report-decide",
    "youth:report-photo",
    "youth:desk-after",
    "youth:desk-after-edit",
    "youth:desk-after-remove",
    "youth:desk-after-restore",
}
# Addresses with the code of a file that a city sent.
OF_A_FILE = ("youth:delegate-file", "youth:check-file")


@dataclass(frozen=True)
class Network:
    """A year, the coordinator's own city with a nomination, and another city."""

    year: int
    code: str
    nomination: int
    foreign_nomination: int
    delegate: Delegate
    foreign_delegate: Delegate
    file: ChecklistFile
    foreign_file: ChecklistFile
    links: dict[str, PersonalLink]
    ended_link: PersonalLink
    cities: CitiesWorld
    applications: ApplicationsWorld
    travel: TravelWorld
    reports: ReportsWorld
    summit: SummitWorld

    @property
    def parts(self) -> tuple[Any, ...]:
        return (
            self.cities,
            self.applications,
            self.travel,
            self.reports,
            self.summit,
        )

    def arguments(self, name: str) -> dict[str, Any]:
        """What stands in the addresses of the network."""
        if not name.startswith(("network:", "youth:", "summit:")):
            return {}
        is_ours = name in OF_A_DELEGATE | OF_ANY_DELEGATE
        reader = "delegate" if name in DELEGATES_OWN else "guardian"
        found = {
            "year": self.year + (name == "youth:year-new"),
            "kind": "trip" if name == "youth:delegate-paper" else "reserve",
            "item": "fee" if name == "youth:delegate-untick" else "application",
            "code": self.file.code if name.startswith(OF_A_FILE) else self.code,
            "pk": self.delegate.pk if is_ours else self.nomination,
            "token": self.links[reader].token,
        }
        for part in self.parts:
            found |= part.arguments(name)
        return found

    def missing(self, name: str) -> dict[str, list[Any]]:
        """Another city's things do not exist for this one."""
        found = self._missing(name)
        for part in self.parts:
            found |= part.missing(name)
        return found

    def _missing(self, name: str) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {"item": ["no-such-item", "APPLICATION"]}
        if name == "youth:year-new":
            found["year"] = []
        elif name in {"youth:review", "youth:decide"}:
            found["pk"] = [10**15]
        elif name.startswith("youth:nomination"):
            found["pk"] = [10**15, self.foreign_nomination]
        elif name in OF_A_DELEGATE:
            found["pk"] = [10**15, self.foreign_delegate.pk]
        elif name in OF_ANY_DELEGATE:
            # The secretariat may see any city's delegate, only not mix two.
            found["pk"] = [10**15]
        if name.startswith(OF_A_FILE):
            found["code"] = [uuid.uuid4(), self.foreign_file.code]
        if name.startswith("youth:link"):
            cut = self.links["guardian"].token[:-1]
            found["token"] = ["cut", cut, self.ended_link.token]
            # Whoever has not opened the link is asked for its code, whatever else.
            found["code"] = []
        return found

    def opened_by(self, reader: str) -> dict[str, str]:
        """What the session of a reader remembers who typed the code just now."""
        return {self.links[reader].uuid.hex: timezone.now().isoformat()}


def network(chiba: User) -> Network:
    """Chiba acts for Chofu, which has sent a nomination; Hino has one, too.

    The year before, both cities sent a delegate.
    """
    last = builders.programme()
    year = builders.programme(criteria=applications.CRITERIA)
    own, other = builders.city(), builders.city(builders.HINO)
    builders.coordinator(own, user=chiba)
    mine, foreign = builders.nomination(own, year), builders.nomination(other, year)
    for each in (mine, foreign):
        submit(nomination=each, actor="user:0", now=timezone.now())
    Nomination.objects.filter(pk=mine.pk).update(status=NominationStatus.SENT_BACK)
    Nomination.objects.filter(pk=mine.pk).update(name=NAME, kana=KANA, phone=PHONE)
    delegate = builders.delegate(
        own, last, name=NAME, email=EMAIL, born_on=builders.MINOR
    )
    builders.consents(delegate)
    foreign_delegate = builders.delegate(other, last)
    old = _link(delegate, Reader.GUARDIAN)
    links = {
        "guardian": _link(delegate, Reader.GUARDIAN),
        "delegate": _link(delegate, Reader.DELEGATE),
    }
    old.refresh_from_db()
    return Network(
        year=year.year,
        code=own.code,
        nomination=mine.pk,
        foreign_nomination=foreign.pk,
        delegate=delegate,
        foreign_delegate=foreign_delegate,
        file=builders.file_of(delegate),
        foreign_file=builders.file_of(foreign_delegate),
        links=links,
        ended_link=old,
        cities=cities_world(own, other),
        applications=applications_world(year),
        travel=travel_world(delegate, year),
        reports=reports_world(delegate, foreign_delegate),
        summit=summit_world(own, other),
    )


def _link(delegate: Delegate, reader: Reader) -> PersonalLink:
    return make_link(
        delegate=delegate, reader=reader, actor="user:0", now=timezone.now()
    )[0]

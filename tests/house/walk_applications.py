"""Two people apply to Chofu, one of them the canary; one to Hino, too."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from network.youth.models import InterviewSlot, YouthApplication, YouthProgramme
from tests.house.canaries import EMAIL, KANA, NAME, PHONE
from tests.network import applications, builders

# Addresses whose `pk` is an application, and an applicant's own by signed link.
OF_AN_APPLICATION = {
    "youth:city-application",
    "youth:application-score",
    "youth:application-invite",
    "youth:application-told",
}
BY_APPLICANTS_LINK = {
    "youth:application",
    "youth:application-interview",
    "youth:application-withdraw",
}


@dataclass(frozen=True)
class ApplicationsWorld:
    linked: YouthApplication  # read by its own link
    own: YouthApplication
    foreign: YouthApplication
    erased: YouthApplication
    slot: InterviewSlot
    foreign_slot: InterviewSlot

    def arguments(self, name: str) -> dict[str, Any]:
        if name in OF_AN_APPLICATION:
            return {"pk": self.own.pk}
        if name == "youth:interview-slot-remove":
            return {"pk": self.slot.pk}
        if name in BY_APPLICANTS_LINK:
            return {"token": self.linked.token}
        return {}

    def missing(self, name: str) -> dict[str, list[Any]]:
        if name in {"youth:city-page", "youth:apply"}:
            return {"code": [133035, 999999]}
        if name in BY_APPLICANTS_LINK:
            return {"token": ["cut", self.linked.token[:-1], self.erased.token]}
        if name in OF_AN_APPLICATION:
            return {"pk": [10**15, self.foreign.pk, self.erased.pk]}
        if name == "youth:interview-slot-remove":
            return {"pk": [10**15, self.foreign_slot.pk]}
        return {}


def applications_world(year: YouthProgramme) -> ApplicationsWorld:
    own = applications.open_city(builders.CHOFU, year)
    other = applications.open_city(builders.HINO, year)
    canary = {"name": NAME, "kana": KANA, "more": {"email": EMAIL, "phone": PHONE}}
    erased = applications.application(own, 3)
    YouthApplication.objects.filter(pk=erased.pk).update(erased_at=timezone.now())
    return ApplicationsWorld(
        linked=applications.application(own, 1, **canary),
        own=applications.application(own, 2, **canary),
        foreign=applications.application(other, 1, **canary),
        erased=erased,
        slot=applications.slot(own),
        foreign_slot=applications.slot(other),
    )

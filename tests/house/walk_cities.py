"""Terms, invitations, offices and notices of two cities."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from network.cities.choices import CoordinatorLevel
from network.cities.models import Invitation, Municipality
from network.cities.usecases.invite_coordinator import invite_coordinator
from tests.network import builders


@dataclass(frozen=True)
class CitiesWorld:
    code: str
    term: int
    foreign_term: int
    # A code that was not used yet, and the rows of two such.
    invitation: str
    open_invitation: int
    foreign_invitation: int
    notice: int
    foreign_notice: int
    waiting_notice: int
    office: int

    def arguments(self, name: str) -> dict[str, Any]:
        if name == "network:invitation":
            return {"code": self.invitation}
        if name.endswith("uninvite"):
            return {"pk": self.open_invitation}
        if "team" in name:
            return {"pk": self.term}
        if "notice" in name:
            return {"pk": self.notice}
        if name.startswith("network:office"):
            return {"pk": self.office}
        return {}

    def missing(self, name: str) -> dict[str, list[Any]]:
        if name == "network:invitation":
            return {"code": []}
        codes = {"code": ["133035"]} if name.startswith("network:city-team-") else {}
        if name.endswith("uninvite"):
            return {"pk": [10**15, self.foreign_invitation], **codes}
        if "team-end" in name:
            return {"pk": [10**15, self.foreign_term], **codes}
        if name.startswith("network:city-notice"):
            return {"pk": [10**15, self.foreign_notice, self.waiting_notice]}
        if name.startswith(("network:notice", "network:office")):
            return {"pk": [10**15]}
        return {}


def cities_world(own: Municipality, other: Municipality) -> CitiesWorld:
    return CitiesWorld(
        code=own.code,
        term=builders.coordinator(own).pk,
        foreign_term=builders.coordinator(other).pk,
        invitation=_invite(own, "new@city.test", CoordinatorLevel.EDITOR),
        open_invitation=_open(own),
        foreign_invitation=_open(other),
        notice=builders.notice([own, other]).pk,
        foreign_notice=builders.notice([other]).pk,
        waiting_notice=builders.notice([own], approved=False).pk,
        office=builders.office(own).pk,
    )


def _open(city: Municipality) -> int:
    """Somebody who has not answered yet."""
    email = f"invited-{city.pk}@city.test"
    _invite(city, email, CoordinatorLevel.VIEWER)
    return Invitation.objects.get(email=email).pk


def _invite(city: Municipality, email: str, level: CoordinatorLevel) -> str:
    return invite_coordinator(
        municipality=city,
        email=email,
        name="新任",
        level=level,
        actor="user:0",
        now=timezone.now(),
    )

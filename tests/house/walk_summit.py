"""A summit today, to which Chofu comes; and things of another year's."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from network.summit.models import SummitGuest
from tests.house.canaries import EMAIL, KANA, NAME
from tests.network import builders, summits

# Addresses whose `pk` is a part of the programme on stage.
OF_THE_STAGE = {"summit:stage-edit", "summit:stage-remove", "summit:tap"}


@dataclass(frozen=True)
class SummitWorld:
    year: int
    guest: int
    part: int
    foreign_guest: int
    foreign_part: int

    def arguments(self, name: str) -> dict[str, Any]:
        if not name.startswith("summit:"):
            return {}
        is_part = name in OF_THE_STAGE
        return {"year": self.year, "pk": self.part if is_part else self.guest}

    def missing(self, name: str) -> dict[str, list[Any]]:
        if not name.startswith("summit:"):
            return {}
        other = self.foreign_part if name in OF_THE_STAGE else self.foreign_guest
        codes = ["133035", builders.HINO] if name == "summit:citizens" else ["133035"]
        return {"pk": [10**15, other], "code": codes}


def summit_world(own: Any, other: Any) -> SummitWorld:
    """Of two fiscal years; on the day, so that the city's staff come in, too."""
    now = timezone.now()
    earlier = summits.summit(starts_at=now - timedelta(days=400))
    summits.answered(earlier, other, summits.guest())
    foreign = summits.part(earlier)
    made = summits.summit(starts_at=now)
    summits.answered(
        made, own, summits.guest(name=NAME, kana=KANA), citizens=1, remark=EMAIL
    )
    return SummitWorld(
        year=made.year,
        guest=SummitGuest.objects.get(reply__summit=made).pk,
        part=summits.part(made).pk,
        foreign_guest=SummitGuest.objects.get(reply__summit=earlier).pk,
        foreign_part=foreign.pk,
    )

"""Reports of the year before with a public photograph, and what was done afterwards."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from network.youth.choices import FollowUpKind, MediaDegree, ReportStatus
from network.youth.models import Delegate, YouthReport
from network.youth.usecases.follow_up import Done, record_follow_up
from tests.network import builders

# A photograph is named by its code.
PHOTOS = {
    "youth:photo",
    "youth:link-report-photo",
    "youth:link-report-photo-remove",
    "youth:city-report-photo",
    "youth:report-photo",
}


@dataclass(frozen=True)
class ReportsWorld:
    year: int
    photo: uuid.UUID
    foreign_photo: uuid.UUID
    row: int
    foreign_row: int

    def arguments(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = {"row": self.row, "size": "small"}
        if name in {"youth:reports", "youth:report"}:
            found["year"] = self.year
        if name in PHOTOS:
            found["code"] = self.photo
        return found

    def missing(self, name: str) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        if "after-" in name and name.startswith(("youth:city", "youth:desk")):
            found["row"] = [10**15, self.foreign_row]
        if name in PHOTOS and not name.startswith("youth:link"):
            # Whoever has not opened a link is asked for its code, whatever the photo.
            foreign = [] if name == "youth:photo" else [self.foreign_photo]
            found["code"] = [uuid.UUID(int=0), *foreign]
        if name == "youth:report":
            found |= {"code": ["999999", "132098"], "year": [1900]}
        if name in {"youth:reports", "youth:year-reports", "youth:after-year"}:
            found["year"] = [1900]
        return found


def reports_world(delegate: Delegate, foreign: Delegate) -> ReportsWorld:
    photo, foreign_photo = (_published(each) for each in (delegate, foreign))
    return ReportsWorld(
        year=delegate.programme.year,
        photo=photo,
        foreign_photo=foreign_photo,
        row=_row(delegate),
        foreign_row=_row(foreign),
    )


def _published(delegate: Delegate) -> uuid.UUID:
    """A public report without the name, and the code of its photograph."""
    builders.media_consent(delegate, MediaDegree.WITHOUT_NAME)
    report = builders.report(delegate, status=ReportStatus.APPROVED, may_show_name=True)
    YouthReport.objects.update(published_at=timezone.now())
    return builders.photo(report).code


def _row(delegate: Delegate) -> int:
    done = Done(kind=FollowUpKind.SCHOOL_TALK, on=delegate.began_at.date(), heads=30)
    return record_follow_up(
        delegate=delegate, done=done, actor="user:0", now=timezone.now()
    ).pk

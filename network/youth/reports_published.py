"""What is public of a report, and nothing else: the one place that decides it."""

import uuid
from dataclasses import dataclass

from network.cities.models import Municipality
from network.youth.choices import MediaDegree
from network.youth.models import ReportPhoto, YouthReport
from network.youth.reports_consent import media_degree_of, media_degrees_of, reaches

EXCERPT = 110


@dataclass(frozen=True)
class PublicReport:
    """A report as everybody may read it. An empty name or school is not shown."""

    report: YouthReport
    city: Municipality
    name: str
    school: str
    photos: list[ReportPhoto]

    @property
    def excerpt(self) -> str:
        text = " ".join(self.report.text.split())
        return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"


def as_public(report: YouthReport, degree: MediaDegree) -> PublicReport:
    """REPORT with what its writer's yes and the consents up to DEGREE let through.

    Read it with its delegate, nomination, city and photos. Name and school need the
    widest consent, a photograph the one without a name; each its own yes besides.
    """
    who = report.delegate.nomination
    named = reaches(degree, MediaDegree.WITH_NAME)
    pictured = reaches(degree, MediaDegree.WITHOUT_NAME)
    return PublicReport(
        report=report,
        city=report.municipality,
        name=who.name if named and report.may_show_name else "",
        school=who.school if named and report.may_show_school else "",
        photos=[each for each in report.photos.all() if pictured and each.may_show],
    )


def published_reports(year: int) -> list[PublicReport]:
    """Every public report of YEAR, in the order of the cities. Three statements."""
    found = list(
        YouthReport.objects.public()
        .filter(delegate__programme__year=year)
        .select_related(
            "delegate__nomination__rules", "delegate__programme", "municipality"
        )
        .prefetch_related("photos")
        .order_by("municipality")
    )
    degrees = media_degrees_of(each.delegate for each in found) if found else {}
    return [as_public(each, degrees[each.delegate_id]) for each in found]


def published_photo(code: uuid.UUID) -> ReportPhoto | None:
    """The photograph, as long as everybody may see it."""
    found = (
        ReportPhoto.objects.filter(
            code=code, may_show=True, report__in=YouthReport.objects.public()
        )
        .select_related("report__delegate__nomination__rules")
        .first()
    )
    if found is None:
        return None
    degree = media_degree_of(found.report.delegate)
    return found if reaches(degree, MediaDegree.WITHOUT_NAME) else None

"""The ways to a report, its photographs, and what somebody did afterwards.

Each begins at a delegate that `access` handed out: a city's own, anybody's for the
secretariat, or the one of a personal link.
"""

import uuid

from django.http import Http404

from network.youth.choices import ReportStatus
from network.youth.models import Delegate, FollowUp, ReportPhoto, YouthReport
from network.youth.reports_published import (
    PublicReport,
    published_photo,
    published_reports,
)


def report_of(delegate: Delegate) -> YouthReport | None:
    """The delegate's own, also while it is a draft."""
    found = (
        YouthReport.objects.filter(delegate=delegate)
        .select_related(
            "delegate__nomination__rules", "delegate__programme", "municipality"
        )
        .prefetch_related("photos")
    )
    return found.first()


def own_report(delegate: Delegate) -> YouthReport:
    """The delegate's own, which must have been begun."""
    found = report_of(delegate)
    if found is None:
        raise Http404
    return found


def handed_in_report(delegate: Delegate) -> YouthReport:
    """What city and secretariat may read: a draft is the delegate's alone."""
    found = own_report(delegate)
    if found.status == ReportStatus.DRAFT:
        raise Http404
    return found


def photo_of(report: YouthReport, code: uuid.UUID) -> ReportPhoto:
    found = report.photos.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def public_photo(code: uuid.UUID) -> ReportPhoto:
    """A photograph, as long as everybody may see it; otherwise it is not there."""
    found = published_photo(code)
    if found is None:
        raise Http404
    return found


def public_report(year: int, code: str) -> tuple[PublicReport, list[PublicReport]]:
    """The report of a city in a year, and all of that year's."""
    all_of_them = published_reports(year)
    for each in all_of_them:
        if each.city.pk == code:
            return each, all_of_them
    raise Http404


def follow_up_of(delegate: Delegate, pk: int) -> FollowUp:
    """A row of this delegate, also a removed one: it can be put back."""
    found = FollowUp.objects.filter(delegate=delegate, pk=pk).first()
    if found is None:
        raise Http404
    return found

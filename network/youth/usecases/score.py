"""A score sheet: how one assessor judges one application."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from network.youth.models import ScoreSheet, YouthApplication
from network.youth.usecases.interview import NotWaiting
from peace.audit.usecases import record


class PointsUnfit(Exception):
    """Not one number for each criterion, or one outside 0 to its maximum."""


@transaction.atomic
def save_score_sheet(
    *,
    application: YouthApplication,
    points: Sequence[int],
    note: str,
    actor: str,
    now: datetime,
) -> ScoreSheet:
    """Write ACTOR's own sheet, or write it anew; nobody writes another's.

    POINTS in the order of the criteria of the rules in force. Changes: one row for
    each assessor and application. Locks the application: a decided one is not judged
    any more. An audit entry without the points. Raises NotWaiting, PointsUnfit.
    """
    locked = (
        YouthApplication.objects.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=application.pk)
    )
    if not locked.is_undecided:
        raise NotWaiting
    rules = locked.programme.rules
    most = [int(each["points"]) for each in rules.criteria] if rules else []
    fits = len(points) == len(most) and all(
        0 <= given <= best for given, best in zip(points, most, strict=True)
    )
    if not most or not fits:
        raise PointsUnfit
    sheet, _is_new = ScoreSheet.objects.update_or_create(
        application=locked,
        assessor=actor,
        defaults={
            "municipality_id": locked.municipality_id,
            "points": list(points),
            "note": note,
            "at": now,
        },
    )
    record(
        stream="network",
        verb="application.scored",
        actor=actor,
        about=locked.about,
        detail={"municipality": locked.municipality_id},
        now=now,
    )
    return sheet

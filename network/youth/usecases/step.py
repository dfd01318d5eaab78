"""One step of a nomination, by the table of the workflow."""

from datetime import datetime

from django.db import transaction

from network.youth.choices import Side, Step
from network.youth.models import Nomination
from network.youth.workflow import target_of
from peace.audit.usecases import record


class NomineeExists(Exception):
    """The city has an active nomination of this kind in this year."""


@transaction.atomic
def take_step(
    *,
    nomination: Nomination,
    step: Step,
    side: Side,
    actor: str,
    now: datetime,
    reason: str = "",
) -> Nomination:
    """Take STEP for SIDE; the nomination as it is afterwards.

    Changes: the status, and one row of history with who, when and why. Locks the
    nomination and looks at it again: of two steps at once the second is refused by
    the table. An audit entry; letters are the caller's. Raises WrongStep,
    ReasonMissing.
    """
    locked = (
        Nomination.objects.select_for_update(of=("self",))
        .select_related("programme", "municipality")
        .get(pk=nomination.pk)
    )
    source = locked.status
    locked.status = target_of(step, status=source, side=side, reason=reason)
    locked.save(update_fields=["status"])
    locked.decisions.create(
        municipality_id=locked.municipality_id,
        step=step,
        source=source,
        target=locked.status,
        actor=actor,
        reason=reason.strip(),
        at=now,
    )
    record(
        stream="network",
        verb=f"nomination.{step.lower()}",
        actor=actor,
        about=locked.about,
        detail={"municipality": locked.municipality_id},
        now=now,
    )
    return locked

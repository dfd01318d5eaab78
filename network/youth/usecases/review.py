"""The secretariat's side: accept a nomination, send it back, or decline it."""

from datetime import datetime

from django.db import transaction

from network.youth.choices import NominationKind, Side, Step
from network.youth.letters import nomination as letters
from network.youth.models import Nomination
from network.youth.usecases.send_delegate import begin_delegate
from network.youth.usecases.step import take_step


@transaction.atomic
def accept(*, nomination: Nomination, actor: str, now: datetime) -> Nomination:
    """Accept it; an accepted principal becomes the delegate of its city.

    A letter with the next steps leaves to the city. Raises WrongStep.
    """
    accepted = take_step(
        nomination=nomination,
        step=Step.ACCEPT,
        side=Side.SECRETARIAT,
        actor=actor,
        now=now,
    )
    if accepted.kind == NominationKind.PRINCIPAL:
        begin_delegate(nomination=accepted, actor=actor, now=now)
    letters.accepted(nomination=accepted, now=now)
    return accepted


@transaction.atomic
def send_back(
    *, nomination: Nomination, points: str, actor: str, now: datetime
) -> Nomination:
    """Send it back with what has to be corrected, one point a line.

    Everything entered is kept. A letter with the points leaves to the city. Raises
    WrongStep, ReasonMissing.
    """
    returned = take_step(
        nomination=nomination,
        step=Step.SEND_BACK,
        side=Side.SECRETARIAT,
        reason=points,
        actor=actor,
        now=now,
    )
    letters.sent_back(nomination=returned, points=points, now=now)
    return returned


@transaction.atomic
def decline(
    *, nomination: Nomination, reason: str, actor: str, now: datetime
) -> Nomination:
    """Decline it: the city may nominate somebody else until the deadline.

    A letter with the reason leaves to the city. Raises WrongStep, ReasonMissing.
    """
    declined = take_step(
        nomination=nomination,
        step=Step.DECLINE,
        side=Side.SECRETARIAT,
        reason=reason,
        actor=actor,
        now=now,
    )
    letters.declined(nomination=declined, reason=reason, now=now)
    return declined

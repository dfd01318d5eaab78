"""The city's side of a nomination: write it, send it in, change it, take it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from network.cities.models import Municipality
from network.cities.scope import acting_for
from network.youth.choices import NominationKind, NominationStatus, Side, Step
from network.youth.letters import nomination as letters
from network.youth.models import Nomination, YouthProgramme
from network.youth.person import person_key
from network.youth.usecases.enrol_delegates import enrol_again
from network.youth.usecases.send_delegate import begin_delegate, end_delegate
from network.youth.usecases.step import NomineeExists, take_step
from network.youth.workflow import WrongStep
from peace.audit.usecases import record

# What the secretariat judged: a change of these after acceptance opens it again.
JUDGED = ("name", "kana", "born_on", "address", "guardian_name")
# The city can write while it has the nomination, and after acceptance.
WRITABLE = (
    NominationStatus.DRAFT,
    NominationStatus.SENT_BACK,
    NominationStatus.ACCEPTED,
)


class RulesMissing(Exception):
    """The secretariat has not published the year's rules yet."""


class TooLate(Exception):
    """The deadline of the year has passed; the secretariat can still be asked."""


class NotEligible(Exception):
    """The person was not born in the window of the rules in force."""


@dataclass(frozen=True)
class Nominee:
    """What a city says of the person it nominates."""

    name: str
    kana: str
    born_on: date
    more: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        return {
            **self.more,
            "name": self.name,
            "kana": self.kana,
            "born_on": self.born_on,
            "person_key": person_key(kana=self.kana, born_on=self.born_on),
        }


@transaction.atomic
def draft_nomination(
    *,
    programme: YouthProgramme,
    municipality: Municipality,
    kind: NominationKind,
    nominee: Nominee,
    actor: str,
    now: datetime,
) -> Nomination:
    """Begin a nomination; nobody but the city sees a draft.

    Changes: one row. Nothing leaves. Raises RulesMissing, and NomineeExists when the
    city has an active nomination of this kind: the database decides, also between two
    requests at once.
    """
    if programme.rules is None:
        raise RulesMissing
    try:
        with transaction.atomic():
            return Nomination.objects.create(
                programme=programme,
                municipality=municipality,
                kind=kind,
                created_at=now,
                **nominee.columns(),
            )
    except IntegrityError as error:
        raise NomineeExists from error


@transaction.atomic
def submit(*, nomination: Nomination, actor: str, now: datetime) -> Nomination:
    """Send a draft in, or again after it was sent back, under the rules in force.

    Changes status and history, remembers the version of the rules. Locks the
    nomination. A letter leaves to the secretariat; an audit entry. Raises WrongStep,
    RulesMissing, TooLate (a nomination that was sent back may come later), NotEligible.
    """
    rules = nomination.programme.rules
    if rules is None:
        raise RulesMissing
    again = nomination.status == NominationStatus.SENT_BACK
    if not again and not rules.is_open_at(now):
        raise TooLate
    if not rules.fits(nomination.born_on):
        raise NotEligible
    step = Step.RESUBMIT if again else Step.SUBMIT
    taken = take_step(
        nomination=nomination, step=step, side=Side.CITY, actor=actor, now=now
    )
    Nomination.objects.filter(pk=taken.pk).update(rules=rules, submitted_at=now)
    letters.submitted(nomination=taken, now=now)
    return taken


@transaction.atomic
def change_nominee(
    *, nomination: Nomination, nominee: Nominee, actor: str, now: datetime
) -> Nomination:
    """Write what the city says of the person anew.

    In review the secretariat reads it: then the city waits. After acceptance a change
    of what was judged (`JUDGED`) opens the review again. Locks the nomination; an
    audit entry when it reopens, and a letter to the secretariat. Raises WrongStep.
    """
    locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
    if locked.status not in WRITABLE:
        raise WrongStep(Step.REOPEN, locked.status)
    columns = nominee.columns()
    changed = {
        name for name, value in columns.items() if getattr(locked, name) != value
    }
    for name in changed:
        setattr(locked, name, columns[name])
    if changed:
        locked.save(update_fields=[*changed])
        enrol_again(nomination=locked, actor=actor, now=now)
    if locked.status == NominationStatus.ACCEPTED and changed & set(JUDGED):
        locked = take_step(
            nomination=locked, step=Step.REOPEN, side=Side.CITY, actor=actor, now=now
        )
        letters.submitted(nomination=locked, now=now)
    return locked


@transaction.atomic
def withdraw(
    *, nomination: Nomination, reason: str, actor: str, now: datetime
) -> Nomination | None:
    """Take a nomination back. A reserve moves up in the same step; it is returned.

    The reserve keeps what was decided about it: accepted as reserve is accepted as
    principal, and becomes the delegate. Changes both rows and their histories. Locks
    both, the lower id first. A letter leaves to the secretariat; audit entries.
    Raises WrongStep, ReasonMissing.
    """
    programme, city = nomination.programme, nomination.municipality
    both = Nomination.objects.of(city).active().filter(programme=programme)
    rows = {row.pk: row for row in both.select_for_update().order_by("pk")}
    gone = take_step(
        nomination=nomination,
        step=Step.WITHDRAW,
        side=Side.CITY,
        reason=reason,
        actor=actor,
        now=now,
    )
    end_delegate(nomination=gone, actor=actor, now=now)
    reserve = next(
        (row for row in rows.values() if row.kind == NominationKind.RESERVE), None
    )
    moved = None
    if gone.kind == NominationKind.PRINCIPAL and reserve and reserve.pk != gone.pk:
        moved = _move_up(reserve, actor=actor, now=now)
    letters.withdrawn(nomination=gone, successor=moved, now=now)
    return moved


def _move_up(reserve: Nomination, *, actor: str, now: datetime) -> Nomination:
    reserve.kind = NominationKind.PRINCIPAL
    reserve.save(update_fields=["kind"])
    reserve.decisions.create(
        municipality_id=reserve.municipality_id,
        step=Step.MOVE_UP,
        source=reserve.status,
        target=reserve.status,
        actor=actor,
        at=now,
    )
    record(
        stream="network",
        verb="nomination.moved_up",
        actor=actor,
        about=reserve.about,
        detail={"municipality": reserve.municipality_id},
        now=now,
    )
    if reserve.status == NominationStatus.ACCEPTED:
        begin_delegate(nomination=reserve, actor=actor, now=now)
    return reserve


def sent_before(nomination: Nomination) -> list[int]:
    """The years in which this person was accepted before (推薦は1人1回まで).

    By any of the 26 cities: of another one no more is told than the year. Of somebody
    who was erased nothing is known.
    """
    if not nomination.person_key:
        return []
    with acting_for(None):
        return list(
            Nomination.objects.filter(
                person_key=nomination.person_key, status=NominationStatus.ACCEPTED
            )
            .exclude(pk=nomination.pk)
            .order_by("programme__year")
            .values_list("programme__year", flat=True)
        )

"""The committee: who belongs to it, and what each member gives each line."""

from datetime import datetime

from django.db import transaction

from events.outreach.choices import KotobaStatus
from events.outreach.letters import kotoba as letters
from events.outreach.models import CommitteeMember, Kotoba, KotobaCall, KotobaScore
from events.outreach.usecases.kotoba_send import STREAM
from peace.audit.usecases import record

POINTS = range(1, 6)


class ScoringClosed(Exception):
    """Not begun yet, over, or this member does not score any more."""


class NotInSelection(Exception):
    """The line was withdrawn or held back meanwhile."""


class NoEndOfScoring(Exception):
    """Who is asked to score is told until when."""


@transaction.atomic
def invite_member(
    *, call: KotobaCall, name: str, email: str, language: str, actor: str, now: datetime
) -> CommitteeMember:
    """Add a member; the same address once more is the same member.

    Changes: a row; the call is locked. Leaves: the letter with the personal link,
    where there is an address. An audit entry. Raises NoEndOfScoring.
    """
    call = KotobaCall.objects.select_for_update().get(pk=call.pk)
    if call.scoring_closes_at is None:
        raise NoEndOfScoring
    known = call.committee.filter(name=name, email=email).first()
    member = known or CommitteeMember(call=call, name=name, email=email)
    member.call, member.is_active, member.invited_at = call, True, now
    member.save()
    if email:
        letters.committee_invitation(member=member, language=language, now=now)
    _record("kotoba_committee.invited", member, actor=actor, now=now)
    return member


@transaction.atomic
def set_member_active(
    *, member: CommitteeMember, is_active: bool, actor: str, now: datetime
) -> None:
    """End a member's link, or open it again; the scores stay, and count while it is
    open. Changes: one row. An audit entry."""
    CommitteeMember.objects.filter(pk=member.pk).update(is_active=is_active)
    verb = "kotoba_committee.resumed" if is_active else "kotoba_committee.ended"
    _record(verb, member, actor=actor, now=now)


@transaction.atomic
def score_line(
    *, member: CommitteeMember, kotoba: Kotoba, points: int, now: datetime
) -> None:
    """1 to 5 points from MEMBER for a line; once more replaces them.

    Changes: one row of scores. Locks the line: a line that is withdrawn at the same
    moment keeps no score. No audit entry: what counts are the scores themselves.
    Raises ScoringClosed, NotInSelection, ValueError.
    """
    if points not in POINTS:
        raise ValueError(points)
    member = CommitteeMember.objects.select_related("call").get(pk=member.pk)
    if not member.is_active or not member.call.is_scored_at(now):
        raise ScoringClosed
    line = (
        Kotoba.objects.select_for_update()
        .filter(pk=kotoba.pk, call=member.call, status=KotobaStatus.ACCEPTED)
        .first()
    )
    if line is None:
        raise NotInSelection
    KotobaScore.objects.update_or_create(
        kotoba=line, member=member, defaults={"points": points, "scored_at": now}
    )


def _record(verb: str, member: CommitteeMember, *, actor: str, now: datetime) -> None:
    record(
        stream=STREAM,
        verb=verb,
        actor=actor,
        about=member.about,
        detail={"call": member.call.slug},
        now=now,
    )

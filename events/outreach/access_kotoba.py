"""The only ways to a call, a line and a member: public, by private link, staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from events.outreach.choices import KotobaStatus
from events.outreach.models import CommitteeMember, Kotoba, KotobaCall
from events.outreach.models.kotoba import read_kotoba_token
from events.outreach.models.kotoba_committee import read_committee_token

Row = TypeVar("Row", bound=Model)


class LinkCut(Exception):
    """The link was cut off or made up; a kind page says what to do."""


def public_calls() -> QuerySet[KotobaCall]:
    return KotobaCall.objects.public().select_related("event__venue")


def public_call(slug: str) -> KotobaCall:
    """A call that everybody may see; a draft answers like a missing one."""
    return _one(public_calls().filter(slug=slug))


def shown_call(slug: str, now: datetime) -> KotobaCall:
    """A call whose chosen lines are shown to everybody."""
    return _one(
        KotobaCall.objects.shown(now).select_related("event__venue").filter(slug=slug)
    )


def kotoba_by_link(token: str) -> Kotoba:
    """The line of a writer's link. Raises LinkCut, for a missing one too."""
    code = read_kotoba_token(token)
    found = (
        Kotoba.objects.select_related("call__event__venue").filter(code=code).first()
        if code
        else None
    )
    if found is None:
        raise LinkCut
    return found


def member_by_link(token: str) -> CommitteeMember:
    """The member of a personal link that still works. Raises LinkCut."""
    code = read_committee_token(token)
    found = (
        CommitteeMember.objects.select_related("call")
        .filter(code=code, is_active=True)
        .first()
        if code
        else None
    )
    if found is None:
        raise LinkCut
    return found


def lines_for(member: CommitteeMember) -> Sequence[Kotoba]:
    """What this member reads, in an order of their own, without who wrote it."""
    lines = Kotoba.objects.filter(
        call=member.call_id, status=KotobaStatus.ACCEPTED
    ).only("pk", "code", "text")
    return sorted(lines, key=member.place_of)


# The city's own staff


def staff_call(slug: str) -> KotobaCall:
    return _one(KotobaCall.objects.select_related("event__venue").filter(slug=slug))


def staff_line(call: KotobaCall, pk: str) -> Kotoba:
    """A line of CALL, by what a form sent; 404 for another call's."""
    if not pk.isdecimal() or len(pk) > 15:
        raise Http404
    return _one(call.kotoba.select_related("call").filter(pk=pk))


def staff_member(call: KotobaCall, pk: int) -> CommitteeMember:
    return _one(call.committee.select_related("call").filter(pk=pk))


def _one(found: QuerySet[Row]) -> Row:
    row = found.first()
    if row is None:
        raise Http404
    return row

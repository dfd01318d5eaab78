"""Who presides over the network: a term begins, is corrected, or is taken off."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from network.cities.choices import Office
from network.cities.models import Municipality, OfficeTerm
from peace.audit.usecases import record

_ONE_DAY = timedelta(days=1)


class NotAMember(Exception):
    """Only the 26 member cities hold an office."""


class TermsOverlap(Exception):
    """Two chairs at a time, or the same city twice; `other` stands in the way."""

    def __init__(self, other: OfficeTerm) -> None:
        super().__init__(other.pk)
        self.other = other


@transaction.atomic
def begin_office(
    *,
    municipality: Municipality,
    office: Office,
    starts_on: date,
    ends_on: date | None,
    actor: str,
    now: datetime,
) -> OfficeTerm:
    """MUNICIPALITY holds OFFICE from STARTS_ON on (days in Tokyo, both included).

    There is one chair at a time: the chair's term without an end, begun before, ends on
    the day before. Changes: one or two terms. Locks the members' rows, so that two
    people at once are judged one after the other; the database refuses a second chair
    without an end by itself. An audit entry; nothing leaves. Raises NotAMember,
    TermsOverlap.
    """
    if not municipality.is_member:
        raise NotAMember
    _one_after_the_other()
    if office == Office.CHAIR:
        OfficeTerm.objects.filter(
            office=office, ends_on=None, starts_on__lt=starts_on
        ).update(ends_on=starts_on - _ONE_DAY)
    _refuse_overlap(municipality.pk, office, starts_on, ends_on)
    term = OfficeTerm.objects.create(
        municipality=municipality, office=office, starts_on=starts_on, ends_on=ends_on
    )
    _record("office.begun", term, actor=actor, now=now)
    return term


@transaction.atomic
def change_office(
    *,
    term: OfficeTerm,
    starts_on: date,
    ends_on: date | None,
    actor: str,
    now: datetime,
) -> OfficeTerm:
    """Correct the days of a term, or end it.

    Changes: the term. Locks as `begin_office`. An audit entry. Raises TermsOverlap.
    """
    _one_after_the_other()
    _refuse_overlap(term.municipality_id, term.office, starts_on, ends_on, but=term.pk)
    term.starts_on, term.ends_on = starts_on, ends_on
    term.save(update_fields=["starts_on", "ends_on"])
    _record("office.changed", term, actor=actor, now=now)
    return term


@transaction.atomic
def remove_office(*, term: OfficeTerm, actor: str, now: datetime) -> None:
    """Take off a term that was entered by mistake. An audit entry stays."""
    _record("office.removed", term, actor=actor, now=now)
    term.delete()


def _one_after_the_other() -> None:
    """On SQLite the transaction itself lets one in (IMMEDIATE)."""
    list(Municipality.objects.members().select_for_update(no_key=True))


def _refuse_overlap(
    code: str, office: str, first: date, last: date | None, *, but: int | None = None
) -> None:
    same = OfficeTerm.objects.filter(office=office)
    if but is not None:
        same = same.exclude(pk=but)
    if office != Office.CHAIR:
        same = same.filter(municipality=code)
    meets = Q(ends_on=None) | Q(ends_on__gte=first)
    if last is not None:
        meets &= Q(starts_on__lte=last)
    other = same.filter(meets).select_related("municipality").first()
    if other:
        raise TermsOverlap(other)


def _record(verb: str, term: OfficeTerm, *, actor: str, now: datetime) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=f"office:{term.pk}",
        detail={"municipality": term.municipality_id, "office": str(term.office)},
        now=now,
    )

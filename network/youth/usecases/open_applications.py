"""A city opens its own page for applications, and says until when."""

from datetime import datetime

from django.db import transaction

from network.youth.choices import Recruiting
from network.youth.models import CityYear
from network.youth.usecases.nominate import RulesMissing
from peace.audit.usecases import record


class AfterTheDeadline(Exception):
    """A city has to submit before the network's deadline: it cannot take any later."""


class EndMissing(Exception):
    """Who takes applications says until when, and whom to ask."""


@transaction.atomic
def set_applications(
    *,
    city_year: CityYear,
    takes: bool,
    until: datetime | None,
    introduction: str,
    contact: str,
    actor: str,
    now: datetime,
) -> CityYear:
    """Take applications through the portal until UNTIL, or not (any more).

    Changes: the city's row of the year; a city that had not begun is recruiting once
    it is open. Locks that row. What was applied stays. Nothing leaves; an audit entry.
    Raises RulesMissing, EndMissing, AfterTheDeadline.
    """
    mine = CityYear.objects.select_for_update().get(pk=city_year.pk)
    rules = mine.programme.rules
    if rules is None:
        raise RulesMissing
    if takes and (until is None or not contact):
        raise EndMissing
    if takes and until and until > rules.deadline:
        raise AfterTheDeadline
    mine.takes_applications = takes
    mine.applications_until = until
    mine.introduction = introduction
    mine.contact = contact
    if mine.is_open_at(now) and mine.recruiting == Recruiting.NOT_STARTED:
        mine.recruiting = Recruiting.RECRUITING
    mine.save()
    record(
        stream="network",
        verb="applications.opened" if takes else "applications.closed",
        actor=actor,
        about=mine.about,
        detail={"municipality": mine.municipality_id},
        now=now,
    )
    return mine

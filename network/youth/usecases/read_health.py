"""Reads health data, and writes down who read whose."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from network.youth.choices import ProtectedKind
from network.youth.models import Delegate, HealthReader
from network.youth.reports_protected import HealthLine, answers_of
from peace.audit.usecases import record


class NotAReader(Exception):
    """This reader was named for another year, or is one no more."""


@sensitive_variables()
@transaction.atomic
def read_health(
    *,
    delegates: Iterable[Delegate],
    reader: HealthReader,
    on_sheet: bool = False,
    now: datetime,
) -> list[HealthLine]:
    """What the guardians of DELEGATES answered, for one of the two.

    Changes: an audit entry `health.read` about each delegate who has an answer, in the
    transaction of the reading. Nothing leaves. Raises NotAReader.
    """
    reading = HealthReader.objects.reading().filter(pk=reader.pk)
    wanted = list(delegates)
    years = {each.programme_id for each in wanted} - {reader.programme_id}
    if years or not reading.exists():
        raise NotAReader
    answers = answers_of(wanted, ProtectedKind.HEALTH)
    lines = [HealthLine(each, answers[each.pk]) for each in wanted]
    for line in lines:
        if not line.is_missing:
            record(
                stream="network",
                verb="health.read",
                actor=reader.user.actor,
                about=line.delegate.about,
                detail={
                    "municipality": line.delegate.municipality_id,
                    "on_sheet": on_sheet,
                },
                now=now,
            )
    return lines

"""Begin a year, and write the draft of its rules."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from network.youth.models import YouthProgramme, YouthRules
from network.youth.usecases.publish_rules import draft_change
from peace.audit.usecases import record


class YearExists(Exception):
    """The year has its programme already."""


@transaction.atomic
def begin_year(
    *, year: int, title: str, values: Mapping[str, Any], actor: str, now: datetime
) -> YouthRules:
    """A programme for the fiscal YEAR with the first draft of its rules.

    An audit entry; nothing leaves before the rules are published. Raises YearExists.
    """
    programme, is_new = YouthProgramme.objects.get_or_create(
        year=year, defaults={"title": title, "created_at": now}
    )
    if not is_new:
        raise YearExists
    rules = YouthRules.objects.create(programme=programme, version=1, **values)
    record(
        stream="network",
        verb="youth.year_begun",
        actor=actor,
        about=programme.about,
        now=now,
    )
    return rules


@transaction.atomic
def write_rules(*, programme: YouthProgramme, values: Mapping[str, Any]) -> YouthRules:
    """Write VALUES into the draft; where the rules are published, into a next version.

    Nobody but the secretariat sees it, and nothing leaves, before it is published.
    """
    draft = draft_change(programme=programme)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save()
    return draft

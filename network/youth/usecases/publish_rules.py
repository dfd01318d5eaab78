"""Publish the rules of a year: once for all cities, and again when they change."""

from datetime import datetime

from django.db import transaction

from network.cities.models import Municipality
from network.youth.letters import nomination as letters
from network.youth.models import CityYear, YouthProgramme, YouthRules
from network.youth.usecases.due_dates import follow_due_dates
from peace.audit.usecases import record


class AlreadyPublished(Exception):
    """This version was published; a change is a new version."""


class NoteMissing(Exception):
    """A change tells the cities in one line what is different."""


@transaction.atomic
def publish_rules(*, rules: YouthRules, actor: str, now: datetime) -> YouthRules:
    """Put RULES in force for all 26 cities.

    Changes: the version is published (one conditional UPDATE) and never changes
    again; with the first one every member city gets its row for the year. The due
    dates of checklists that exist follow. The old text stays. A letter leaves to every
    coordinator, of a change with its note; an audit entry. Raises AlreadyPublished,
    NoteMissing.
    """
    if rules.version > 1 and not rules.change_note.strip():
        raise NoteMissing
    published = YouthRules.objects.filter(
        pk=rules.pk, published_at__isnull=True
    ).update(published_at=now, published_by=actor)
    if not published:
        raise AlreadyPublished
    rules.refresh_from_db()
    CityYear.objects.bulk_create(
        [
            CityYear(programme_id=rules.programme_id, municipality=city)
            for city in Municipality.objects.members()
        ],
        ignore_conflicts=True,
    )
    follow_due_dates(rules=rules)
    letters.rules_published(rules=rules, now=now)
    record(
        stream="network",
        verb="youth_rules.published",
        actor=actor,
        about=rules.programme.about,
        detail={"version": rules.version},
        now=now,
    )
    return rules


@transaction.atomic
def draft_change(*, programme: YouthProgramme) -> YouthRules:
    """A copy of the rules in force as the next version, to be changed and published.

    A draft that exists is returned as it is. Nothing leaves.
    """
    draft = programme.versions.filter(published_at__isnull=True).first()
    if draft:
        return draft
    rules = programme.rules
    if rules is None:
        raise YouthRules.DoesNotExist
    rules.pk = None
    rules._state.adding = True
    rules.version += 1
    rules.published_at, rules.published_by, rules.change_note = None, "", ""
    rules.save(force_insert=True)
    return rules

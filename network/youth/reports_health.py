"""Who has answered the health form, without its contents; and who read whose."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from network.youth.choices import ItemKind, ProtectedKind
from network.youth.models import (
    ChecklistItem,
    Delegate,
    ProtectedRecord,
    YouthProgramme,
)
from network.youth.reports_sheets import delegates_of
from peace.accounts.models import User
from peace.audit.models import AuditEntry

MOST_READINGS = 300


@dataclass(frozen=True)
class HealthState:
    """One delegate's form: answered when, or not yet, or erased. Nothing is unsealed:
    whether there is anything to say is inside, too."""

    delegate: Delegate
    written_at: datetime | None
    is_done: bool

    @property
    def is_erased(self) -> bool:
        return self.is_done and self.written_at is None


def health_states(programme: YouthProgramme) -> list[HealthState]:
    """All who go. Three statements."""
    delegates = delegates_of(programme)
    written = dict(
        ProtectedRecord.objects.filter(
            kind=ProtectedKind.HEALTH, delegate__in=delegates
        ).values_list("delegate", "written_at")
    )
    done = set(
        ChecklistItem.objects.filter(kind=ItemKind.HEALTH, delegate__in=delegates)
        .exclude(pk__in=ChecklistItem.objects.missing())
        .values_list("delegate", flat=True)
    )
    return [
        HealthState(each, written.get(each.pk), each.pk in done) for each in delegates
    ]


@dataclass(frozen=True)
class Reading:
    """Somebody read one delegate's health data; or the sheet of so many PEOPLE."""

    at: datetime
    who: str
    delegate: Delegate | None
    people: int = 1


def readings(programme: YouthProgramme) -> list[Reading]:
    """The latest first, from the audit chain, a sheet as one line. Three statements."""
    delegates = {each.about: each for each in programme.delegates.with_person()}
    entries = list(
        AuditEntry.objects.filter(
            stream="network", verb="health.read", about__in=delegates
        ).order_by("-number")[:MOST_READINGS]
    )
    names = names_of({each.actor for each in entries})

    def together(entry: AuditEntry) -> tuple[datetime, str, str]:
        alone = "" if entry.detail.get("on_sheet") else entry.about
        return entry.at, entry.actor, alone

    found = []
    for (at, actor, about), group in groupby(entries, key=together):
        who = names.get(actor, actor)
        found.append(Reading(at, who, delegates.get(about), len(list(group))))
    return found


def names_of(actors: set[str]) -> dict[str, str]:
    """Names of the people behind `user:3`; others (a city, a link) are left out."""
    ids = {int(each[5:]) for each in actors if each.startswith("user:")}
    return {user.actor: str(user) for user in User.objects.filter(pk__in=ids)}

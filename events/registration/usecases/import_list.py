"""Register a whole list at once: a school class, a paper list typed into a table."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.programme.models import Event, Timeslot
from events.programme.usecases.seats import lock_timeslots
from events.registration.choices import (
    BulkKind,
    RegistrationChannel,
    RegistrationStatus,
)
from events.registration.models import BulkAction, Registration, Seat
from events.registration.usecases.application import Contact, Extras, Person
from events.registration.usecases.bulk import hold_for_undo
from events.registration.usecases.register import (
    AlreadyRegistered,
    AnswerUnfit,
    GuardianUnknown,
    NotEligible,
    NothingChosen,
    RegistrationClosed,
    SupportNotLeft,
    TooFewSeats,
    TooManyPeople,
    register,
)
from peace.audit.usecases import record
from peace.outbox.models import OutboxMessage

# What `register` may say of one party; everything else is a fault of the program.
REFUSALS = (
    AlreadyRegistered,
    AnswerUnfit,
    GuardianUnknown,
    NotEligible,
    NothingChosen,
    RegistrationClosed,
    SupportNotLeft,
    TooFewSeats,
    TooManyPeople,
)
# A list that was taken back may be imported again, under new keys.
MOST_ATTEMPTS = 20


@dataclass(frozen=True)
class ListedParty:
    """A party of the list, with the rows of the file that it came from."""

    rows: Sequence[int]
    people: Sequence[Person]
    contact: Contact
    note: str = ""


@dataclass(frozen=True)
class ReadList:
    """A list as it was read and understood. `digest` is the file's SHA-256."""

    digest: str
    parties: Sequence[ListedParty]
    # Timeslots for which a party may wait where its seats are gone.
    waits_for: Collection[int] = frozenset()
    # When the paper came in; it counts for first come.
    arrived_at: datetime | None = None


@dataclass(frozen=True)
class Refusal:
    """Why a party of the list cannot be registered, with its rows."""

    rows: Sequence[int]
    reason: Exception


class ListRefused(Exception):
    """At least one party cannot be registered. Nothing has changed."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(len(refusals))
        self.refusals = refusals


class ImportedBefore(Exception):
    """This very file is registered already. Nothing has changed."""

    def __init__(self, parties: int) -> None:
        super().__init__(parties)
        self.parties = parties


@dataclass(frozen=True)
class Forecast:
    """What an import does: parties, people, seats by what they become, letters."""

    parties: int
    people: int
    confirmed: int
    waiting: int
    entered: int
    letters: int


@transaction.atomic
def import_list(
    *,
    event: Event,
    timeslots: Sequence[Timeslot],
    listed: ReadList,
    actor: str,
    now: datetime,
) -> BulkAction:
    """Register every party of LISTED for EVENT, or nobody.

    Each goes through `register`, with its rules, on the channel LIST. TIMESLOTS are
    the event's, read with `with_seats()`. Locks the quotas of all of them first, in
    ascending order. Confirmations wait until the time to undo is over, more than 50
    of them for a second person. An audit entry for each registration and one for the
    list. The same file twice is refused, unless the first time was undone.

    Raises ImportedBefore, or ListRefused with the reason for every party that cannot
    be registered.
    """
    made = _register_all(event, timeslots, listed, actor=actor, now=now)
    hold_for_undo(
        event=event, batch_kind="list_imported", parties=made, actor=actor, now=now
    )
    action = BulkAction.objects.create(
        event=event,
        kind=BulkKind.IMPORT,
        registrations=[{"id": each.pk, "support": []} for each in made],
        actor=actor,
        at=now,
    )
    record(
        stream=f"event:{event.pk}",
        verb="registrations.imported",
        actor=actor,
        about=f"event:{event.pk}",
        detail={"registrations": len(made), "bulk": action.pk},
        now=now,
    )
    return action


def forecast_import(
    *,
    event: Event,
    timeslots: Sequence[Timeslot],
    listed: ReadList,
    actor: str,
    now: datetime,
) -> Forecast:
    """What `import_list` would do now: it is done, counted and rolled back.

    Changes nothing and nothing leaves. Raises what `import_list` raises.
    """
    with transaction.atomic():
        made = _register_all(event, timeslots, listed, actor=actor, now=now)
        seats = list(Seat.objects.filter(registration__in=made))
        forecast = Forecast(
            parties=len(made),
            people=sum(len(party.people) for party in listed.parties),
            confirmed=sum(seat.is_confirmed for seat in seats),
            waiting=sum(seat.is_waiting for seat in seats),
            entered=sum(seat.is_entered for seat in seats),
            letters=OutboxMessage.objects.filter(
                about__in=[each.about for each in made], created_at=now
            ).count(),
        )
        transaction.set_rollback(True)
    return forecast


def _register_all(
    event: Event,
    timeslots: Sequence[Timeslot],
    listed: ReadList,
    *,
    actor: str,
    now: datetime,
) -> list[Registration]:
    lock_timeslots([slot.pk for slot in timeslots])
    keys = _keys(event, listed)
    made, refusals = [], []
    for party, key in zip(listed.parties, keys, strict=True):
        chosen = set().union(*(person.timeslot_ids for person in party.people))
        try:
            registration = register(
                event=event,
                timeslots=timeslots,
                people=party.people,
                contact=party.contact,
                key=key,
                language="ja",
                actor=actor,
                now=now,
                extras=Extras(
                    note=party.note,
                    waits_for=frozenset(chosen) & frozenset(listed.waits_for),
                    arrived_at=listed.arrived_at,
                ),
                channel=RegistrationChannel.LIST,
            )
        except REFUSALS as reason:
            refusals.append(Refusal(party.rows, reason))
        else:
            made.append(registration)
    if refusals:
        raise ListRefused(refusals)
    return made


def _keys(event: Event, listed: ReadList) -> list[uuid.UUID]:
    """One per party, made of the file: whoever sends it twice is recognised."""
    for attempt in range(MOST_ATTEMPTS):
        keys = [
            uuid.uuid5(
                uuid.NAMESPACE_URL,
                f"list:{event.pk}:{listed.digest}:{attempt}:{party.rows[0]}",
            )
            for party in listed.parties
        ]
        known = Registration.objects.filter(idempotency_key__in=keys)
        statuses = list(known.values_list("status", flat=True))
        if not statuses:
            return keys
        alive = statuses.count(RegistrationStatus.ACTIVE)
        if alive:
            raise ImportedBefore(alive)
    raise ImportedBefore(len(listed.parties))

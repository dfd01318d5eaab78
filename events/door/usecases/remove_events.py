"""Take events out of the database with all that hangs on them.

For events that were never real: the demo's and the load test's. A real event is
cancelled, never removed.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import SET_NULL, CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from events.door.models import Conflict, HandCount, Scan, Undo
from events.programme.models import Event
from events.registration.models import Attendee, Lottery, Registration, Seat, WalkIn
from peace.outbox.models import (
    LetterText,
    OutboxBatch,
    OutboxMessage,
    UndeliverableAddress,
)


@transaction.atomic
def remove_events(*, slugs: Collection[str]) -> int:
    """Delete the events SLUGS, their registrations, scans, devices and letters.

    Returns the number of events. A million registrations go in one statement a
    table, without being read. Locks what it deletes. Nothing leaves, and the audit
    trail keeps what it has.
    """
    events = list(Event.objects.filter(slug__in=slugs))
    if not events:
        return 0
    parties = Registration.objects.filter(event__in=events)
    addresses = parties.exclude(email="").values("email")
    UndeliverableAddress.objects.filter(email__in=addresses).delete()
    letters_about(events).delete()
    OutboxBatch.objects.filter(
        about__in=[f"event:{each.pk}" for each in events]
    ).delete()
    scopes = [event.letter_scopes[0] for event in events]
    LetterText.objects.filter(scope__in=scopes).delete()
    _empty(Conflict.objects.filter(event__in=events))
    _empty(Undo.objects.filter(event__in=events))
    _empty(Scan.objects.filter(event__in=events))
    _empty(HandCount.objects.filter(event__in=events))
    _empty(WalkIn.objects.filter(timeslot__event__in=events))
    _empty(Seat.objects.filter(timeslot__event__in=events))
    people = Attendee.objects.filter(registration__in=parties)
    for relation in Attendee._meta.related_objects:
        rows = relation.related_model._base_manager
        _empty(rows.filter(**{f"{relation.field.name}__in": people}))
    # Whatever room hangs something on a registration: tickets, people, the ledger.
    for relation in Registration._meta.related_objects:
        hanging = relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__in": parties}
        )
        if relation.on_delete is SET_NULL:  # a delegate stays, without their place
            hanging.update(**{relation.field.name: None})
        else:
            _empty(hanging)
    _empty(parties)
    _empty(Lottery.objects.filter(event__in=events))
    for event in events:
        event.delete()
    return len(events)


def letters_about(events: Collection[Event]) -> QuerySet[OutboxMessage]:
    """The letters about registrations of EVENTS."""
    references = (
        Registration.objects.filter(event__in=events)
        .annotate(
            reference=Concat(
                Value("registration:"),
                Cast(F("pk"), CharField()),
                output_field=CharField(),
            )
        )
        .values("reference")
    )
    return OutboxMessage.objects.filter(about__in=references)


def _empty(rows: QuerySet) -> None:
    """DELETE by one statement; Django's own would read each row first."""
    rows._raw_delete(rows.db)

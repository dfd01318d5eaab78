"""Tells what a bulk cancellation would do, before it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from events.programme.models import Event
from events.registration.choices import HOLDING
from events.registration.models import BulkAction, Registration, Seat
from events.registration.models.bulk_action import MOST_WITHOUT_APPROVAL


@dataclass(frozen=True)
class CancelForecast:
    """Registrations, people and seats that would go, and who is told how."""

    parties: Sequence[Registration]
    people: int
    seats: int
    held: int
    by_mail: int
    by_phone: int

    @classmethod
    def of(
        cls, event: Event, receipt_numbers: Sequence[str], *, now: datetime
    ) -> "CancelForecast":
        """Two statements; locks nothing, so that it may differ a moment later."""
        seats = list(
            Seat.objects.alive()
            .filter(
                registration__event=event,
                registration__receipt_number__in=receipt_numbers,
                admitted_at__isnull=True,
                timeslot__starts_at__gt=now,
            )
            .values_list("registration", "attendee", "status")
        )
        parties = list(
            Registration.objects.filter(pk__in={party for party, *_rest in seats})
            .prefetch_related("attendees")
            .order_by("pk")
        )
        return cls(
            parties=parties,
            people=len({person for _party, person, _status in seats}),
            seats=len(seats),
            held=sum(status in HOLDING for *_rest, status in seats),
            by_mail=sum(bool(party.email) for party in parties),
            by_phone=sum(not party.email for party in parties),
        )

    @property
    def needs_approval(self) -> bool:
        return len(self.parties) > MOST_WITHOUT_APPROVAL


@dataclass(frozen=True)
class Undoable:
    """The newest bulk action that can still be taken back, and who did it."""

    action: BulkAction
    who: str

    @property
    def count(self) -> int:
        return len(self.action.registrations)

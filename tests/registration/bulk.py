"""Short words for the tests of bulk actions."""

from events.programme.models import Quota, SupportOffer
from events.registration.models import (
    BulkAction,
    Registration,
    Seat,
)
from events.registration.models.bulk_action import UNDO_FOR
from events.registration.usecases.bulk import bulk_cancel
from events.registration.usecases.undo import (
    undo_bulk,
)
from peace.outbox.models import OutboxMessage
from tests import cast

LATER = cast.NOW + cast.HOUR
PATH = "/staff/events/talk/bulk/"
LIST = "/staff/events/talk/registrations/"


def cancel(*parties: Registration, now=LATER) -> BulkAction:
    return bulk_cancel(
        event=parties[0].event,
        receipt_numbers=[party.receipt_number for party in parties],
        actor="user:1",
        now=now,
    )


def undo(action: BulkAction, *, now=None):
    now = now or action.at + UNDO_FOR / 2
    return undo_bulk(action=action, actor="user:2", now=now)


def state() -> dict[str, list]:
    """All that must be as it was after an undo."""
    return {
        "parties": list(
            Registration.objects.order_by("pk").values_list(
                "pk", "status", "cancelled_at"
            )
        ),
        "seats": list(
            Seat.objects.order_by("pk").values_list("pk", "status", "cancelled_at")
        ),
        "quotas": list(Quota.objects.order_by("pk").values_list("pk", "taken", "line")),
        "support": list(SupportOffer.objects.order_by("pk").values_list("pk", "taken")),
    }


def many(event, count: int) -> None:
    """COUNT parties of one, counted in their quota."""
    cast.many_parties(event, count)
    Quota.objects.filter(taken=1).update(taken=count)


def cancellations():
    return OutboxMessage.objects.filter(kind="cancellation").order_by("pk")

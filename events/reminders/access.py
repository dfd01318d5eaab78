"""The only way to a letter or a batch, for the city's own staff."""

from collections.abc import Sequence

from django.http import Http404

from events.registration.models import WaitingListEntry
from peace.outbox.models import OutboxBatch, OutboxMessage


def staff_message(pk: int) -> OutboxMessage:
    found = OutboxMessage.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def staff_batch(pk: int) -> OutboxBatch:
    found = OutboxBatch.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def staff_messages(typed: Sequence[str]) -> list[OutboxMessage]:
    """Those letters among the ids that a browser sent, whatever it sent."""
    ids = {int(each) for each in typed if each.isdecimal() and len(each) < 16}
    return list(OutboxMessage.objects.filter(pk__in=ids).order_by("pk"))


def offer_of(message: OutboxMessage) -> WaitingListEntry:
    """The place in the line of which a call speaks; 404 when it speaks of none."""
    _kind, _code, pk, *_rest = [*message.key.split(":"), "", ""]
    entry = (
        WaitingListEntry.objects.filter(pk=int(pk))
        .select_related("registration")
        .first()
        if message.kind == "offer" and pk.isdecimal()
        else None
    )
    if entry is None or entry.registration.about != message.about:
        raise Http404
    return entry

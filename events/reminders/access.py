"""The only way to a letter or a batch, for the city's own staff."""

from django.http import Http404

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

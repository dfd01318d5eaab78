"""A device in rehearsal (練習) goes through the same steps and leaves no trace."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from events.door.incoming import DoorDevice


@contextmanager
def no_trace_of(device: DoorDevice) -> Iterator[None]:
    """What is written inside is undone where DEVICE rehearses; letters as well."""
    if not device.is_rehearsal:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

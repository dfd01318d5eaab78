"""Writes one letter unless its key is taken, in one statement."""

from typing import Any

from django.db.models.constants import OnConflict

from peace.outbox.models.message import OutboxMessage


def insert_once(message: OutboxMessage) -> bool:
    """Write MESSAGE unless its key exists; its pk comes back in the same statement.

    `bulk_create` needs a second one: Django returns no rows for ON CONFLICT DO
    NOTHING, though both databases do.
    """
    options = OutboxMessage._meta
    rows: Any = OutboxMessage.objects.all()  # the stubs do not know _insert
    [row] = rows._insert(
        [message],
        fields=[each for each in options.concrete_fields if not each.primary_key],
        returning_fields=[options.pk],
        using=rows.db,
        on_conflict=OnConflict.IGNORE,
    )
    if row is None:
        return False
    message.pk = row[0]
    message._state.adding = False
    message._state.db = rows.db
    return True

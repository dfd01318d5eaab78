"""A ticket (参加券): what the party shows at the door."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from events.registration.token import current_key_id, hash_token, make_token


class TicketQuerySet(models.QuerySet):
    def valid(self) -> Self:
        return self.filter(revoked_at__isnull=True)


class Ticket(models.Model):
    """One version of a party's ticket. A newer version revokes the older ones.

    Old rows stay, so that the door can say "replaced" instead of "unknown".
    """

    registration = models.ForeignKey(
        "registration.Registration", models.CASCADE, related_name="tickets"
    )
    serial = models.UUIDField()
    version = models.PositiveSmallIntegerField(default=1)
    key_id = models.CharField(max_length=8)
    token_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["serial", "version"], name="ticket_version_once"
            ),
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(revoked_at__isnull=True),
                name="ticket_one_valid_per_registration",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.serial} v{self.version}"

    @classmethod
    def issue(
        cls,
        *,
        registration_id: int,
        now: datetime,
        serial: uuid.UUID | None = None,
        version: int = 1,
    ) -> Self:
        """A new ticket, not saved yet."""
        ticket = cls(
            registration_id=registration_id,
            serial=serial or uuid.uuid4(),
            version=version,
            key_id=current_key_id(),
            issued_at=now,
        )
        ticket.token_hash = hash_token(ticket.token)
        return ticket

    @property
    def token(self) -> str:
        """What the QR code holds; made anew each time, stored nowhere."""
        return make_token(self.serial, self.version, self.key_id)

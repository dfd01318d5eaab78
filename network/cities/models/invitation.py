"""An invitation (招待) to act for a city, by a link that works once."""

import hashlib
import secrets
from datetime import datetime

from django.db import models

from network.cities.choices import CoordinatorLevel


def new_invitation_code() -> str:
    """160 random bits."""
    return secrets.token_urlsafe(20)


def hash_invitation_code(code: str) -> str:
    """What is kept of it: it is random, so a plain hash is enough (ASVS 6.5.2)."""
    return hashlib.sha256(code.encode()).hexdigest()


class Invitation(models.Model):
    """Asks a person by e-mail to act for a city. One use, fourteen days.

    With `replaces` it is a hand-over: that term ends when the invitation is accepted.
    `until` is a substitute's last day (Tokyo); nobody else is given one.
    """

    municipality = models.ForeignKey(
        "cities.Municipality", models.PROTECT, related_name="invitations"
    )
    email = models.CharField(max_length=254)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=10, choices=CoordinatorLevel.choices)
    replaces = models.ForeignKey(
        "cities.Coordinator",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
    )
    until = models.DateField(null=True, blank=True)
    code_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def about(self) -> str:
        return f"invitation:{self.pk}"

    def is_open_at(self, now: datetime) -> bool:
        used = self.accepted_at is not None or self.withdrawn_at is not None
        return not used and now < self.expires_at

"""A scanner device (受付端末), and the one-time code that pairs it."""

import hashlib
import secrets
import uuid
from datetime import datetime
from typing import Self

from django.db import models

from events.door.choices import DeviceRole


def hash_secret(secret: str) -> str:
    """What is kept of a pairing code or a device token: both are random, so a plain
    hash is enough (ASVS 6.5.2)."""
    return hashlib.sha256(secret.encode()).hexdigest()


class PairingCode(models.Model):
    """Lets one phone become a scanner: ten minutes, one use. Only its hash is kept.

    Role and rehearsal are chosen by staff here, never by the phone.
    """

    event = models.ForeignKey(
        "programme.Event", models.CASCADE, related_name="pairing_codes"
    )
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    role = models.CharField(
        max_length=10, choices=DeviceRole.choices, default=DeviceRole.GATE
    )
    is_rehearsal = models.BooleanField(default=False)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"pairing {self.pk}"


class ScannerDeviceQuerySet(models.QuerySet):
    def working(self, now: datetime) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)


class ScannerDevice(models.Model):
    """A phone at a gate: bound to one event, ends at the day's end, can be revoked.

    What it says of itself when it calls: `battery` in percent, `queue_length` in
    records that are not sent yet, `list_at` when its list was made. None: it did not
    say. A device in rehearsal leaves no trace of what it reads.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    event = models.ForeignKey("programme.Event", models.CASCADE, related_name="devices")
    name = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    paired_at = models.DateTimeField()
    paired_by = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    role = models.CharField(
        max_length=10, choices=DeviceRole.choices, default=DeviceRole.GATE
    )
    is_rehearsal = models.BooleanField(default=False)
    battery = models.PositiveSmallIntegerField(null=True, blank=True)
    queue_length = models.PositiveIntegerField(null=True, blank=True)
    list_at = models.DateTimeField(null=True, blank=True)

    objects = ScannerDeviceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(32)

    @property
    def actor(self) -> str:
        return f"device:{self.pk}"

    @property
    def stops_at(self) -> datetime:
        """What it reads later than this does not count."""
        return min(self.revoked_at or self.expires_at, self.expires_at)

    def works_at(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at

"""The committee (選考委員) that scores the lines of a call, and what it gave."""

import hashlib

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse

from events.outreach.models.kotoba import Kotoba, new_kotoba_code

_signer = signing.Signer(salt="kotoba-committee")


class CommitteeMember(models.Model):
    """Somebody who scores the lines of a call, by a personal link; no account."""

    call = models.ForeignKey(
        "outreach.KotobaCall", models.CASCADE, related_name="committee"
    )
    name = models.CharField(max_length=80)
    email = models.CharField(max_length=254, blank=True)
    code = models.CharField(max_length=32, unique=True, default=new_kotoba_code)
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        return f"kotoba-member:{self.pk}"

    def place_of(self, kotoba: Kotoba) -> bytes:
        """Where a line comes in this member's own order.

        Seeded by both codes: the same on every visit, different for every member, so
        that no line is always the first or read by everybody when they are tired.
        """
        return hashlib.sha256(f"{self.code}:{kotoba.code}".encode()).digest()

    @property
    def signed_token(self) -> str:
        return _signer.sign(self.code)

    @property
    def url(self) -> str:
        return reverse("outreach:kotoba-committee", args=[self.signed_token])

    @property
    def full_url(self) -> str:
        return settings.SITE_URL + self.url


class KotobaScore(models.Model):
    """What one member gives one line: 1 to 5."""

    kotoba = models.ForeignKey("outreach.Kotoba", models.CASCADE, related_name="scores")
    member = models.ForeignKey(
        "outreach.CommitteeMember", models.CASCADE, related_name="scores"
    )
    points = models.PositiveSmallIntegerField()
    scored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kotoba", "member"], name="kotoba_scored_once_a_member"
            ),
            models.CheckConstraint(
                name="kotoba_points_from_one_to_five",
                condition=Q(points__gte=1, points__lte=5),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kotoba_id}: {self.points}"


def read_committee_token(token: str) -> str | None:
    """The code inside a member's link, or None when it was cut or made up."""
    try:
        return _signer.unsign(token)
    except signing.BadSignature:
        return None

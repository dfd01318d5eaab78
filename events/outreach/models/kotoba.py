"""一行のコトバ: what residents write in one line for the days of the bombs."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from events.outreach.choices import (
    IN_SELECTION,
    KotobaConsent,
    KotobaStatus,
    KotobaWay,
)
from events.registration.choices import YOUNG, AgeBand

_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
_signer = signing.Signer(salt="kotoba")


def new_kotoba_code() -> str:
    """128 random bits: what a private link is made of."""
    return secrets.token_urlsafe(16)


class KotobaQuerySet(models.QuerySet):
    def sent_in(self) -> Self:
        """All that count as sent in."""
        return self.exclude(status=KotobaStatus.WITHDRAWN)

    def in_selection(self) -> Self:
        return self.filter(status__in=IN_SELECTION)

    def chosen(self) -> Self:
        return self.filter(status=KotobaStatus.CHOSEN).order_by("position", "pk")

    def on_the_wall(self) -> Self:
        """What everybody may see, as its writers agreed."""
        return self.chosen().exclude(consent=KotobaConsent.NOT_SHOWN).exclude(text="")

    def figures(self) -> Mapping[str, int]:
        """Lines sent in, read and let through, chosen, and written by the young."""
        return self.sent_in().aggregate(
            sent_in=Count("pk"),
            accepted=Count("pk", filter=Q(status__in=IN_SELECTION)),
            chosen=Count("pk", filter=Q(status=KotobaStatus.CHOSEN)),
            with_age=Count("pk", filter=~Q(age_band="")),
            young=Count("pk", filter=Q(age_band__in=YOUNG)),
        )


class Kotoba(models.Model):
    """One line. Kept exactly as typed; shown only as its writer agreed."""

    call = models.ForeignKey(
        "outreach.KotobaCall", models.PROTECT, related_name="kotoba"
    )
    code = models.CharField(max_length=32, unique=True, default=new_kotoba_code)
    # Comes with the form: the same form sent twice is one line.
    idempotency_key = models.UUIDField(unique=True)
    text = models.CharField(max_length=200)
    pen_name = models.CharField(max_length=40, blank=True)
    age_band = models.CharField(max_length=20, choices=AgeBand.choices, blank=True)
    consent = models.CharField(max_length=12, choices=KotobaConsent.choices)
    # To invite them, where they wish it; erased when the exhibition is over.
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=15, blank=True)
    language = models.CharField(max_length=10, default="ja")
    source = models.CharField(max_length=20, blank=True, default="")
    way = models.CharField(
        max_length=10, choices=KotobaWay.choices, default=KotobaWay.WEB
    )
    # The school or group whose list it stood on; for staff.
    group = models.CharField(max_length=40, blank=True)
    status = models.CharField(
        max_length=10, choices=KotobaStatus.choices, default=KotobaStatus.RECEIVED
    )
    reason = models.CharField(max_length=200, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # Its place on the wall, once chosen.
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    # Why staff put it on the list, or took it off, against the order of the scores.
    choice_note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    # When its words were erased; the row stays for the figures.
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = KotobaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="kotoba_status_known", condition=Q(status__in=KotobaStatus.values)
            ),
            models.CheckConstraint(
                name="kotoba_consent_known",
                condition=Q(consent__in=KotobaConsent.values),
            ),
            models.CheckConstraint(
                name="kotoba_only_the_chosen_have_a_place",
                condition=Q(position=None) | Q(status=KotobaStatus.CHOSEN),
            ),
            models.CheckConstraint(
                name="kotoba_has_words_until_they_are_erased",
                condition=~Q(text="") | Q(erased_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["call", "status"])]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def about(self) -> str:
        """How the audit trail and the outbox refer to it: no personal data."""
        return f"kotoba:{self.pk}"

    @property
    def is_withdrawn(self) -> bool:
        return self.status == KotobaStatus.WITHDRAWN

    @property
    def name_shown(self) -> str:
        """The name beside it on the wall; nothing unless its writer agreed."""
        return self.pen_name if self.consent == KotobaConsent.WITH_NAME else ""

    @property
    def is_japanese(self) -> bool:
        """For the voice that reads it: anything with kana or kanji."""
        return bool(_JAPANESE.search(self.text))

    def can_be_corrected_at(self, now: datetime) -> bool:
        return not self.is_withdrawn and self.call.takes_lines_at(now)

    @property
    def signed_token(self) -> str:
        return _signer.sign(self.code)

    @property
    def url(self) -> str:
        """The writer's own page, in the language in force."""
        return reverse("outreach:kotoba-mine", args=[self.signed_token])

    @property
    def full_url(self) -> str:
        return settings.SITE_URL + self.url


def read_kotoba_token(token: str) -> str | None:
    """The code inside a writer's link, or None when it was cut or made up."""
    try:
        return _signer.unsign(token)
    except signing.BadSignature:
        return None

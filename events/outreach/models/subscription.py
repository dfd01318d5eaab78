"""A subscription (お知らせメールの登録): who wants to hear of what."""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.core import signing
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from events.outreach.choices import SubscriptionStatus

_signer = signing.Signer(salt="subscription")
_confirm_signer = signing.TimestampSigner(salt="subscription-confirm")
# A request that nobody confirms is erased; nothing was ever sent but that one letter.
CONFIRM_WITHIN = timedelta(days=7)
# Until then an end can be undone; after it the address is erased.
UNDO_WITHIN = timedelta(days=7)


def new_subscription_code() -> str:
    """128 random bits: what the private link is made of."""
    return secrets.token_urlsafe(16)


class SubscriptionQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(status=SubscriptionStatus.ACTIVE)

    def of(self, email: str) -> Self:
        return self.filter(email__iexact=email)

    def living(self) -> Self:
        return self.exclude(status=SubscriptionStatus.ENDED)

    def unconfirmed_since(self, moment: datetime) -> Self:
        return self.filter(status=SubscriptionStatus.PENDING, asked_at__lt=moment)

    def ended_before(self, moment: datetime) -> Self:
        """Those that ended before MOMENT and still have their address."""
        return self.filter(
            status=SubscriptionStatus.ENDED, ended_at__lt=moment
        ).exclude(email="")


class Subscription(models.Model):
    """One address and its topics. Without an account; double opt-in.

    Nothing but the confirmation goes to a PENDING one. An ENDED one keeps its moment
    and loses its address at the next erasure. `topics` holds values of `Topic`.
    """

    email = models.CharField(max_length=254)
    code = models.CharField(max_length=32, unique=True, default=new_subscription_code)
    language = models.CharField(max_length=10, default="ja")
    topics = models.JSONField(default=list)
    status = models.CharField(
        max_length=10,
        choices=SubscriptionStatus.choices,
        default=SubscriptionStatus.PENDING,
    )
    # The code of the source through which they came, where that is known.
    source = models.CharField(max_length=20, blank=True, default="")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            # One living row an address, whatever case it was typed in.
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(status="ENDED"),
                name="subscription_once_an_address",
            ),
            models.CheckConstraint(
                name="subscription_status_known",
                condition=Q(status__in=SubscriptionStatus.values),
            ),
            models.CheckConstraint(
                name="subscription_active_was_confirmed",
                condition=~Q(status=SubscriptionStatus.ACTIVE)
                | Q(confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def about(self) -> str:
        """How the audit trail and the outbox refer to it: no personal data."""
        return f"subscription:{self.pk}"

    @property
    def is_active(self) -> bool:
        return self.status == SubscriptionStatus.ACTIVE

    @property
    def is_pending(self) -> bool:
        return self.status == SubscriptionStatus.PENDING

    @property
    def is_ended(self) -> bool:
        return self.status == SubscriptionStatus.ENDED

    def may_be_undone_at(self, now: datetime) -> bool:
        """Ended a short while ago: one button takes it back."""
        return (
            self.is_ended
            and bool(self.email)
            and self.ended_at is not None
            and now < self.ended_at + UNDO_WITHIN
        )

    @property
    def signed_token(self) -> str:
        return _signer.sign(self.code)

    @property
    def confirm_token(self) -> str:
        """For the letter that asks; it says when it was made."""
        return _confirm_signer.sign(self.code)

    @property
    def url(self) -> str:
        """Where topics are changed, in the language in force."""
        return reverse("outreach:news-manage", args=[self.signed_token])

    @property
    def confirm_url(self) -> str:
        return reverse("outreach:news-confirm", args=[self.confirm_token])

    @property
    def hidden_email(self) -> str:
        """Enough to recognise one's own address by: the page may be looked at."""
        local, at, domain = self.email.partition("@")
        return f"{local[:1]}…{at}{domain}" if at else ""


def read_subscription_token(token: str) -> str | None:
    """The code inside a link, or None when the link was cut or made up."""
    try:
        return _signer.unsign(token)
    except signing.BadSignature:
        return None


def read_confirm_token(token: str) -> str | None:
    """The same for the letter that asks; None also when it is older than a week."""
    try:
        return _confirm_signer.unsign(token, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None

"""A guardian's consent (同意) for a minor, as evidence: which words, who, how, when."""

import secrets

from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse

from events.registration.choices import ConsentMethod, ConsentStatus

_signer = signing.Signer(salt="consent")


def new_consent_code() -> str:
    return secrets.token_urlsafe(16)


class Consent(models.Model):
    """Asked for one attendee. The text that was shown stays with the answer.

    The newest row of an attendee counts; a withdrawn one stays as it was.
    """

    attendee = models.ForeignKey(
        "registration.Attendee", models.CASCADE, related_name="consents"
    )
    code = models.CharField(max_length=32, unique=True, default=new_consent_code)
    status = models.CharField(
        max_length=20, choices=ConsentStatus.choices, default=ConsentStatus.ASKED
    )
    guardian_name = models.CharField(max_length=80, blank=True)
    guardian_email = models.CharField(max_length=254, blank=True)
    guardian_phone = models.CharField(max_length=15, blank=True)
    text_version = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="ja")
    method = models.CharField(max_length=20, choices=ConsentMethod.choices, blank=True)
    # Who put it down: the guardian, or a member of staff for paper and phone.
    recorded_by = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_status_known",
                condition=Q(status__in=ConsentStatus.values),
            ),
            models.CheckConstraint(
                name="consent_answer_is_evidence",
                condition=Q(status=ConsentStatus.ASKED, answered_at__isnull=True)
                | ~Q(status=ConsentStatus.ASKED)
                & Q(answered_at__isnull=False)
                & ~Q(text_version="")
                & ~Q(method=""),
            ),
        ]
        indexes = [models.Index(fields=["attendee", "asked_at"])]

    def __str__(self) -> str:
        return f"consent {self.pk}"

    def went_to_the_same_as(self, other: "Consent") -> bool:
        return (self.guardian_email, self.guardian_phone) == (
            other.guardian_email,
            other.guardian_phone,
        )

    @property
    def is_open(self) -> bool:
        """Asked, and not answered yet."""
        return self.status == ConsentStatus.ASKED

    @property
    def is_given(self) -> bool:
        return self.status == ConsentStatus.GIVEN

    @property
    def is_refused(self) -> bool:
        return self.status == ConsentStatus.REFUSED

    @property
    def is_withdrawn(self) -> bool:
        return self.status == ConsentStatus.WITHDRAWN

    @property
    def signed_token(self) -> str:
        return _signer.sign(self.code)

    @property
    def url(self) -> str:
        """The guardian's page, in the language in force."""
        return reverse("registration:consent", args=[self.signed_token])


def read_consent_token(token: str) -> str | None:
    """The code inside a guardian's link, or None when it was cut or made up."""
    try:
        return _signer.unsign(token)
    except signing.BadSignature:
        return None

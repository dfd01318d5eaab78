"""A request for a storyteller (派遣講話の依頼), and whom the office asked to go."""

import secrets
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse

from events.outreach.choices import GroupKind, InquiryAnswer, TalkStatus
from events.programme.choices import Story

_signer = signing.Signer(salt="talk")
_inquiry_signer = signing.Signer(salt="talk-inquiry")

# Still to be arranged.
OPEN = (TalkStatus.RECEIVED, TalkStatus.ASKING)


def new_talk_code() -> str:
    """128 random bits: what the private link is made of."""
    return secrets.token_urlsafe(16)


class TalkRequest(models.Model):
    """Somebody asks the city to send a storyteller to them.

    `wishes` are up to three moments (ISO 8601 with Tokyo's offset), the best first.
    `people` are listeners they expect. Once ARRANGED it is an `Event` with one
    timeslot and a `Telling`, so that it counts like every other talk.
    """

    code = models.CharField(max_length=32, unique=True, default=new_talk_code)
    # Comes with the form: the same form sent twice is one request.
    idempotency_key = models.UUIDField(unique=True)
    group = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=GroupKind.choices)
    person = models.CharField(max_length=80)
    kana = models.CharField(max_length=80, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=15, blank=True)
    language = models.CharField(max_length=10, default="ja")
    wishes = models.JSONField(default=list)
    people = models.PositiveSmallIntegerField()
    # Grades, ages: "6年生".
    audience = models.CharField(max_length=100, blank=True)
    # Which story they wish for; empty: any.
    story = models.CharField(max_length=20, choices=Story.choices, blank=True)
    place = models.CharField(max_length=100)
    address = models.CharField(max_length=200)
    message = models.TextField(max_length=1000, blank=True)
    status = models.CharField(
        max_length=10, choices=TalkStatus.choices, default=TalkStatus.RECEIVED
    )
    storyteller = models.ForeignKey(
        "programme.Storyteller",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="talk_requests",
    )
    event = models.OneToOneField(
        "programme.Event",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="talk_request",
    )
    # How many really listened, as the group says afterwards.
    listeners = models.PositiveSmallIntegerField(null=True, blank=True)
    # Of these, how many under 20: the city counts young people.
    young_listeners = models.PositiveSmallIntegerField(null=True, blank=True)
    staff_note = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    # Which poster brought them, as with a registration.
    source = models.CharField(max_length=20, blank=True, default="")
    created_at = models.DateTimeField()
    # The requester's last change of numbers or message.
    changed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # Person, contact, message and note are gone; what counts stays.
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="talk_status_known", condition=Q(status__in=TalkStatus.values)
            ),
            models.CheckConstraint(
                name="talk_group_known", condition=Q(kind__in=GroupKind.values)
            ),
            models.CheckConstraint(
                name="talk_can_be_answered",
                condition=~Q(email="") | ~Q(phone="") | Q(erased_at__isnull=False),
            ),
            models.CheckConstraint(
                name="talk_arranged_is_an_event",
                condition=~Q(status__in=[TalkStatus.ARRANGED, TalkStatus.HELD])
                | Q(event__isnull=False, storyteller__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.group

    @property
    def about(self) -> str:
        """How the audit trail and the outbox refer to it: no personal data."""
        return f"talk:{self.pk}"

    @property
    def signed_token(self) -> str:
        return _signer.sign(self.code)

    @property
    def url(self) -> str:
        """The requester's own page, in the language in force."""
        return reverse("outreach:talk", args=[self.signed_token])

    @property
    def full_url(self) -> str:
        return settings.SITE_URL + self.url

    @property
    def moments(self) -> list[datetime]:
        """When they would like it, the best first."""
        return [datetime.fromisoformat(each) for each in self.wishes]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_arranged(self) -> bool:
        return self.status == TalkStatus.ARRANGED

    @property
    def is_held(self) -> bool:
        return self.status == TalkStatus.HELD


class TalkInquiry(models.Model):
    """The office asks one storyteller whether they can tell at one moment (打診).

    Answered by the storyteller's own link, or by staff who rang. Nobody is asked twice
    about the same moment of one request; the answers of those who were not taken stay.
    """

    request = models.ForeignKey(
        "outreach.TalkRequest", models.CASCADE, related_name="inquiries"
    )
    storyteller = models.ForeignKey(
        "programme.Storyteller", models.PROTECT, related_name="talk_inquiries"
    )
    code = models.CharField(max_length=32, unique=True, default=new_talk_code)
    starts_at = models.DateTimeField()
    story = models.CharField(max_length=20, choices=Story.choices)
    answer = models.CharField(max_length=8, choices=InquiryAnswer.choices, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "storyteller", "starts_at"],
                name="inquiry_once_a_moment",
            ),
            models.CheckConstraint(
                name="inquiry_answer_known",
                condition=Q(answer__in=["", *InquiryAnswer.values]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} × {self.storyteller_id}"

    @property
    def about(self) -> str:
        return f"talk-inquiry:{self.pk}"

    @property
    def url(self) -> str:
        token = _inquiry_signer.sign(self.code)
        return reverse("outreach:talk-inquiry", args=[token])

    @property
    def full_url(self) -> str:
        return settings.SITE_URL + self.url

    @property
    def is_yes(self) -> bool:
        return self.answer == InquiryAnswer.YES


def read_inquiry_token(token: str) -> str | None:
    """The same for a storyteller's link to answer."""
    try:
        return _inquiry_signer.unsign(token)
    except signing.BadSignature:
        return None


def read_talk_token(token: str) -> str | None:
    """The code inside a link, or None when the link was cut or made up."""
    try:
        return _signer.unsign(token)
    except signing.BadSignature:
        return None

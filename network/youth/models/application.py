"""An application (応募) to one city, its interview, and how it was judged."""

import secrets
import uuid
from datetime import date, datetime
from typing import Self

from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from network.cities.models import CityOwned, CityOwnedManager
from network.youth.choices import DECIDED, UNDECIDED, ApplicationStatus
from network.youth.models.nomination import is_minor_on

_signer = signing.Signer(salt="youth-application")


def new_application_number() -> str:
    """Six digits that can be read out; unique within a year."""
    return str(100_000 + secrets.randbelow(900_000))


class InterviewSlotQuerySet(models.QuerySet):
    def free(self) -> Self:
        return self.filter(taken__lt=F("capacity"))

    def take_place(self, pk: int) -> bool:
        """One more place of this slot; False when it is full, or not there."""
        return bool(self.free().filter(pk=pk).update(taken=F("taken") + 1))

    def give_back(self, pk: int) -> None:
        """One place less; never below none."""
        self.filter(pk=pk, taken__gt=0).update(taken=F("taken") - 1)


class InterviewSlot(CityOwned):
    """A time at which a city interviews one applicant, or a small group."""

    programme = models.ForeignKey(
        "youth.YouthProgramme", models.PROTECT, related_name="interview_slots"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=100)
    capacity = models.PositiveSmallIntegerField(default=1)
    taken = models.PositiveSmallIntegerField(default=0)

    objects = CityOwnedManager.from_queryset(InterviewSlotQuerySet)()

    class Meta(CityOwned.Meta):
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="interview_slot_not_overfull",
                condition=Q(taken__lte=F("capacity")),
            ),
            models.CheckConstraint(
                name="interview_slot_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"interview {self.pk}"

    @property
    def left(self) -> int:
        return self.capacity - self.taken


class ApplicationQuerySet(models.QuerySet):
    def alive(self) -> Self:
        return self.exclude(status=ApplicationStatus.WITHDRAWN)

    def undecided(self) -> Self:
        return self.filter(status__in=UNDECIDED)

    def readable(self) -> Self:
        """Those whose person has not been erased."""
        return self.filter(erased_at__isnull=True)


class YouthApplication(CityOwned):
    """One young person who applies to their city, through the portal.

    The city decides; whom it chooses becomes its nomination. Names are kept as typed.
    `idempotency_key` comes with the form: the same form sent twice is one application.
    `decided_at` is when the city decided, or the person withdrew; `result_sent_at` when
    the result letter leaves, and the person's own page may tell the result. An erased
    one is a number in the statistics: nothing of the person is left in its row.
    """

    programme = models.ForeignKey(
        "youth.YouthProgramme", models.PROTECT, related_name="applications"
    )
    number = models.CharField(max_length=6, default=new_application_number)
    idempotency_key = models.UUIDField(unique=True, default=uuid.uuid4)
    status = models.CharField(
        max_length=20,
        choices=ApplicationStatus.choices,
        default=ApplicationStatus.RECEIVED,
    )
    name = models.CharField(max_length=80)
    kana = models.CharField(max_length=80)
    born_on = models.DateField(null=True, blank=True)
    school = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    guardian_name = models.CharField(max_length=80, blank=True)
    guardian_email = models.CharField(max_length=254, blank=True)
    guardian_phone = models.CharField(max_length=20, blank=True)
    motivation = models.TextField(max_length=800)
    language = models.CharField(max_length=10, default="ja")
    person_key = models.CharField(max_length=64, db_index=True)
    slot = models.ForeignKey(
        InterviewSlot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
    )
    # What the city made of it.
    nomination = models.OneToOneField(
        "youth.Nomination",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="application",
    )
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    result_sent_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = CityOwnedManager.from_queryset(ApplicationQuerySet)()

    class Meta(CityOwned.Meta):
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="youth_application_number_once"
            ),
            models.CheckConstraint(
                name="youth_application_can_be_reached",
                condition=Q(erased_at__isnull=False)
                | (~Q(email="") | ~Q(phone="")) & Q(born_on__isnull=False),
            ),
            models.CheckConstraint(
                name="youth_application_status_known",
                condition=Q(status__in=ApplicationStatus.values),
            ),
        ]

    def __str__(self) -> str:
        return f"application {self.pk}"

    @property
    def token(self) -> str:
        return _signer.sign(self.idempotency_key.hex)

    @property
    def url(self) -> str:
        """The applicant's own page, in the language in force."""
        return reverse("youth:application", args=[self.token])

    @property
    def is_undecided(self) -> bool:
        return self.status in UNDECIDED

    def is_told_at(self, now: datetime) -> bool:
        """Has the result letter left, so that the page may tell the same?"""
        sent = self.result_sent_at
        return self.is_decided and sent is not None and sent <= now

    @property
    def about(self) -> str:
        return f"application:{self.pk}"

    @property
    def is_decided(self) -> bool:
        return self.status in DECIDED

    def is_minor_on(self, day: date) -> bool:
        return self.born_on is not None and is_minor_on(self.born_on, day)


def read_application_token(token: str) -> uuid.UUID | None:
    """What stands in a link, or None when it was cut or made up."""
    try:
        return uuid.UUID(_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


class ScoreSheet(CityOwned):
    """How one assessor judged one application, by the criteria of the year's rules.

    `points` holds one number a criterion, in their order: `[8, 6, 9]`.
    """

    application = models.ForeignKey(
        YouthApplication, models.CASCADE, related_name="score_sheets"
    )
    assessor = models.CharField(max_length=80)
    points = models.JSONField(default=list)
    note = models.TextField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta(CityOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["application", "assessor"], name="score_sheet_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.assessor}"

    @property
    def total(self) -> int:
        return sum(self.points)

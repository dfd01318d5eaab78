"""A delegate (派遣ユース): whom a city sends, from acceptance to what they do later."""

from typing import Self

from django.db import models
from django.db.models import Q

from network.cities.models import CityOwned, CityOwnedManager
from network.youth.choices import Reader


class DelegateQuerySet(models.QuerySet):
    def active(self) -> Self:
        """Those who go, or went."""
        return self.filter(ended_at__isnull=True)

    def with_person(self) -> Self:
        return self.select_related("nomination", "municipality", "programme")


class Delegate(CityOwned):
    """One young person who goes for one city in one year; at most one at a time.

    Begins when the secretariat accepts the principal, ends when the city withdraws.
    Who it is stands in the nomination. `registration` is the place on the trip's
    `Event`: ticket, seats of the timeslots, roll-call.
    """

    programme = models.ForeignKey(
        "youth.YouthProgramme", models.PROTECT, related_name="delegates"
    )
    nomination = models.OneToOneField(
        "youth.Nomination", models.PROTECT, related_name="delegate"
    )
    registration = models.OneToOneField(
        "registration.Registration",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="delegate",
    )
    # 班 and room of the trip, as the secretariat writes them.
    group = models.CharField(max_length=20, blank=True)
    room = models.CharField(max_length=20, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CityOwnedManager.from_queryset(DelegateQuerySet)()

    class Meta(CityOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "municipality"],
                condition=Q(ended_at__isnull=True),
                name="delegate_one_of_a_city",
            )
        ]

    def __str__(self) -> str:
        return f"delegate {self.pk}"

    @property
    def about(self) -> str:
        return f"delegate:{self.pk}"

    def addressee(self, reader: str) -> tuple[str, str]:
        """Name and e-mail of the guardian or the delegate; read with the nomination.

        Neither a signed address nor a receipt is read out on the phone.
        """
        who = self.nomination
        if reader == Reader.GUARDIAN:
            return who.guardian_name, who.guardian_email
        return who.name, who.email

    @property
    def is_active(self) -> bool:
        return self.ended_at is None

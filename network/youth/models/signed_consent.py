"""A consent (同意) of a guardian or a delegate, as evidence."""

from typing import Self

from django.db import models
from django.db.models import Q

from network.cities.models import CityOwned, CityOwnedManager
from network.youth.choices import ConsentKind, ConsentWay, MediaDegree, Reader


class SignedConsentQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class SignedConsent(CityOwned):
    """Who consented to what, in which words, how and when.

    The text that was shown stays with the answer. A later answer of the same person
    replaces the one before: that one is withdrawn, and stays as it was.
    """

    delegate = models.ForeignKey(
        "youth.Delegate", models.CASCADE, related_name="consents"
    )
    kind = models.CharField(max_length=10, choices=ConsentKind.choices)
    signer = models.CharField(max_length=10, choices=Reader.choices)
    signer_name = models.CharField(max_length=80)
    # Of a guardian to the delegate (続柄), in their own words.
    relation = models.CharField(max_length=20, blank=True)
    # How far it goes; only of MEDIA.
    degree = models.CharField(max_length=20, choices=MediaDegree.choices, blank=True)
    text_version = models.CharField(max_length=40)
    text = models.TextField()
    language = models.CharField(max_length=10, default="ja")
    way = models.CharField(max_length=10, choices=ConsentWay.choices)
    # The personal link by which it came, or who of the city holds the paper.
    recorded_by = models.CharField(max_length=80)
    # The day that stands on the paper; only of PAPER.
    signed_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CityOwnedManager.from_queryset(SignedConsentQuerySet)()

    class Meta(CityOwned.Meta):
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "kind", "signer"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_in_force",
            ),
            models.CheckConstraint(
                name="consent_degree_of_media_only",
                condition=Q(kind=ConsentKind.MEDIA) & ~Q(degree="")
                | Q(kind=ConsentKind.TRIP, degree=""),
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"

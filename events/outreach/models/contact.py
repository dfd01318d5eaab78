"""A contact (連絡先): a school, group or city that the office writes to."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from events.outreach.choices import ContactKind


class ContactQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def of(self, email: str) -> Self:
        return self.filter(email__iexact=email)


class Contact(models.Model):
    """Whom the office may write to, because they agreed to or it is their task.

    Switched off by staff or by the reader, it stays: its address is not written to,
    whoever enters it again.
    """

    kind = models.CharField(max_length=10, choices=ContactKind.choices)
    name = models.CharField(max_length=100)
    person = models.CharField(max_length=80, blank=True)
    email = models.CharField(max_length=254)
    language = models.CharField(max_length=10, default="ja")
    note = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                name="contact_kind_known", condition=Q(kind__in=ContactKind.values)
            ),
            models.UniqueConstraint(
                Lower("email"), "kind", "name", name="contact_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        return f"contact:{self.pk}"

"""A support request: what a party needs in one timeslot, and for how many."""

from django.db import models


class SupportRequest(models.Model):
    """Counts in the offer's `taken`. For childcare, `months` is a child's age."""

    registration = models.ForeignKey(
        "registration.Registration", models.CASCADE, related_name="support_requests"
    )
    offer = models.ForeignKey(
        "programme.SupportOffer", models.PROTECT, related_name="requests"
    )
    people = models.PositiveSmallIntegerField(default=1)
    # Ages of the children in months, on the day; childcare only.
    months = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "offer"], name="support_request_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} × {self.offer_id}"

"""An answer to an extra question, of the party or of one person."""

from django.db import models
from django.db.models import Q


class Answer(models.Model):
    """`value` is a text, a truth, the number of an option, or a list of numbers."""

    question = models.ForeignKey(
        "programme.Question", models.PROTECT, related_name="answers"
    )
    registration = models.ForeignKey(
        "registration.Registration", models.CASCADE, related_name="answers"
    )
    attendee = models.ForeignKey(
        "registration.Attendee",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="answers",
    )
    value = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "registration"],
                condition=Q(attendee__isnull=True),
                name="answer_once_per_party",
            ),
            models.UniqueConstraint(
                fields=["question", "attendee"], name="answer_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"

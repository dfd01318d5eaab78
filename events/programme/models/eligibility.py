"""Eligibility (参加できる方): who may apply, as a rule that can be said and checked."""

from django.db import models
from django.db.models import F, Q

from events.programme.choices import Grade


class Eligibility(models.Model):
    """The rule of a whole event, or of one timeslot, which then goes before it.

    `residence` lists ways of belonging to the city, of which one is enough; empty
    means anyone. Birth dates are a range, both ends included, and never an age; a
    grade is the cohort born from 2 April to 1 April (学校教育法 17条 and
    年齢計算ニ関スル法律), counted in the fiscal year in which the timeslot begins.
    """

    event = models.ForeignKey(
        "programme.Event", models.CASCADE, related_name="eligibilities"
    )
    timeslot = models.OneToOneField(
        "programme.Timeslot",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="eligibility",
    )
    residence = models.JSONField(default=list, blank=True)
    residence_on = models.DateField(null=True, blank=True)
    born_from = models.DateField(null=True, blank=True)
    born_until = models.DateField(null=True, blank=True)
    grade_from = models.CharField(max_length=20, choices=Grade.choices, blank=True)
    grade_until = models.CharField(max_length=20, choices=Grade.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(timeslot__isnull=True),
                name="eligibility_once_per_event",
            ),
            models.CheckConstraint(
                name="eligibility_birth_dates_in_order",
                condition=Q(born_from__isnull=True)
                | Q(born_until__isnull=True)
                | Q(born_from__lte=F("born_until")),
            ),
        ]

    def __str__(self) -> str:
        return f"eligibility {self.pk}"

"""What happens on the stage of the summit, in order."""

from django.db import models
from django.db.models import Q

from network.summit.choices import SlotKind
from network.summit.models.summit import Summit
from peace.language.localised import LocalisedField


class StageSlot(models.Model):
    """One part of the programme of the day: when, what, who; and which cities' youth.

    Planned by `starts_at` and `minutes`; `began_at` and `ended_at` are tapped on the
    day, so that everybody sees how late it is.
    """

    summit = models.ForeignKey(Summit, models.CASCADE, related_name="stage")
    kind = models.CharField(max_length=10, choices=SlotKind.choices)
    title = LocalisedField()
    speakers = LocalisedField(blank=True)
    cities = models.ManyToManyField("cities.Municipality", related_name="+", blank=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    has_interpreter = models.BooleanField(default=False)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="stage_slot_lasts", condition=Q(minutes__gte=1)
            ),
            models.CheckConstraint(
                name="stage_slot_ends_once_begun",
                condition=Q(ended_at__isnull=True) | Q(began_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

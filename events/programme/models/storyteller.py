"""A storyteller (伝承者), and what they tell in which timeslot."""

import secrets

from django.db import models
from django.db.models import Q

from events.programme.choices import Story


def new_calendar_code() -> str:
    """128 random bits: the address of a storyteller's own calendar feed."""
    return secrets.token_urlsafe(16)


class Storyteller(models.Model):
    """Somebody who passes on a survivor's experience. `stories` are those they tell."""

    name = models.CharField(max_length=80)
    kana = models.CharField(max_length=80, blank=True)
    stories = models.JSONField(default=list, blank=True)
    # How the office asks them about a talk; shown to staff only.
    email = models.CharField(max_length=254, blank=True, default="")
    phone = models.CharField(max_length=15, blank=True, default="")
    is_active = models.BooleanField(default=True)
    calendar_code = models.CharField(
        max_length=32, unique=True, default=new_calendar_code
    )

    def __str__(self) -> str:
        return self.name


class Telling(models.Model):
    """One storyteller in one timeslot, with the story they tell there."""

    timeslot = models.ForeignKey(
        "programme.Timeslot", models.CASCADE, related_name="tellings"
    )
    storyteller = models.ForeignKey(
        "programme.Storyteller", models.PROTECT, related_name="tellings"
    )
    story = models.CharField(max_length=20, choices=Story.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["timeslot", "storyteller"], name="telling_once_per_timeslot"
            ),
            models.CheckConstraint(
                name="telling_story_known", condition=Q(story__in=Story.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.storyteller_id} × {self.timeslot_id}"

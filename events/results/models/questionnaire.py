"""A questionnaire (アンケート) of an event, and its answers, which belong to nobody."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from events.registration.choices import AgeBand, Visit
from events.results.choices import AnswerWay, HeardFrom, Satisfaction


class Questionnaire(models.Model):
    """The questions after an event: the same five for every event.

    Open from `opens_at` until `closes_at`. Whoever has the address may answer; it is
    the same for all, so that no answer can be told from another.
    """

    event = models.OneToOneField(
        "programme.Event", models.CASCADE, related_name="questionnaire"
    )
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    created_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="questionnaire_closes_after_it_opens",
                condition=Q(closes_at__gt=models.F("opens_at")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id}"

    @property
    def path(self) -> str:
        return reverse("results:questionnaire", args=[self.event.slug])

    def is_open_at(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at


class QuestionnaireAnswer(models.Model):
    """One person's answer. No name, no registration, no address, no hour.

    `form_key` is made by the page: the same form sent twice is one answer.
    """

    questionnaire = models.ForeignKey(
        "results.Questionnaire", models.CASCADE, related_name="answers"
    )
    form_key = models.UUIDField(unique=True, default=uuid.uuid4)
    way = models.CharField(max_length=5, choices=AnswerWay.choices)
    # The day in Tokyo; an hour could tell who it was.
    day = models.DateField()
    visit = models.CharField(max_length=10, choices=Visit.choices, blank=True)
    age_band = models.CharField(max_length=20, choices=AgeBand.choices, blank=True)
    heard_from = models.CharField(max_length=12, choices=HeardFrom.choices, blank=True)
    satisfaction = models.PositiveSmallIntegerField(
        choices=Satisfaction.choices, null=True, blank=True
    )
    comment = models.TextField(max_length=400, blank=True)
    # Read by staff: may it stand in a report?
    is_quotable = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answer_way_known", condition=Q(way__in=AnswerWay.values)
            ),
            models.CheckConstraint(
                name="answer_satisfaction_known",
                condition=Q(satisfaction__isnull=True)
                | Q(satisfaction__in=Satisfaction.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

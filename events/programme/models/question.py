"""A question (質問): one thing more that an event asks on its form."""

from django.db import models
from django.db.models import Q

from events.programme.choices import QuestionKind
from peace.language.localised import LocalisedField


class Question(models.Model):
    """An extra question of an event, asked once a party or of each person.

    It says what the answer is for and how long it is kept (days after the event);
    only with `shows_at_door` does the reception see it. `options` holds the choices,
    each a text in three languages; an answer keeps their numbers.
    """

    event = models.ForeignKey(
        "programme.Event", models.CASCADE, related_name="questions"
    )
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=QuestionKind.choices)
    label = LocalisedField()
    hint = LocalisedField(blank=True)
    options = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(default=False)
    per_person = models.BooleanField(default=False)
    purpose = LocalisedField()
    keep_days = models.PositiveSmallIntegerField(default=90)
    shows_at_door = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="question_kind_known", condition=Q(kind__in=QuestionKind.values)
            )
        ]

    def __str__(self) -> str:
        return str(self.label)

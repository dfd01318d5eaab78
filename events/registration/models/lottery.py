"""A lottery (抽選) that anyone can recompute: sealed, frozen, drawn, revealed."""

from typing import Self

from django.db import models
from django.db.models import Q

from events.registration.choices import DrawResult
from peace.language.localised import LocalisedField


class LotteryQuerySet(models.QuerySet):
    def for_event(self, event: models.Model) -> Self:
        """The newest attempt first."""
        return self.filter(event=event).order_by("-attempt")

    def drawn(self) -> Self:
        return self.filter(drawn_at__isnull=False)

    def agreed(self) -> Self:
        """First draws, and second ones that two people stand behind."""
        return self.filter(Q(attempt=1) | ~Q(approved_by=""))

    def taking_entries(self) -> Self:
        """Sealed, and the list is not closed."""
        return self.filter(attempt=1, frozen_at__isnull=True)


class Lottery(models.Model):
    """One draw for the lottery timeslots of an event.

    Commit and reveal: `seed_hash` is published before applications open and
    `sealed_seed` is the seed encrypted under FIELD_KEYS; `list_hash` freezes who takes
    part at closing; `public_value` is a value that was named beforehand
    (`public_value_name`, known on `public_value_on`) and that nobody knew then; `seed`
    is revealed with the draw. A second draw is a row of its own with a higher
    `attempt`, asked for by one member of staff with a reason and approved by another.
    """

    event = models.ForeignKey(
        "programme.Event", models.PROTECT, related_name="lotteries"
    )
    attempt = models.PositiveSmallIntegerField(default=1)
    sealed_seed = models.TextField()
    seed_hash = models.CharField(max_length=64)
    seed = models.CharField(max_length=64, blank=True)
    public_value_name = LocalisedField()
    public_value_on = models.DateField()
    public_value = models.CharField(max_length=120, blank=True)
    # LotteryTier values, in the order in which they go first.
    tiers = models.JSONField(default=list, blank=True)
    committed_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    # The list as it was published: canonical JSON, numbers and no names.
    list_text = models.TextField(blank=True)
    list_hash = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    result_hash = models.CharField(max_length=64, blank=True)
    requested_by = models.CharField(max_length=80)
    approved_by = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    objects = LotteryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "attempt"], name="lottery_attempt_once"
            ),
            models.CheckConstraint(
                name="lottery_repeated_by_two",
                condition=Q(attempt=1)
                | Q(drawn_at__isnull=True)
                | ~Q(approved_by="")
                & ~Q(approved_by=models.F("requested_by"))
                & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="lottery_drawn_after_it_was_frozen",
                condition=Q(drawn_at__isnull=True) | Q(frozen_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"lottery {self.event_id}/{self.attempt}"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def is_drawn(self) -> bool:
        return self.drawn_at is not None

    @property
    def is_repeat(self) -> bool:
        return self.attempt > 1


class LotteryEntry(models.Model):
    """A party in the lottery of one timeslot: drawn as one, never split.

    `number` is the lottery number that the party is told; unique in the event.
    """

    event = models.ForeignKey(
        "programme.Event", models.PROTECT, related_name="lottery_entries"
    )
    timeslot = models.ForeignKey(
        "programme.Timeslot", models.PROTECT, related_name="lottery_entries"
    )
    registration = models.ForeignKey(
        "registration.Registration", models.CASCADE, related_name="lottery_entries"
    )
    number = models.PositiveIntegerField()
    people = models.PositiveSmallIntegerField()
    # The place of its tier in `Lottery.tiers`; behind the last for everybody else.
    tier = models.PositiveSmallIntegerField(default=0)
    rank = models.PositiveIntegerField(null=True, blank=True)
    result = models.CharField(
        max_length=20, choices=DrawResult.choices, default=DrawResult.ENTERED
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number", "timeslot"], name="lottery_number_once"
            ),
            models.UniqueConstraint(
                fields=["registration", "timeslot"], name="lottery_once_per_party"
            ),
            models.CheckConstraint(
                name="lottery_result_known", condition=Q(result__in=DrawResult.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.timeslot_id} no. {self.number}"

"""A timeslot (回): one talk, one showing, one part of a day."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from events.programme.choices import Admission, Openness, QuotaKind
from events.programme.models.quota import Quota
from peace.language.localised import LocalisedField

# Where nothing else is said: doors open 15 minutes before, close when it ends.
DOORS_BEFORE = timedelta(minutes=15)


_WITHOUT_APPLICATION = {
    Admission.FREE_ENTRY: Openness.NO_APPLICATION,
    Admission.WALK_IN: Openness.WALK_IN,
    Admission.SELECTION: Openness.SELECTION,
}


class TimeslotQuerySet(models.QuerySet):
    def with_seats(self) -> Self:
        """Adds `capacity` and `taken`, summed over the quotas (people), and `quota_id`.

        `quota_id` is the general quota, from which applications take their seats.
        """
        quotas = Quota.objects.filter(timeslot=OuterRef("pk"))
        sums = quotas.order_by().values("timeslot")
        return self.annotate(
            capacity=Coalesce(
                Subquery(sums.annotate(sum=Sum("capacity")).values("sum")), 0
            ),
            taken=Coalesce(Subquery(sums.annotate(sum=Sum("taken")).values("sum")), 0),
            quota_id=Subquery(quotas.filter(kind=QuotaKind.GENERAL).values("pk")[:1]),
        )

    def for_application(self) -> Self:
        return self.filter(admission=Admission.APPLICATION)

    def in_order(self) -> Self:
        return self.order_by("starts_at", "pk")


class Timeslot(models.Model):
    """One timeslot of an event; its seats are counted in its quotas."""

    event = models.ForeignKey(
        "programme.Event", models.CASCADE, related_name="timeslots"
    )
    title = LocalisedField()
    note = LocalisedField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    doors_at = models.DateTimeField(null=True, blank=True)
    admission = models.CharField(
        max_length=20, choices=Admission.choices, default=Admission.APPLICATION
    )

    objects = TimeslotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="timeslot_admission_known",
                condition=Q(admission__in=Admission.values),
            ),
            models.CheckConstraint(
                name="timeslot_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def takes_applications(self) -> bool:
        return self.admission == Admission.APPLICATION

    @property
    def is_walk_in(self) -> bool:
        return self.admission == Admission.WALK_IN

    @property
    def opens_doors_at(self) -> datetime:
        return self.doors_at or self.starts_at - DOORS_BEFORE

    @property
    def seats_left(self) -> int:
        """Seats still free (people); needs `with_seats()`."""
        return max(0, self.capacity - self.taken)  # type: ignore[attr-defined]

    @property
    def is_full(self) -> bool:
        return self.seats_left == 0

    @property
    def is_few(self) -> bool:
        """Few seats left: at most a fifth, the point where the sign changes."""
        return 0 < self.seats_left <= self.capacity // 5  # type: ignore[attr-defined]

    def overlaps(self, other: "Timeslot") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def takes_applications_at(self, now: datetime) -> bool:
        """Whether one can still apply for it: not once it is over."""
        return self.takes_applications and now < self.ends_at

    def openness(self, event_state: Openness, now: datetime) -> Openness:
        """What a visitor can do with this timeslot, given the event's state."""
        if event_state in {Openness.CANCELLED, Openness.FINISHED}:
            return event_state
        if self.ends_at <= now:
            return Openness.FINISHED
        if not self.takes_applications:
            return _WITHOUT_APPLICATION[Admission(self.admission)]
        if event_state in {Openness.OPEN, Openness.FULL}:
            return Openness.FULL if self.is_full else Openness.OPEN
        return event_state

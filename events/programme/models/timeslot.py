"""A timeslot (回): one talk, one showing, one part of a day."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from events.programme.choices import APPLIED_FOR, Admission, Openness, QuotaKind
from events.programme.models.eligibility import Eligibility
from events.programme.models.question import Question
from events.programme.models.support_offer import Joined, SupportOffer
from peace.language.localised import LocalisedField

# Where nothing else is said: doors open 15 minutes before, close when it ends.
DOORS_BEFORE = timedelta(minutes=15)

# People stand at the door, and are counted, before it opens.
EARLY = timedelta(hours=1)

_WITHOUT_APPLICATION = {
    Admission.FREE_ENTRY: Openness.NO_APPLICATION,
    Admission.WALK_IN: Openness.WALK_IN,
    Admission.SELECTION: Openness.SELECTION,
    Admission.AT_VENUE: Openness.AT_VENUE,
}


class TimeslotQuerySet(models.QuerySet):
    def with_seats(self) -> Self:
        """Adds what its quotas say, in the same statement (people).

        `capacity` and `taken` over all quotas; `held_back`, the desk's free seats,
        which nobody takes on the web; `line`, the parties that wait; `quota_id`, the
        general quota; `quota_count`, more than one when some seats are special.
        """
        return self.annotate(
            capacity=Coalesce(Sum("quotas__capacity"), 0),
            taken=Coalesce(Sum("quotas__taken"), 0),
            held_back=Coalesce(
                Sum(
                    F("quotas__capacity") - F("quotas__taken"),
                    filter=Q(quotas__kind=QuotaKind.DESK),
                ),
                0,
            ),
            line=Coalesce(Max("quotas__line"), 0),
            quota_id=Min("quotas__pk", filter=Q(quotas__kind=QuotaKind.GENERAL)),
            quota_count=Count("quotas"),
        )

    def with_support(self) -> Self:
        """Adds `support`, the kinds of access support offered, in one text."""
        kinds = (
            SupportOffer.objects.filter(timeslot=OuterRef("pk"))
            .order_by()
            .values("timeslot")
            .annotate(kinds=Joined("kind"))
        )
        return self.annotate(support=Subquery(kinds.values("kinds")))

    def with_needs(self) -> Self:
        """Adds whether there is anything more to read: rules, questions, limits."""
        of_event = {"event": OuterRef("event_id")}
        return self.annotate(
            has_rules=Exists(Eligibility.objects.filter(**of_event)),
            has_questions=Exists(Question.objects.filter(**of_event)),
            has_limits=Exists(
                SupportOffer.objects.limited().filter(timeslot=OuterRef("pk"))
            ),
        )

    def for_application(self) -> Self:
        return self.filter(admission__in=APPLIED_FOR)

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
    # From then on the seats that are left are for whoever comes, and nobody applies.
    walk_ins_from = models.DateTimeField(null=True, blank=True)
    # This one does not take place, though the event does.
    cancelled_at = models.DateTimeField(null=True, blank=True)

    # Only where `with_seats` or `with_support` has read them.
    capacity: int
    taken: int
    held_back: int
    line: int
    quota_id: int | None
    quota_count: int
    support: str | None

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
        return self.admission in APPLIED_FOR

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_walk_in(self) -> bool:
        return self.admission == Admission.WALK_IN

    @property
    def is_lottery(self) -> bool:
        return self.admission == Admission.LOTTERY

    @property
    def opens_doors_at(self) -> datetime:
        return self.doors_at or self.starts_at - DOORS_BEFORE

    @property
    def seats_left(self) -> int:
        """Seats that can still be taken on the web (people); needs `with_seats()`.

        None while somebody waits: they come first.
        """
        if self.has_line:
            return 0
        free = self.capacity - self.taken - self.held_back
        return max(0, free)

    @property
    def seats_left_at_desk(self) -> int:
        """Seats that the office can give at once: its own besides (people)."""
        return self.seats_left + self.held_back

    @property
    def has_line(self) -> bool:
        """Somebody waits for a seat here; needs `with_seats()`."""
        return self.line > 0

    @property
    def offered_kinds(self) -> list[str]:
        """Kinds of access support offered here; needs `with_support()`."""
        return self.support.split(",") if self.support else []

    @property
    def has_special_quotas(self) -> bool:
        return self.quota_count > 1

    @property
    def is_full(self) -> bool:
        """No seat to be had at once. Before a lottery nothing is ever full."""
        return not self.is_lottery and self.seats_left == 0

    @property
    def is_few(self) -> bool:
        """Few seats left: at most a fifth, the point where the sign changes."""
        few = self.capacity // 5
        return not self.is_lottery and 0 < self.seats_left <= few

    def overlaps(self, other: "Timeslot") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def opened_to_walk_ins(self, now: datetime) -> bool:
        return self.walk_ins_from is not None and self.walk_ins_from <= now

    def takes_applications_at(self, now: datetime) -> bool:
        """Whether one can still apply for it: not once it is over or for walk-ins."""
        return (
            self.takes_applications
            and not self.is_cancelled
            and now < self.ends_at
            and not self.opened_to_walk_ins(now)
        )

    def takes_walk_ins_at(self, now: datetime) -> bool:
        """Whether people without a registration are let in now, at the door."""
        if self.is_cancelled or not self.opens_doors_at - EARLY <= now < self.ends_at:
            return False
        if self.takes_applications:
            return self.opened_to_walk_ins(now)
        return self.admission != Admission.SELECTION

    def openness(
        self, event_state: Openness, now: datetime, *, has_waiting_list: bool = False
    ) -> Openness:
        """What a visitor can do with this timeslot, given the event's state."""
        if event_state in {Openness.CANCELLED, Openness.FINISHED}:
            return event_state
        if self.is_cancelled:
            return Openness.CANCELLED
        if self.ends_at <= now:
            return Openness.FINISHED
        if not self.takes_applications:
            return _WITHOUT_APPLICATION[Admission(self.admission)]
        if self.opened_to_walk_ins(now):
            return Openness.REST_WALK_IN
        if event_state in {Openness.OPEN, Openness.FULL, Openness.WAITING_LIST}:
            if not self.is_full:
                return Openness.OPEN
            return Openness.WAITING_LIST if has_waiting_list else Openness.FULL
        return event_state

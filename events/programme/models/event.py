"""An event (催し): something with a date to which people come."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from events.programme.choices import (
    APPLIED_FOR,
    Admission,
    EventStatus,
    Openness,
    Promotion,
    Speaker,
)
from peace.language.dates import jst
from peace.language.localised import LocalisedField

if TYPE_CHECKING:
    from events.programme.models.timeslot import Timeslot


# What an event without applications is, by the first of its ways in.
_WITHOUT_APPLICATION = (
    (Admission.SELECTION, Openness.SELECTION),
    (Admission.WALK_IN, Openness.WALK_IN),
    (Admission.AT_VENUE, Openness.AT_VENUE),
)

PUBLIC = (EventStatus.PUBLISHED, EventStatus.CANCELLED)


class EventQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Those a visitor may see: published, and cancelled ones with their reason."""
        return self.filter(status__in=PUBLIC)

    def coming(self, now: datetime) -> Self:
        return self.filter(ends_at__gte=now)

    def past(self, now: datetime) -> Self:
        return self.filter(ends_at__lt=now)

    def with_places(self) -> Self:
        return self.select_related("programme", "venue")


class Event(models.Model):
    """One edition of a programme: a day of talks, an exhibition, the summit.

    Times are stored in UTC and planned in Asia/Tokyo. `starts_at` and `ends_at`
    span all its timeslots; an exhibition without timeslots has only these.
    """

    programme = models.ForeignKey(
        "programme.Programme", models.PROTECT, related_name="events"
    )
    slug = models.SlugField(unique=True)
    status = models.CharField(
        max_length=20, choices=EventStatus.choices, default=EventStatus.DRAFT
    )
    title = LocalisedField()
    # For subjects of letters: at most 12 full-width or 24 Latin characters.
    short_title = LocalisedField()
    occasion = LocalisedField(blank=True)
    lead = LocalisedField()
    # Markdown, for the event's page.
    body = LocalisedField(blank=True)
    hours = LocalisedField(blank=True)
    audience = LocalisedField(blank=True)
    bring = LocalisedField(blank=True)
    venue = models.ForeignKey("programme.Venue", models.PROTECT, related_name="events")
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField(db_index=True)
    # Applications are taken from opens_at (empty: at once) until closes_at.
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    party_limit = models.PositiveSmallIntegerField(default=6)
    # A full timeslot takes parties into its line; when seats come free they are
    # offered, or given at once. No more offers this many hours before the doors.
    has_waiting_list = models.BooleanField(default=True)
    promotion = models.CharField(
        max_length=20, choices=Promotion.choices, default=Promotion.OFFER
    )
    offers_stop_hours = models.PositiveSmallIntegerField(default=3)
    # People under 18 need a guardian's consent to come in.
    asks_consent = models.BooleanField(default=False)
    speaker = models.CharField(
        max_length=20, choices=Speaker.choices, default=Speaker.NOBODY
    )
    # The talk describes the harm done by war: say so beforehand.
    has_content_note = models.BooleanField(default=False)
    # Where visitors say what they thought, once they were there.
    questionnaire_url = models.URLField(max_length=300, blank=True, default="")
    # The door shows who is missing, each by the label of their registration.
    has_roll_call = models.BooleanField(default=False)
    support_date = models.DateField(null=True, blank=True)
    # The edition that this one was made from.
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="later_editions"
    )
    # When the public first saw it as it stands, and when it last changed: feeds and
    # search engines ask. Where it began before it was moved, once it was public.
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    moved_from = models.DateTimeField(null=True, blank=True)
    # Raised with every change that a visitor's calendar has to follow.
    revision = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = LocalisedField(blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="event_status_known",
                condition=Q(status__in=EventStatus.values),
            ),
            models.CheckConstraint(
                name="event_promotion_known",
                condition=Q(promotion__in=Promotion.values),
            ),
            models.CheckConstraint(
                name="event_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="event_cancelled_has_a_moment",
                condition=Q(status=EventStatus.CANCELLED, cancelled_at__isnull=False)
                | (~Q(status=EventStatus.CANCELLED) & Q(cancelled_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def cancel(self, *, reason: dict[str, str], now: datetime) -> None:
        """Mark as cancelled in memory; the use case saves it with its letters."""
        self.status = EventStatus.CANCELLED
        self.cancelled_at = self.changed_at = now
        self.cancel_reason = reason
        self.revision += 1

    def change(self, name: str, value: object, *, now: datetime) -> set[str]:
        """Set one value in memory; returns the names of all that changed with it."""
        changed = {name, "changed_at"}
        if name == "starts_at" and self.is_published:
            # Where it was first announced; not moved any more when it is back there.
            first = self.moved_from or self.starts_at
            self.moved_from = first if first != value else None
            changed.add("moved_from")
        setattr(self, name, value)
        self.changed_at = now
        return changed

    @property
    def letter_scopes(self) -> tuple[str, str]:
        """Whose wording counts in its letters, before the library's."""
        return f"event:{self.pk}", f"programme:{self.programme_id}"

    @property
    def is_cancelled(self) -> bool:
        return self.status == EventStatus.CANCELLED

    @property
    def is_draft(self) -> bool:
        return self.status == EventStatus.DRAFT

    @property
    def is_published(self) -> bool:
        return self.status == EventStatus.PUBLISHED

    @property
    def is_internal(self) -> bool:
        return self.status == EventStatus.INTERNAL

    @property
    def lasts_days(self) -> bool:
        """More than one day, such as an exhibition."""
        return jst(self.starts_at).date() != jst(self.ends_at).date()

    @property
    def told_by_storyteller(self) -> bool:
        return self.speaker == Speaker.STORYTELLER

    @property
    def told_by_survivor(self) -> bool:
        return self.speaker == Speaker.SURVIVOR

    def takes_applications_at(self, now: datetime) -> bool:
        """Whether the office accepts applications now (seats are another question)."""
        return self.application_openness(now) == Openness.OPEN

    def application_openness(self, now: datetime) -> Openness:
        if self.is_cancelled:
            return Openness.CANCELLED
        if self.ends_at <= now:
            return Openness.FINISHED
        if self.opens_at and now < self.opens_at:
            return Openness.NOT_YET_OPEN
        if now > (self.closes_at or self.starts_at):
            return Openness.CLOSED
        return Openness.OPEN

    def openness(self, now: datetime, timeslots: Sequence["Timeslot"]) -> Openness:
        """What a visitor can do now; TIMESLOTS are this event's, with seats."""
        if self.is_cancelled or self.ends_at <= now:
            return self.application_openness(now)
        timeslots = [slot for slot in timeslots if not slot.is_cancelled]
        ways = {slot.admission for slot in timeslots}
        if not ways & set(APPLIED_FOR):
            for way, state in _WITHOUT_APPLICATION:
                if way in ways:
                    return state
            return Openness.NO_APPLICATION
        state = self.application_openness(now)
        asked = [slot for slot in timeslots if slot.takes_applications_at(now)]
        if not asked and any(slot.opened_to_walk_ins(now) for slot in timeslots):
            return Openness.REST_WALK_IN
        if state == Openness.OPEN and not asked:
            return Openness.CLOSED
        if state == Openness.OPEN and all(slot.is_full for slot in asked):
            return Openness.WAITING_LIST if self.has_waiting_list else Openness.FULL
        return state

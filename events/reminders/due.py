"""When each rule speaks of which day of which event, and to whom: read, never kept.

Nothing is planned ahead: a rule, an event and a clock say what is due, so that a
moved event, a new rule and a late registration need no second look at a plan.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from events.programme.choices import EventStatus
from events.programme.models import Event, Timeslot
from events.registration.choices import RegistrationStatus, SeatStatus
from events.registration.models import Attendee, Registration, Seat
from events.registration.models.registration import RegistrationQuerySet
from events.registration.models.seat import SeatQuerySet
from events.reminders.choices import Audience, Only
from events.reminders.models import LedgerEntry, ReminderRule
from events.reminders.models.ledger import LedgerEntryQuerySet
from peace.language.dates import jst
from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Run:
    """One rule for one day of one event: the timeslots that it speaks of."""

    rule: ReminderRule
    event: Event
    day: date
    slots: tuple[Timeslot, ...]

    @property
    def starts_at(self) -> datetime:
        return min(slot.starts_at for slot in self.slots)

    @property
    def ends_at(self) -> datetime:
        return max(slot.ends_at for slot in self.slots)

    @property
    def due_at(self) -> datetime:
        return self.rule.due_at(self.ends_at if self.rule.is_thanks else self.starts_at)

    @property
    def over_at(self) -> datetime:
        """From then on it helps nobody any more, whatever timeslot they have."""
        if self.rule.is_thanks:
            return self.ends_at + self.rule.latest
        return max(slot.starts_at for slot in self.slots) - self.rule.latest

    def is_due(self, now: datetime) -> bool:
        return self.due_at <= now < self.over_at

    def latest_for(self, seats: Iterable[Seat]) -> datetime:
        """The last useful moment for who has SEATS: their own first timeslot."""
        if self.rule.is_thanks:
            return self.over_at
        return min(seat.timeslot.starts_at for seat in seats) - self.rule.latest


def due_runs(now: datetime) -> list[Run]:
    """All that is due at NOW, in the order of events and of their rules.

    Three statements, however many rules and events: beat rings every minute.
    """
    rules = list(ReminderRule.objects.in_order())
    if not any(rule.is_on for rule in rules):
        return []
    ahead = max(rule.days for rule in rules) + 1
    behind = max(rule.latest for rule in rules if rule.is_on) + 2 * _DAY
    slots = (
        Timeslot.objects.filter(
            event__status=EventStatus.PUBLISHED,
            cancelled_at=None,
            event__ends_at__gt=now - behind,
            event__starts_at__lt=now + (ahead + 1) * _DAY,
        )
        .select_related("event__programme")
        .order_by("event__starts_at", "event_id", "starts_at", "pk")
    )
    found: dict[int, list[Timeslot]] = {}
    for slot in slots:
        found.setdefault(slot.event_id, []).append(slot)
    return [
        run
        for day in found.values()
        for run in runs_of(day[0].event, day, rules)
        if run.is_due(now)
    ]


def runs_of(
    event: Event, slots: Sequence[Timeslot], rules: Iterable[ReminderRule]
) -> Iterator[Run]:
    """The runs of EVENT by those of RULES that hold for it and are switched on."""
    mine = [
        rule
        for rule in rules
        if rule.event_id == event.pk or rule.programme_id == event.programme_id
    ]
    own = {rule.kind for rule in mine if rule.event_id}
    for rule in mine:
        if rule.is_on and (rule.event_id or rule.kind not in own):
            yield from runs_of_rule(rule, event, slots)


def runs_of_rule(
    rule: ReminderRule, event: Event, slots: Sequence[Timeslot]
) -> Iterator[Run]:
    """Before: one for each day. Thanks: one, for the last day, however many."""
    chosen = [
        slot
        for slot in slots
        if not slot.is_cancelled and rule.timeslot_id in (None, slot.pk)
    ]
    if rule.is_thanks and chosen:
        last = max(jst(slot.ends_at).date() for slot in chosen)
        yield Run(rule, event, last, tuple(chosen))
        return
    days: dict[date, list[Timeslot]] = {}
    for slot in chosen:
        days.setdefault(jst(slot.starts_at).date(), []).append(slot)
    for day in sorted(days):
        yield Run(rule, event, day, tuple(days[day]))


def fitting(run: Run) -> RegistrationQuerySet:
    """The parties that RUN speaks to, told or not."""
    rule = run.rule
    seats = Seat.objects.filter(
        registration=OuterRef("pk"), timeslot__in=[slot.pk for slot in run.slots]
    )
    confirmed = seats.filter(status=SeatStatus.CONFIRMED)
    found = Registration.objects.active().filter(event=run.event)
    match rule.audience:
        case Audience.WAITING:
            waiting = seats.filter(status=SeatStatus.WAITING)
            found = found.filter(Exists(waiting), ~Exists(confirmed))
        case Audience.CAME:
            found = found.filter(Exists(confirmed.admitted()))
        case Audience.ABSENT:
            # Where nobody was let in, the door was not kept, and nobody was absent.
            anybody = Seat.objects.admitted().filter(timeslot__event=run.event)
            found = found.filter(
                Exists(confirmed), ~Exists(seats.admitted()), Exists(anybody)
            )
        case _:
            found = found.filter(Exists(confirmed))
    if rule.only == Only.LACKS_CONSENT:
        found = found.filter(Exists(confirmed.filter(attendee__lacks_consent=True)))
    if rule.only == Only.NOT_CONFIRMED:
        found = found.filter(will_come_at=None)
    return found


def open_for(run: Run, *, after: int = 0) -> RegistrationQuerySet:
    """Those of them behind AFTER for whom nothing is settled yet.

    A letter that was taken back unsent settles nothing. While a letter about a change
    waits for a second person, nobody knows whether it will say all; they wait too.
    Where guardians are asked, a party is open while one of its minors is.
    """
    if run.rule.asks_guardian:
        is_open = Exists(_open_minors(run).filter(registration=OuterRef("pk")))
    else:
        # AFTER is said here too: PostgreSQL otherwise reads all that was settled.
        settled = _settled(run).filter(
            registration=OuterRef("pk"), registration__gt=after
        )
        is_open = ~Exists(settled)
    held = OutboxMessage.objects.filter(
        about=OuterRef("about_key"), status=Status.AWAITING_APPROVAL
    )
    return (
        fitting(run)
        .filter(pk__gt=after)
        .alias(
            about_key=Concat(
                Value("registration:"),
                Cast(F("pk"), CharField()),
                output_field=CharField(),
            )
        )
        .filter(is_open, ~Exists(held))
    )


def _settled(run: Run) -> LedgerEntryQuerySet:
    # A rule that is still being written has settled nothing.
    return LedgerEntry.objects.standing().filter(rule=run.rule.pk, day=run.day)


def _open_minors(run: Run) -> SeatQuerySet:
    """Seats of that day whose minor's guardian is still to be asked by RUN."""
    settled = _settled(run).filter(
        # Without a person: written before each minor had a row.
        Q(attendee=OuterRef("attendee")) | Q(attendee=None),
        registration=OuterRef("registration"),
    )
    return Seat.objects.confirmed().filter(
        ~Exists(settled),
        timeslot__in=[slot.pk for slot in run.slots],
        attendee__lacks_consent=True,
    )


def minors_to_ask(
    run: Run, parties: Sequence[Registration]
) -> dict[int, list[Attendee]]:
    """By party, whose guardians RUN still has to ask; one statement."""
    seats = _open_minors(run).filter(registration__in=parties)
    found: dict[int, dict[int, Attendee]] = {}
    for seat in seats.select_related("attendee").order_by("attendee__number"):
        mine = found.setdefault(seat.registration_id, {})
        mine[seat.attendee_id] = seat.attendee
    return {pk: list(minors.values()) for pk, minors in found.items()}


def cancelled_in(run: Run) -> RegistrationQuerySet:
    """Parties that had a seat in RUN and have cancelled, without a line of its own."""
    seats = Seat.objects.filter(
        registration=OuterRef("pk"), timeslot__in=[slot.pk for slot in run.slots]
    )
    known = LedgerEntry.objects.filter(
        rule=run.rule.pk, day=run.day, registration=OuterRef("pk")
    )
    return Registration.objects.filter(
        Exists(seats),
        ~Exists(known),
        event=run.event,
        status=RegistrationStatus.CANCELLED,
    )


def seats_of(run: Run, registration: Registration) -> list[Seat]:
    """The party's seats of that day that RUN speaks of; from `with_people()`."""
    slots = {slot.pk for slot in run.slots}
    mine = [seat for seat in registration.seats.all() if seat.timeslot_id in slots]
    if run.rule.audience == Audience.WAITING:
        return [seat for seat in mine if seat.is_waiting]
    confirmed = [seat for seat in mine if seat.is_confirmed]
    if run.rule.audience == Audience.CAME:
        return [seat for seat in confirmed if seat.is_admitted]
    return confirmed

"""Reads the outbox's phone and post channels for people who carry them out."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from events.programme.models import Event
from events.registration.choices import ReminderChannel
from events.registration.letters import REQUESTS
from events.registration.models import Consent, Registration, Seat, WaitingListEntry
from events.registration.reports import TicketSheet
from events.registration.usecases.will_come import QUESTION
from events.reminders.choices import Why
from events.reminders.half_days import half_days
from peace.language.dates import TOKYO
from peace.outbox.choices import CALL_OUTCOMES, Channel, Outcome, Status
from peace.outbox.models import DeliveryAttempt, OutboxMessage, UndeliverableAddress

# Nobody works through more in a day; the rest follows when these are done.
MOST_SHOWN = 500
OFFER, SLIP = "offer", "confirmation"
# What a rule sends by post is printed on a postcard.
ON_POSTCARDS = ("reminder", "coming", "thank_you")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Narrowing:
    """What somebody asked to see: a day, an event, a kind of call, a reason."""

    day: date
    event: str = ""
    kind: str = ""
    why: str = ""


@dataclass(frozen=True)
class Call:
    """One call to make or made: whom, about what, why by phone, and the tries."""

    message: OutboxMessage
    registration: Registration | None
    why: Why
    tries: Sequence[DeliveryAttempt] = field(default=())
    entry: WaitingListEntry | None = None
    # The guardian's answer that is asked for.
    consent: Consent | None = None

    @property
    def is_offer(self) -> bool:
        return self.message.kind == OFFER

    @property
    def asks_whether_they_come(self) -> bool:
        return self.message.kind == QUESTION

    @property
    def is_done(self) -> bool:
        return self.message.status in (Status.SENT, Status.FAILED)

    @property
    def unanswered(self) -> list[DeliveryAttempt]:
        return [each for each in self.tries if each.outcome == Outcome.NO_ANSWER]

    @property
    def unanswered_half_days(self) -> int:
        """On how many different mornings and afternoons nobody answered."""
        return len(half_days(each.tried_at for each in self.unanswered))

    @property
    def last_try(self) -> DeliveryAttempt | None:
        return self.tries[-1] if self.tries else None

    @property
    def seats(self) -> list[Seat]:
        """Offered seats, and those of the party that still wait, by person."""
        if self.entry is None or self.registration is None:
            return []
        mine = [
            seat
            for seat in self.registration.seats.all()
            if seat.timeslot_id == self.entry.timeslot_id
            and (seat.is_offered or seat.is_waiting)
        ]
        return sorted(mine, key=lambda seat: seat.attendee.number)


@dataclass(frozen=True)
class CallList:
    """The calls of a day: open ones in the order of urgency, then those made."""

    open: list[Call]
    done: list[Call]
    # Their time ran out before anybody rang.
    missed: int
    events: list[Event]
    kinds: list[str]

    @property
    def total(self) -> int:
        return len(self.open) + len(self.done)


def call_list(asked: Narrowing, *, now: datetime) -> CallList:
    """The calls that are open at the end of the day, and those that day settled.

    A fixed number of statements, however many calls there are.
    """
    begins = datetime.combine(asked.day, time.min, tzinfo=TOKYO)
    ends = begins + _ONE_DAY
    phone = OutboxMessage.objects.filter(channel=Channel.PHONE)
    to_make = phone.to_call(now).filter(due_at__lt=ends)
    made = phone.filter(status__in=(Status.SENT, Status.FAILED)).filter(
        tries__tried_at__gte=begins,
        tries__tried_at__lt=ends,
        tries__outcome__in=(Outcome.REACHED, Outcome.WRONG_NUMBER),
    )
    missed = phone.filter(
        Q(status=Status.SKIPPED, last_error="too late") | Q(status=Status.PENDING),
        not_after__gte=begins,
        not_after__lt=min(ends, now),
    )
    calls = _calls([*to_make[:MOST_SHOWN], *made.distinct()[:MOST_SHOWN]])
    calls = [call for call in calls if not _is_pointless(call)]
    shown = [call for call in calls if _fits(call, asked)]
    return CallList(
        open=sorted((each for each in shown if not each.is_done), key=_urgency),
        done=[each for each in shown if each.is_done],
        missed=missed.count(),
        events=_events(calls),
        kinds=sorted({call.message.kind for call in calls}, key=_kind_order),
    )


def post_queue(*, event: str, now: datetime) -> list[Call]:
    """What waits to be printed: slips first, in the order in which they came."""
    waiting = OutboxMessage.objects.to_post(now)[:MOST_SHOWN]
    rows = _calls(waiting)
    return [row for row in rows if not event or _slug(row) == event]


def slips(rows: Iterable[Call], *, now: datetime) -> list[TicketSheet]:
    """The slips among ROWS as they are printed: with the seats as they are now."""
    return [
        TicketSheet.of(row.registration, now=now)
        for row in rows
        if row.message.kind == SLIP
        and row.registration is not None
        and not row.registration.is_cancelled
    ]


def postcards(rows: Iterable[Call]) -> list[OutboxMessage]:
    """The letters among ROWS that are printed on postcards."""
    return [row.message for row in rows if row.message.kind in ON_POSTCARDS]


def _calls(messages: Iterable[OutboxMessage]) -> list[Call]:
    found = list(messages)
    registrations = _registrations(message.about for message in found)
    refused = UndeliverableAddress.objects.among(
        each.email for each in registrations.values()
    )
    consents = _consents(found)
    tries: dict[int, list[DeliveryAttempt]] = {}
    for each in DeliveryAttempt.objects.filter(
        message__in=[message.pk for message in found], outcome__in=CALL_OUTCOMES
    ).order_by("tried_at", "pk"):
        tries.setdefault(each.message_id, []).append(each)
    return [
        _call(message, registrations.get(message.about), refused, tries, consents)
        for message in found
    ]


def _call(
    message: OutboxMessage,
    registration: Registration | None,
    refused: Collection[str],
    tries: dict[int, list[DeliveryAttempt]],
    consents: dict[str, Consent],
) -> Call:
    return Call(
        message=message,
        registration=registration,
        why=_why(message, registration, refused),
        tries=tries.get(message.pk, []),
        entry=_entry(message, registration),
        consent=consents.get(_code(message)) if message.kind in REQUESTS else None,
    )


def _code(message: OutboxMessage) -> str:
    """The second word of its key: which offer, or which consent, it speaks of."""
    return [*message.key.split(":"), ""][1]


def _consents(messages: Iterable[OutboxMessage]) -> dict[str, Consent]:
    codes = {_code(each) for each in messages if each.kind in REQUESTS}
    found = Consent.objects.filter(code__in=codes) if codes else []
    return {each.code: each for each in found}


def _registrations(abouts: Iterable[str]) -> dict[str, Registration]:
    ids = {
        int(about.removeprefix("registration:"))
        for about in abouts
        if about.startswith("registration:")
    }
    found: QuerySet[Registration] = Registration.objects.with_people()
    return {each.about: each for each in found.filter(pk__in=ids)} if ids else {}


def _why(
    message: OutboxMessage, registration: Registration | None, refused: Collection[str]
) -> Why:
    email = registration.email if registration else message.email
    if message.key.endswith(":phone") or email.lower() in refused:
        return Why.BOUNCED
    if not email:
        return Why.NO_EMAIL
    wants = registration and registration.remind_by == ReminderChannel.PHONE
    return Why.WISH if wants else Why.RULE


def _entry(
    message: OutboxMessage, registration: Registration | None
) -> WaitingListEntry | None:
    """The place in the line of which an offer's call speaks, while it is open."""
    if message.kind != OFFER or registration is None:
        return None
    _kind, _code, pk, *_rest = [*message.key.split(":"), "", ""]
    return next(
        (
            entry
            for entry in registration.line_entries.all()
            if str(entry.pk) == pk and entry.is_offered
        ),
        None,
    )


def _is_pointless(call: Call) -> bool:
    """An offer that was answered some other way needs no call."""
    return call.is_offer and not call.is_done and call.entry is None


def _fits(call: Call, asked: Narrowing) -> bool:
    return (
        (not asked.event or _slug(call) == asked.event)
        and (not asked.kind or call.message.kind == asked.kind)
        and (not asked.why or call.why == asked.why)
    )


def _slug(call: Call) -> str:
    return call.registration.event.slug if call.registration else ""


def _events(calls: Iterable[Call]) -> list[Event]:
    events = {call.registration.event for call in calls if call.registration}
    return sorted(events, key=lambda event: (event.starts_at, event.pk))


def _kind_order(kind: str) -> tuple[bool, str]:
    return kind != OFFER, kind


def _urgency(call: Call) -> tuple[bool, bool, datetime, int]:
    """Offers with the next deadline first; then what is over soonest."""
    message = call.message
    ends = message.not_after
    return not call.is_offer, ends is None, ends or message.due_at, message.pk

"""What has happened in the demo before today, told through the use cases.

Each step takes place at a plausible earlier moment, in order, so that the audit
trail reads like one that grew.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from events.door.choices import ScanMode
from events.door.code import read_code
from events.door.incoming import DoorDevice, IncomingScan
from events.door.usecases.pair_device import open_pairing, pair_device
from events.door.usecases.record_scans import record_scans
from events.door.verdict import Slot
from events.programme.models import Event, Timeslot
from events.registration.choices import RegistrationChannel
from events.registration.models import Registration, Ticket
from events.registration.usecases.application import Person
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.register import register
from peace.demo import needs
from peace.demo.parties import Cast, Plan, cast, plans, resident
from peace.language.dates import jst

APPLICANT = "applicant"
OFFICE_OPENS, OFFICE_HOURS = 9, 8
WINDOW = timedelta(days=14)
# Nobody has registered later than this before now, or before the event.
QUIET = timedelta(days=2)


def tell(
    *,
    event: Event,
    spec: dict[str, Any],
    numbers: Iterator[int],
    staff: str,
    now: datetime,
) -> None:
    """Register the parties of EVENT until its timeslots are as SPEC says.

    NUMBERS goes on from event to event; `guests_from` begins a row of its own, so that
    an event in between does not change who comes to the later ones.
    """
    if "guests_from" in spec:
        numbers = count(spec["guests_from"])
    targets = [slot.get("taken", 0) for slot in spec["timeslots"]]
    slots = list(event.timeslots.with_seats().order_by("pk"))
    parties = plans(targets)
    host = _place_of_resident(parties, spec.get("resident"))
    moments = _moments(event, len(parties), now=now)
    steps: list[tuple[datetime, int, Callable[[], None]]] = []
    for place, (plan, moment) in enumerate(zip(parties, moments, strict=True)):
        size = len(plan.people)
        who = (
            resident(size)
            if place == host
            else cast(next(numbers), size, needs.kinds_in(spec))
        )
        wishes = [frozenset(slots[each].pk for each in one) for one in plan.people]
        people = needs.people_of(event, spec, who, wishes, place=place)
        steps += _steps(
            event, slots, plan, who, people, place=place, staff=staff, at=moment
        )
    for _moment, _place, step in sorted(steps, key=lambda each: each[:2]):
        step()
    if event.asks_consent:
        _answer_for_minors(event, staff=staff, now=now)


def _answer_for_minors(event: Event, *, staff: str, now: datetime) -> None:
    """Guardians answer the day after; the newest parties' may still do so."""
    answers = needs.guardians()
    for party in Registration.objects.filter(event=event).order_by("created_at", "pk"):
        moment = min(party.created_at + timedelta(days=1), now - timedelta(hours=4))
        needs.let_guardians_answer(party, answers, staff=staff, now=moment)


def _steps(
    event: Event,
    slots: Sequence[Timeslot],
    plan: Plan,
    who: Cast,
    people: Sequence[Person],
    *,
    place: int,
    staff: str,
    at: datetime,
) -> Iterator[tuple[datetime, int, Callable[[], None]]]:
    by_hand = who.channel != RegistrationChannel.WEB
    actor = staff if by_hand else APPLICANT
    key = uuid5(NAMESPACE_URL, f"demo:{event.pk}:{place}")

    def come() -> None:
        register(
            event=event,
            timeslots=slots,
            people=people,
            contact=who.contact,
            key=key,
            language=who.language,
            actor=actor,
            now=at,
            extras=who.extras,
            channel=who.channel,
        )

    def give_back() -> None:
        registration = Registration.objects.get(idempotency_key=key)
        seats = registration.seats.all()
        if plan.gives_back == "LAST":
            seats = seats.filter(attendee__number=len(plan.people))
        cancel_seats(
            registration=registration,
            seat_ids=[seat.pk for seat in seats],
            actor=actor,
            now=at + timedelta(hours=5),
        )

    yield at, place, come
    if plan.gives_back:
        yield at + timedelta(hours=5), place, give_back


def _moments(event: Event, number: int, *, now: datetime) -> list[datetime]:
    """When the parties registered: spread over two weeks, by day."""
    latest = min(now, event.starts_at) - QUIET
    if event.closes_at:
        latest = min(latest, event.closes_at - timedelta(hours=1))
    earliest = latest - WINDOW
    if event.opens_at:
        earliest = max(earliest, event.opens_at)
    step = (latest - earliest) / max(number, 1)
    found = []
    for place in range(number):
        moment = jst(earliest + step * place).replace(
            hour=OFFICE_OPENS + place * 5 % OFFICE_HOURS, minute=place * 17 % 60
        )
        found.append(min(max(moment, earliest), latest))
    return found


def _place_of_resident(parties: Sequence[Plan], wanted: int | None) -> int | None:
    """The first small party from WANTED on: it becomes the resident's."""
    if wanted is None:
        return None
    fitting = (
        place
        for place, plan in enumerate(parties)
        if place >= wanted and len(plan.people) <= 3 and not plan.gives_back
    )
    return next(fitting)


def open_door(
    *, event: Event, timeslots: Sequence[Timeslot], staff: str, now: datetime
) -> None:
    """Let the parties of TIMESLOTS in, all but each seventh, with one device a day.

    One of them shows its ticket twice, and someone shows a QR that is not ours.
    """
    for timeslot in timeslots:
        opens = timeslot.opens_doors_at
        code = open_pairing(event=event, actor=staff, now=opens)
        row, _token = pair_device(code=code, name="受付A", now=opens)
        device = DoorDevice(
            id=row.pk,
            name=row.name,
            event_id=event.pk,
            event_slug=event.slug,
            event_title=event.title,
            expires_at=row.expires_at,
            last_seen_at=row.last_seen_at,
            slots={
                each.pk: Slot(
                    id=each.pk,
                    title=each.title,
                    starts_at=each.starts_at,
                    ends_at=each.ends_at,
                    doors_at=each.opens_doors_at,
                )
                for each in event.timeslots.all()
            },
        )
        tokens = [
            ticket.token
            for place, ticket in enumerate(_tickets(timeslot))
            if place % 7 != 5
        ]
        shown = [*tokens, *tokens[:1], "https://example.com/"]
        last = min(timeslot.ends_at, now)
        minutes = count(1)
        scans = [
            IncomingScan(
                id=uuid4(),
                code=read_code(text),
                timeslot_id=timeslot.pk,
                people=None,
                mode=ScanMode.ONLINE,
                at=(moment := min(opens + timedelta(minutes=next(minutes)), last)),
                sent_at=moment.isoformat(),
            )
            for text in shown
        ]
        record_scans(device=device, scans=scans, now=last)


def _tickets(timeslot: Timeslot) -> list[Ticket]:
    """The valid tickets of parties with a seat in TIMESLOT."""
    seated = timeslot.seats.confirmed().values("registration")
    return list(
        Ticket.objects.valid().filter(registration__in=seated).order_by("registration")
    )

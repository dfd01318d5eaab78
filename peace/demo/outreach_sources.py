"""Posters, schools and posts of the demo, and what they brought in two fiscal years.

The past editions are as real ones are after their time of keeping: nobody's name is
there any more, the figures are. Nothing is drawn by lot: the same comes out each time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from uuid import NAMESPACE_URL, uuid5

from events.door.usecases.remove_events import remove_events
from events.outreach.codes import ALPHABET
from events.outreach.models import Source, SourceVisit
from events.programme.models import Event, Quota, Timeslot
from events.registration.models import Attendee, Registration, Seat
from events.registration.usecases.erase_registration import NO_PHONE
from peace.demo.texts import event_slugs, texts
from peace.language.dates import jst

ERASED = "（消去済み）"
_DEMO = "demo:"  # stands before the actor of what a visitor did not make
_PERIOD = 26  # days that a poster hangs


@dataclass(frozen=True)
class _Way:
    """A way people take: how many parties of ten, and who they tend to be (of ten)."""

    kind: str
    place: str
    parties: int
    first: int
    young: int


@dataclass(frozen=True)
class _Edition:
    slug: str
    like: str
    days_ago: int
    parties: int


def load_sources(*, staff: str, now: datetime) -> None:
    """STAFF is the actor; NOW is when the demo is loaded."""
    ways = [_Way(**row) for row in texts("sources")["ways"]]
    numbers = count(1)
    general = _general(numbers, staff=staff, now=now)
    for edition in (_Edition(**row) for row in texts("sources")["editions"]):
        event = _past(edition, now=now)
        made = _sources(event, ways, numbers, staff=staff)
        _visit(made, until=event.starts_at)
        _people(event, edition.parties, ways, [*made, *general])
    for slug in texts("sources")["now"]:
        event = Event.objects.get(slug=slug)
        made = _sources(event, ways, numbers, staff=staff)
        _visit(made, until=min(now, event.starts_at))
        _remember(event, [*made, *general], ways)
    _special(numbers, staff=staff, now=now)


def remove_sources() -> None:
    """What load_sources made, before the events of the demo are removed."""
    mine = [row["slug"] for row in texts("sources")["editions"]]
    Source.objects.filter(event__slug__in=[*event_slugs(), *mine]).delete()
    Source.objects.filter(created_by__startswith=_DEMO).delete()
    remove_events(slugs=mine)


def _code(number: int) -> str:
    """A code that looks like any other, and is the same in every demo."""
    digits = uuid5(NAMESPACE_URL, f"demo:source:{number}").int
    return "".join(ALPHABET[digits // 28**place % 28] for place in range(5))


def _sources(
    event: Event, ways: Sequence[_Way], numbers: Iterator[int], *, staff: str
) -> list[Source]:
    hung = event.starts_at - timedelta(days=_PERIOD + 2)
    return Source.objects.bulk_create(
        Source(
            code=_code(next(numbers)),
            kind=way.kind,
            place=way.place,
            event=event,
            created_at=hung,
            created_by=f"{_DEMO}{staff}"[:80],
        )
        for way in ways
    )


def _general(numbers: Iterator[int], *, staff: str, now: datetime) -> list[Source]:
    return Source.objects.bulk_create(
        Source(
            code=row["code"],
            kind=row["kind"],
            place=row["place"],
            created_at=now - timedelta(days=430),
            created_by=f"{_DEMO}{staff}"[:80],
        )
        for row in texts("sources")["general"]
    )


def _special(numbers: Iterator[int], *, staff: str, now: datetime) -> None:
    """What the check of QR codes is for: a draft, a cancelled event, one taken down."""
    for slug, is_active in (
        ("talks-draft", True),
        ("cancelled-talk", True),
        ("full-talk", False),
    ):
        Source.objects.create(
            code=_code(next(numbers)),
            kind="POSTER",
            place="公民館の入口",
            event=Event.objects.get(slug=slug),
            is_active=is_active,
            created_at=now - timedelta(days=9),
            created_by=f"{_DEMO}{staff}"[:80],
        )


def _visit(sources: Sequence[Source], *, until: datetime) -> None:
    """More on some days than on others, most in the last week."""
    last = jst(until).date()
    SourceVisit.objects.bulk_create(
        SourceVisit(
            source=source,
            day=last - timedelta(days=ago),
            visits=1 + (source.pk * 5 + ago * 3) % 7 + (4 if ago < 7 else 0),
        )
        for source in sources
        for ago in range(1, _PERIOD)
        if (source.pk + ago * 2) % 5 > 1
    )


def _past(edition: _Edition, *, now: datetime) -> Event:
    """An edition like LIKE, so many days ago, without its people."""
    event = Event.objects.get(slug=edition.like)
    slots = list(event.timeslots.for_application().in_order())
    by = timedelta(
        days=(jst(now).date() - jst(event.starts_at).date()).days - edition.days_ago
    )
    event.pk, event.slug = None, edition.slug
    event.support_date = None
    for name in ("starts_at", "ends_at", "opens_at", "closes_at"):
        at = getattr(event, name)
        setattr(event, name, at and at + by)
    event.save(force_insert=True)
    for slot in slots:
        capacity = max(40, sum(quota.capacity for quota in slot.quotas.all()))
        row = Timeslot.objects.create(
            event=event,
            title=slot.title,
            starts_at=slot.starts_at + by,
            ends_at=slot.ends_at + by,
            admission="APPLICATION",
        )
        Quota.objects.create(timeslot=row, capacity=capacity)
    return event


def _people(
    event: Event, parties: int, ways: Sequence[_Way], sources: Sequence[Source]
) -> None:
    """PARTIES who registered; about five of six came."""
    slots = list(event.timeslots.in_order())
    quotas = {
        quota.timeslot_id: quota for quota in Quota.objects.filter(timeslot__in=slots)
    }
    order = _order(ways, sources, parties)
    made = Registration.objects.bulk_create(
        Registration(
            event=event,
            idempotency_key=uuid5(NAMESPACE_URL, f"demo:past:{event.slug}:{number}"),
            phone=NO_PHONE,
            remind_by="NONE",
            channel="PHONE" if number % 3 == 0 else "WEB",
            source=source,
            created_at=event.starts_at - timedelta(days=3 + number % 20),
        )
        for number, (source, _way) in enumerate(order)
    )
    people = Attendee.objects.bulk_create(
        _person(party, place, number, way)
        for number, (party, (_source, way)) in enumerate(zip(made, order, strict=True))
        for place in range(1 + number % 3 % 2 + (number % 7 == 0))
    )
    seats = []
    for number, person in enumerate(people):
        slot = slots[number % len(slots)]
        came = number % 6 != 4
        seats.append(
            Seat(
                registration=person.registration,
                attendee=person,
                timeslot=slot,
                quota=quotas[slot.pk],
                created_at=person.registration.created_at,
                admitted_at=slot.starts_at - timedelta(minutes=5) if came else None,
                admitted_by=uuid5(NAMESPACE_URL, f"demo:in:{person.pk}")
                if came
                else None,
            )
        )
    Seat.objects.bulk_create(seats)
    for quota in quotas.values():
        quota.taken = sum(seat.quota_id == quota.pk for seat in seats)
        quota.capacity = max(quota.capacity, quota.taken)
        quota.save(update_fields=["taken", "capacity"])


def _person(party: Registration, place: int, number: int, way: _Way) -> Attendee:
    lot = (number * 7 + place * 3) % 10
    is_young = lot < way.young
    band = (
        ("UNDER_20", "TWENTIES")[number % 2]
        if is_young
        else ("THIRTIES_FORTIES", "FIFTIES_SIXTIES", "OVER_70")[number % 3]
    )
    says = (number + place) % 5 != 3
    is_first = (number * 3 + place * 7) % 10 < way.first
    return Attendee(
        registration=party,
        number=place + 1,
        name=ERASED,
        search_name=Attendee.searchable(ERASED),
        age_band=band if says else "",
        visit=("FIRST" if is_first else "AGAIN") if says else "",
    )


_NO_SOURCE = _Way(kind="", place="", parties=0, first=3, young=1)


def _order(
    ways: Sequence[_Way], sources: Sequence[Source], parties: int
) -> list[tuple[str, _Way]]:
    """Through what each party came: a code, a kind that was told, or nothing."""
    plan: list[tuple[str, _Way]] = []
    for way, source in zip(ways, sources, strict=False):
        plan += [(source.code, way)] * way.parties
    plan += [(source.code, _NO_SOURCE) for source in sources[len(ways) :]]
    plan += [(":CITY_PAPER", _NO_SOURCE), (":PERSON", _NO_SOURCE)]
    plan += [("", _NO_SOURCE)] * (len(plan) // 4)
    # 7 and the length of the plan have no factor in common: every place comes up.
    step = next(each for each in (7, 11, 13) if len(plan) % each)
    return [plan[number * step % len(plan)] for number in range(parties)]


def _remember(event: Event, sources: Sequence[Source], ways: Sequence[_Way]) -> None:
    """Who registered for EVENT came through one of SOURCES; not all are known."""
    parties = list(Registration.objects.filter(event=event).order_by("pk"))
    for party, (code, _way) in zip(
        parties, _order(ways, sources, len(parties)), strict=True
    ):
        party.source = code
    Registration.objects.bulk_update(parties, ["source"])

"""To whom an announcement goes, and how many they are; read piece by piece."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower

from events.outreach.audiences import members_of
from events.outreach.choices import AnnouncementAudience, ContactKind, ReaderKind
from events.outreach.models import Announcement, Contact, Subscription
from events.outreach.readers import Reader
from events.registration.models import Registration
from peace.outbox.models import UndeliverableAddress

# Letters of one transaction; memory stays flat however many readers there are.
PIECE = 500
_CONTACTS: dict[str, ContactKind] = {
    AnnouncementAudience.SCHOOLS: ContactKind.SCHOOL,
    AnnouncementAudience.GROUPS: ContactKind.GROUP,
    AnnouncementAudience.CITIES: ContactKind.CITY,
}


@dataclass
class Measure:
    """An audience in numbers. `undeliverable` are known and get no letter."""

    by_language: Counter = field(default_factory=Counter)
    undeliverable: int = 0

    @property
    def readers(self) -> int:
        """To how many it goes."""
        return self.by_language.total()

    @property
    def chosen(self) -> int:
        return self.readers + self.undeliverable


def readers_of(
    announcement: Announcement, *, now: datetime, after: str = ""
) -> Iterator[Reader]:
    """Each address once, in order, those behind AFTER.

    Whoever took part three times, or stands in two lists, is one reader. Addresses
    that are known to be undeliverable are among them (`deliverable` leaves them out).
    """
    last = after
    for reader in _all(announcement, now=now, after=after):
        if reader.address != last:
            last = reader.address
            yield reader


def deliverable(readers: Collection[Reader]) -> list[Reader]:
    """Those of a piece whose mailbox is not known to be gone; one statement."""
    refused = UndeliverableAddress.objects.among(each.email for each in readers)
    return [each for each in readers if each.address not in refused]


def measure(announcement: Announcement, *, now: datetime) -> Measure:
    """Counts by reading them as they will be written: the two cannot differ."""
    found = Measure()
    for piece in _pieces(readers_of(announcement, now=now)):
        reached = deliverable(piece)
        found.undeliverable += len(piece) - len(reached)
        found.by_language.update(each.language for each in reached)
    return found


def still_reading(
    announcement: Announcement, addresses: Collection[str], *, now: datetime
) -> set[str]:
    """Those of ADDRESSES (lower case) that are in the audience at NOW."""
    if announcement.audience in _CONTACTS:
        everybody = {each.address for each in _listed(announcement, now=now)}
        return everybody & set(addresses)
    rows = _rows(announcement, now=now).filter(address__in=addresses)
    return set(rows.values_list("address", flat=True))


def _all(announcement: Announcement, *, now: datetime, after: str) -> Iterable[Reader]:
    if announcement.audience in _CONTACTS:
        listed = sorted(
            _listed(announcement, now=now), key=lambda each: (each.address, each.ref)
        )
        return (each for each in listed if each.address > after)
    kind = (
        ReaderKind.SUBSCRIBER
        if announcement.audience == AnnouncementAudience.SUBSCRIBERS
        else ReaderKind.PARTICIPANT
    )
    rows = (
        _rows(announcement, now=now)
        .filter(address__gt=after)
        .order_by("address", "-pk")
        .values_list("pk", "email", "language")
    )
    return (
        Reader(kind, str(pk), email, language)
        for pk, email, language in rows.iterator(chunk_size=PIECE)
    )


def _rows(announcement: Announcement, *, now: datetime) -> QuerySet:
    """Subscriptions or registrations, with `address` in lower case."""
    found: QuerySet
    if announcement.audience == AnnouncementAudience.SUBSCRIBERS:
        found = Subscription.objects.active()
        if announcement.topics:
            # SQLite has no `contains` for JSON; the names of topics are plain words.
            found = found.annotate(words=Cast("topics", TextField())).filter(
                _any_of(announcement.topics)
            )
    else:
        found = (
            Registration.objects.active()
            .filter(wants_news=True, event__starts_at__lte=now)
            .exclude(email="")
        )
        if announcement.programme_id:
            found = found.filter(event__programme=announcement.programme_id)
    return found.annotate(address=Lower(F("email")))


def _any_of(topics: Iterable[str]) -> Q:
    wanted = Q()
    for topic in topics:
        wanted |= Q(words__contains=f'"{topic}"')
    return wanted


def _listed(announcement: Announcement, *, now: datetime) -> list[Reader]:
    """Contacts of the office, then members of a room upstairs; some hundred at most.

    An address that was switched off is written to on no other ground.
    """
    contacts = Contact.objects.filter(kind=_CONTACTS[announcement.audience])
    off = {each.email.lower() for each in contacts if not each.is_active}
    found = [
        Reader(
            ReaderKind.CONTACT,
            str(each.pk),
            each.email,
            each.language,
            " ".join(filter(None, (each.name, each.person))),
        )
        for each in contacts
        if each.is_active
    ]
    members = [
        Reader(
            ReaderKind.MEMBER,
            f"{announcement.audience}.{each.ref}",
            each.email,
            each.language,
            each.name,
        )
        for each in members_of(announcement.audience, now)
    ]
    switched_off = [each for each in members if each.address in off]
    return [*found, *(each for each in members if each not in switched_off)]


def _pieces(readers: Iterator[Reader]) -> Iterator[list[Reader]]:
    while piece := list(islice(readers, PIECE)):
        yield piece

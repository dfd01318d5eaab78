"""Who comes from each city, which seats that takes, and who has not replied."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Max
from django.utils.translation import gettext as _

from events.programme.choices import Support
from events.programme.models import Quota, SupportOffer
from network.cities.models import Municipality
from network.summit.choices import GuestKind
from network.summit.models import Summit, SummitGuest, SummitReply

CITIZENS = "CITIZEN"


@dataclass(frozen=True)
class CityReply:
    """One of the 26: its reply, if there is one, with its guests."""

    summit: Summit
    city: Municipality
    reply: SummitReply | None
    guests: list[SummitGuest]
    now: datetime

    @property
    def comes(self) -> bool:
        return self.reply is not None and self.reply.comes

    @property
    def is_late(self) -> bool:
        return self.reply is None and self.now > self.summit.reply_by

    @property
    def citizens(self) -> int:
        return self.reply.citizens if self.reply else 0

    @property
    def people(self) -> int:
        return len(self.guests) + self.citizens

    @property
    def named(self) -> list[int]:
        """How many of each kind, in the order of GuestKind."""
        counted = Counter(guest.kind for guest in self.guests)
        return [counted[kind] for kind in GuestKind]

    @property
    def mayor(self) -> SummitGuest | None:
        return next((g for g in self.guests if g.kind == GuestKind.MAYOR), None)

    @property
    def boxes(self) -> str:
        """One to tick on paper for each citizen."""
        return "□" * self.citizens

    @property
    def word(self) -> str:
        if self.comes:
            return _("出席")
        if self.reply is not None:
            return _("欠席")
        return _("返事が遅れている") if self.is_late else _("返事待ち")

    @property
    def sign(self) -> str:
        if self.reply is not None:
            return "ok" if self.comes else "dash"
        return "warn" if self.is_late else "wait"

    @property
    def tone(self) -> str:
        if self.comes:
            return "good"
        return "bad" if self.is_late else ""


def city_replies(summit: Summit, *, now: datetime) -> list[CityReply]:
    """All 26: those without a reply first, then by code. Three statements."""
    replies = {r.municipality_id: r for r in SummitReply.objects.filter(summit=summit)}
    guests: dict[str, list[SummitGuest]] = {}
    found_guests = SummitGuest.objects.filter(reply__summit=summit)
    for guest in found_guests.select_related("municipality"):
        guests.setdefault(guest.municipality_id, []).append(guest)
    found = [
        CityReply(
            summit=summit,
            city=city,
            reply=replies.get(city.pk),
            guests=sorted(guests.get(city.pk, []), key=_by_seat),
            now=now,
        )
        for city in Municipality.objects.members()
    ]
    return sorted(found, key=lambda each: (each.reply is not None, each.city.code))


def city_reply(summit: Summit, city: Municipality, *, now: datetime) -> CityReply:
    """The one of this city."""
    reply = SummitReply.objects.filter(summit=summit, municipality=city).first()
    guests = sorted(SummitGuest.objects.filter(reply=reply), key=_by_seat)
    return CityReply(summit, city, reply, guests if reply else [], now)


def late_cities(summit: Summit) -> list[Municipality]:
    """Members without a reply."""
    replied = SummitReply.objects.filter(summit=summit).values("municipality")
    return list(Municipality.objects.members().exclude(pk__in=replied))


def _by_seat(guest: SummitGuest) -> tuple[int, int]:
    return [*GuestKind].index(GuestKind(guest.kind)), guest.place


def most_named(summit: Summit) -> dict[str, int]:
    """By kind, and for CITIZEN: the most that one city has named."""
    guests = SummitGuest.objects.filter(reply__summit=summit).order_by()
    found = dict(guests.values_list("kind").annotate(Max("place")))
    most = SummitReply.objects.filter(summit=summit).aggregate(most=Max("citizens"))
    return found | {CITIZENS: most["most"] or 0}


def needed_seats(summit: Summit) -> int:
    """Seats that the cities need (people): what they named, all of who did not say."""
    replies = SummitReply.objects.filter(summit=summit)
    named = SummitGuest.objects.filter(reply__summit=summit).count()
    named += sum(replies.values_list("citizens", flat=True))
    return named + summit.seats_a_city * len(late_cities(summit))


@dataclass(frozen=True)
class Hall:
    """The seats of the hall (people): kept for the cities, the public's, free ones.

    The public's are those of all quotas, of the wheelchairs and the family room too.
    """

    seats: int
    held: int
    needed: int
    named: int
    public: int
    taken: int

    @property
    def public_free(self) -> int:
        return max(0, self.public - self.taken)

    @property
    def can_be_given(self) -> int:
        """Kept seats that no city needs."""
        return max(0, self.held - self.needed)

    @cached_property
    def too_many(self) -> int:
        """Somebody changed the event's quotas by hand: more seats than the hall has."""
        return max(0, self.public + self.held - self.seats)


def hall(summit: Summit) -> Hall:
    """How the hall is shared out now."""
    slot = summit.hall
    quotas = list(Quota.objects.filter(timeslot=slot)) if slot else []
    needed = needed_seats(summit)
    return Hall(
        seats=summit.hall_seats,
        held=summit.held_seats,
        needed=needed,
        named=needed - summit.seats_a_city * len(late_cities(summit)),
        public=sum(each.capacity for each in quotas),
        taken=sum(each.taken for each in quotas),
    )


def access_offered(summit: Summit) -> list[tuple[str, int | None]]:
    """Support at the summit: its name, and how many places where they are counted."""
    slot = summit.hall
    places = dict(Quota.objects.filter(timeslot=slot).values_list("kind", "capacity"))
    offers = SupportOffer.objects.filter(timeslot=slot).order_by("pk")
    found = {each.kind: each.capacity for each in offers}
    for kind in (Support.WHEELCHAIR, Support.FAMILY_ROOM):
        if kind in places:
            found[kind] = places[kind]
    return [(str(Support(kind).label), n) for kind, n in found.items()]


def support_needed(replies: Iterable[CityReply]) -> list[tuple[str, int]]:
    """What the cities' guests need, and for how many people."""
    counted = Counter(
        need for each in replies for guest in each.guests for need in guest.needs
    )
    return [(str(kind.label), counted[kind]) for kind in Support if counted[kind]]

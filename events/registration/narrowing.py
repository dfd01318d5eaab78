"""Narrows the registrations of an event to those that staff look for; no writing.

Each wish adds an EXISTS, never a join: a party stays one row, whatever is asked.
"""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Subquery, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from events.programme.models import Event
from events.registration.choices import (
    YOUNG,
    RegistrationStatus,
    SeatStatus,
    Visit,
)
from events.registration.models import Attendee, Registration, Seat, SupportRequest
from events.registration.models.registration import RegistrationQuerySet


class Mark(TextChoices):
    """What makes a registration one to look after."""

    NO_EMAIL = "NO_EMAIL", _("メールなし")
    LACKS_CONSENT = "LACKS_CONSENT", _("保護者の同意待ち")
    SUPPORT = "SUPPORT", _("サポートの希望あり")
    FIRST_TIMER = "FIRST_TIMER", _("はじめての方あり")
    YOUNG = "YOUNG", _("30歳未満の方あり")
    NOTE = "NOTE", _("伝言・メモあり")
    NOT_IN = "NOT_IN", _("入場していない方あり")


class Order(TextChoices):
    NEWEST = "NEWEST", _("新しい順")
    ARRIVAL = "ARRIVAL", _("届いた順")
    KANA = "KANA", _("ふりがな順")


@dataclass(frozen=True)
class Narrowing:
    """What staff chose above the list. Empty means: no matter."""

    words: str = ""
    slot: int | None = None
    status: str = ""
    channel: str = ""
    support: str = ""
    mark: str = ""
    order: str = Order.NEWEST


def narrowed(event: Event, wish: Narrowing) -> RegistrationQuerySet:
    """The registrations of EVENT that fit WISH, in its order."""
    found = Registration.objects.for_event(event)
    if wish.words:
        found = found.found_by(wish.words)
    if wish.slot or wish.status:
        found = found.filter(_stands(wish))
    if wish.channel:
        found = found.filter(channel=wish.channel)
    if wish.support:
        found = found.filter(_asked(Q(offer__kind=wish.support)))
    if wish.mark == Mark.NOT_IN and wish.slot:
        found = found.filter(_not_in(Q(timeslot=wish.slot)))
    elif wish.mark:
        found = found.filter(_MARKS[Mark(wish.mark)])
    return _ordered(found, wish.order)


@dataclass(frozen=True)
class Counts:
    """How many registrations of an event each choice would find."""

    slot: dict[int, int]
    status: dict[str, int]
    channel: dict[str, int]
    support: dict[str, int]
    mark: dict[str, int]


def counts(event: Event) -> Counts:
    """For the choices of the filter; five statements, however many there are."""
    everybody = Registration.objects.for_event(event)
    seats = Seat.objects.filter(registration__event=event).order_by()
    parties = Count("registration", distinct=True)
    alive = seats.exclude(status=SeatStatus.CANCELLED)
    status = dict(alive.values_list("status").annotate(parties))
    marks = everybody.aggregate(
        **{mark.value: Count("pk", filter=rule) for mark, rule in _MARKS.items()},
        over=Count("pk", filter=_CANCELLED),
    )
    status[SeatStatus.CANCELLED] = marks.pop("over")
    return Counts(
        slot=dict(alive.values_list("timeslot").annotate(parties)),
        status=status,
        channel=dict(everybody.order_by().values_list("channel").annotate(Count("pk"))),
        support=dict(
            SupportRequest.objects.filter(registration__event=event)
            .order_by()
            .values_list("offer__kind")
            .annotate(parties)
        ),
        mark=marks,
    )


_CANCELLED = Q(status=RegistrationStatus.CANCELLED)


def _stands(wish: Narrowing) -> Q | Exists:
    """Somebody of the party stands so, in that timeslot where one was chosen."""
    if wish.status == SeatStatus.CANCELLED and not wish.slot:
        return _CANCELLED
    seats = Seat.objects.filter(registration=OuterRef("pk"))
    if wish.slot:
        seats = seats.filter(timeslot=wish.slot)
    if wish.status:
        return Exists(seats.filter(status=wish.status))
    return Exists(seats.exclude(status=SeatStatus.CANCELLED))


def _asked(rule: Q) -> Exists:
    return Exists(SupportRequest.objects.filter(rule, registration=OuterRef("pk")))


def _somebody(rule: Q) -> Exists:
    return Exists(Attendee.objects.filter(rule, registration=OuterRef("pk")))


def _not_in(slots: Q) -> Exists:
    """Somebody has a seat there and did not come to it, or not yet."""
    expected = Seat.objects.confirmed().filter(slots, admitted_at__isnull=True)
    return Exists(expected.filter(registration=OuterRef("pk")))


_MARKS: dict[Mark, Q | Exists] = {
    Mark.NO_EMAIL: Q(email=""),
    Mark.LACKS_CONSENT: _somebody(Q(lacks_consent=True)),
    Mark.SUPPORT: _asked(Q()),
    Mark.FIRST_TIMER: _somebody(Q(visit=Visit.FIRST)),
    Mark.YOUNG: _somebody(Q(age_band__in=YOUNG)),
    Mark.NOTE: ~Q(note="") | ~Q(staff_note=""),
    Mark.NOT_IN: _not_in(Q()),
}


def _ordered(found: RegistrationQuerySet, order: str) -> RegistrationQuerySet:
    if order == Order.KANA:
        applicant = Attendee.objects.filter(registration=OuterRef("pk"), number=1)
        return found.annotate(
            kana=Subquery(applicant.values("search_kana")[:1])
        ).order_by("kana", "pk")
    if order == Order.ARRIVAL:
        return found.annotate(came=Coalesce("arrived_at", "created_at")).order_by(
            "came", "pk"
        )
    return found.order_by("-created_at", "-pk")

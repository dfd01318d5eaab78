"""The only ways to a registration: private link, pair of numbers, mailbox, staff."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from events.programme.choices import APPLIED_FOR, EventStatus
from events.programme.models import Event, Timeslot
from events.registration.history import actor_names
from events.registration.models import (
    Attendee,
    BulkAction,
    Consent,
    Registration,
    WaitingListEntry,
)
from events.registration.models.bulk_action import UNDO_FOR
from events.registration.models.consent import read_consent_token
from events.registration.models.registration import read_signed_token
from events.registration.reports_bulk import Undoable
from peace.accounts.models import User


class LinkCut(Exception):
    """The link was cut off or made up; a kind page says what to do."""


def registration_by_link(token: str) -> Registration:
    """The registration of a private link. Raises LinkCut, for a missing one too."""
    code = read_signed_token(token)
    found = (
        Registration.objects.with_people().filter(code=code).first() if code else None
    )
    if found is None:
        raise LinkCut
    return found


def registration_by_pair(receipt_number: str, last_four: str) -> Registration | None:
    """By receipt number and last four phone digits; the view limits the tries."""
    return Registration.objects.found_by_pair(receipt_number, last_four).first()


def entry_of(registration: Registration, pk: str) -> WaitingListEntry:
    """A place in a line that belongs to REGISTRATION; 404 for anybody else's."""
    found = next(
        (each for each in registration.line_entries.all() if str(each.pk) == pk), None
    )
    if found is None:
        raise Http404
    return found


def timeslots_of(registration: Registration) -> list[Timeslot]:
    """The timeslots of the registration's event, with seats and support, in order."""
    return list(registration.event.timeslots.with_seats().with_support().in_order())


def consent_by_link(token: str) -> Consent:
    """The consent of a guardian's link. Raises LinkCut, for a missing one too.

    And for a link whose holder is not the one who was asked last: somebody at a
    mistyped address decides nothing.
    """
    code = read_consent_token(token)
    found = (
        Consent.objects.filter(code=code)
        .select_related("attendee__registration__event__venue")
        .first()
        if code
        else None
    )
    if found is None:
        raise LinkCut
    newest = found.attendee.consents.order_by("-asked_at", "-pk").first()
    if newest is None or not found.went_to_the_same_as(newest):
        raise LinkCut
    return found


def minor_of(registration: Registration, number: str) -> Attendee | None:
    """The minor with this number in REGISTRATION, or None."""
    return next(
        (
            each
            for each in registration.attendees.all()
            if str(each.number) == number and each.is_minor
        ),
        None,
    )


def registrations_of(user: User) -> list[Registration]:
    """Those made with the mail address that this resident has proved to be theirs."""
    addresses = user.emailaddress_set.filter(verified=True).values_list(
        "email", flat=True
    )
    found = Registration.objects.with_people().none()
    for address in addresses:
        found = found | Registration.objects.with_people().filter(email__iexact=address)
    return list(found.order_by("-event__starts_at"))


def staff_registration(event: Event, receipt_number: str) -> Registration:
    """A registration of this event, for the city's own staff."""
    if not receipt_number.isdecimal():
        raise Http404
    found = (
        Registration.objects.with_people()
        .filter(event=event, receipt_number=receipt_number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def intake_events(now: datetime) -> list[Event]:
    """What staff may register for: published, opened, not over, with applications.

    Closed ones too, for a postcard that came in time; the soonest first.
    """
    asked = Timeslot.objects.filter(event=OuterRef("pk"), admission__in=APPLIED_FOR)
    return list(
        Event.objects.filter(Exists(asked), status=EventStatus.PUBLISHED)
        .filter(Q(opens_at=None) | Q(opens_at__lte=now))
        .coming(now)
        .with_places()
        .order_by("starts_at", "pk")
    )


def intake_event(slug: str, events: Sequence[Event], now: datetime) -> Event | None:
    """The event of SLUG among EVENTS; else the next that takes applications now."""
    chosen = [event for event in events if event.slug == slug]
    open_now = [event for event in events if event.takes_applications_at(now)]
    return next(iter([*chosen, *open_now, *events]), None)


def bulk_action_of(event: Event, pk: int) -> BulkAction:
    """What one click did to many registrations of this event; 404 for another's."""
    found = BulkAction.objects.filter(event=event, pk=pk).first()
    if found is None:
        raise Http404
    return found


def newest_undoable(event: Event, *, now: datetime) -> Undoable | None:
    """The newest bulk action of EVENT that can still be taken back, with its actor."""
    action = (
        BulkAction.objects.filter(event=event, undone_at=None, at__gt=now - UNDO_FOR)
        .order_by("-pk")
        .first()
    )
    if action is None:
        return None
    return Undoable(action, actor_names([action.actor])[action.actor])

"""Amend what a registration says: names as they are spelt, contact, wishes, note."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from events.registration import letters
from events.registration.choices import PAST_NEWS, ChangeKind, ReminderChannel
from events.registration.models import Registration
from events.registration.usecases.application import Contact, SupportWish
from events.registration.usecases.changing import (
    ChangeRefused,
    TooLate,
    keep_support,
    lock_for_change,
    seats_now,
    wishes_of,
)
from events.registration.usecases.line import promote
from peace.audit.usecases import record
from peace.outbox.usecases.take_back import take_back_news


class Unreachable(ChangeRefused):
    """Neither a phone number nor an address would be left."""


@dataclass(frozen=True)
class Amendment:
    """What shall be different. What is left out stays as it is.

    `names` maps an attendee's number to name and reading, as typed; `support` are the
    kinds of access support that the party needs from now on.
    """

    names: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    contact: Contact | None = None
    support: Collection[str] | None = None
    note: str | None = None
    wants_news: bool | None = None


@transaction.atomic
def amend(
    *, registration: Registration, amendment: Amendment, actor: str, now: datetime
) -> bool:
    """Change REGISTRATION as AMENDMENT says; whether anything was different.

    Names stay as typed and their search columns follow; the places of access support
    are claimed and given back. Seats do not move; who waits may be offered a special
    seat that a new wish opens. Changes registration, attendees, support requests and
    the line. Locks the quotas of its timeslots, then the registration. A letter
    leaves; when the address changed, one to the old address too, which says
    what to do if it was somebody else. The same again changes and sends nothing.

    Raises NothingToChange, TooLate (for the name of somebody whose timeslots have all
    begun), Unreachable, SupportNotLeft.
    """
    locked, _none = lock_for_change(registration=registration, now=now)
    old_email = locked.email
    names = _rename(locked, amendment.names, now=now)
    contact = _contact(locked, amendment.contact)
    note = amendment.note is not None and amendment.note != locked.note
    if note:
        locked.note = amendment.note or ""
    # Before the support: an offer that follows from it goes to the new address.
    locked.save(update_fields=["phone", "email", "remind_by", "note"])
    support = _support(locked, amendment.support, now=now)
    news = _news(locked, amendment.wants_news)
    if not (names or contact or support or note or news):
        return False
    kinds = [ChangeKind.NAMES] if names else []
    if contact or support or note:
        kinds.append(
            ChangeKind.CONTACT if locked.email == old_email else ChangeKind.EMAIL
        )
    # Whether they want news needs no letter.
    if kinds:
        letters.registration_changed(
            registration=locked,
            kinds=kinds,
            seats=seats_now(locked),
            old_email=old_email,
            now=now,
        )
    record(
        stream=f"event:{locked.event_id}",
        verb="registration.amended",
        actor=actor,
        about=locked.about,
        detail={
            "people_renamed": names,
            "contact": contact,
            "address_new": locked.email != old_email,
            "support": support,
            "words": note,
            "news": news,
        },
        now=now,
    )
    return True


def _rename(
    registration: Registration,
    names: Mapping[int, tuple[str, str]],
    *,
    now: datetime,
) -> int:
    """Correct names; how many. Somebody who left the party keeps theirs."""
    changed = 0
    for attendee in registration.attendees.filter(number__in=names):
        name, kana = names[attendee.number]
        if (attendee.name, attendee.kana) == (name, kana):
            continue
        seats = list(attendee.seats.alive().select_related("timeslot"))
        if not seats:
            continue
        last = max((seat.timeslot for seat in seats), key=lambda slot: slot.starts_at)
        if last.starts_at <= now:
            raise TooLate(last)
        attendee.call(name=name, kana=kana)
        attendee.save(update_fields=["name", "kana", "search_name", "search_kana"])
        changed += 1
    return changed


def _contact(registration: Registration, contact: Contact | None) -> bool:
    if contact is None:
        return False
    if not contact.phone and not contact.email:
        raise Unreachable
    wish = contact.remind_by
    if wish == ReminderChannel.EMAIL and not contact.email:
        wish = ReminderChannel.PHONE
    if wish == ReminderChannel.PHONE and not contact.phone:
        wish = ReminderChannel.EMAIL
    before = (registration.phone, registration.email, registration.remind_by)
    registration.phone, registration.email = contact.phone, contact.email
    registration.remind_by = wish
    return before != (contact.phone, contact.email, wish)


def _news(registration: Registration, wants_news: bool | None) -> bool:
    """They want news, or none any more: then what waits for this address stays here."""
    if wants_news is None:
        wants_news = registration.wants_news
    # Nobody can be written to without an address.
    wants_news = wants_news and bool(registration.email)
    if wants_news == registration.wants_news:
        return False
    registration.wants_news = wants_news
    registration.save(update_fields=["wants_news"])
    if not wants_news and registration.email:
        take_back_news(email=registration.email, kind=PAST_NEWS)
    return True


def _support(
    registration: Registration, kinds: Collection[str] | None, *, now: datetime
) -> bool:
    if kinds is None:
        return False
    held = wishes_of(registration)
    if {wish.kind for wish in held} == set(kinds):
        return False
    kept = [wish for wish in held if wish.kind in kinds]
    new = set(kinds) - {wish.kind for wish in held}
    keep_support(
        registration=registration,
        wishes=[*kept, *(SupportWish(kind) for kind in sorted(new))],
        now=now,
    )
    # Whoever waits may have a wheelchair space, say, that they could not have before.
    slots = set(registration.seats.alive().values_list("timeslot_id", flat=True))
    promote(timeslot_ids=slots, now=now)
    return {wish.kind for wish in held} != {
        wish.kind for wish in wishes_of(registration)
    }

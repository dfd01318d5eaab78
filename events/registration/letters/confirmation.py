"""What became of a registration: seats, a place in the line, a lottery number."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from events.registration.choices import RegistrationChannel
from events.registration.letters.party import (
    Party,
    begins,
    letter_values,
    page_url,
    seat_list,
)
from events.registration.models import Seat
from peace.outbox.choices import Channel, LetterClass
from peace.outbox.letter import Recipient, render_letter
from peace.outbox.usecases.enqueue import enqueue


def confirmation(
    *, party: Party, lottery_number: int | None = None, now: datetime
) -> None:
    """The seats are yours, or wait for one: by e-mail, or as a slip for who rang.

    Who registered on the web without an address has the ticket on the screen.
    """
    registration = party.registration
    by_hand = registration.channel != RegistrationChannel.WEB
    if not registration.email and not by_hand:
        return
    recipient = party.recipient
    if by_hand and not registration.email:
        recipient = Recipient(recipient.name, phone=recipient.phone, postal=_("窓口"))
    name = _letter_for(party.seats)
    enqueue(
        key=f"confirmation:{registration.code}",
        kind="confirmation",
        letter_class=LetterClass.A,
        recipient=recipient,
        channel=None if registration.email else Channel.POST,
        language=registration.language,
        letter=render_letter(
            f"registration/{name}",
            registration.language,
            _values(party, lottery_number=lottery_number),
            registration.event.letter_scopes,
        ),
        about=registration.about,
        parts=party.parts,
        not_after=begins(party.seats) or registration.event.ends_at,
        now=now,
    )


def _letter_for(seats: Sequence[Seat]) -> str:
    """Which letter tells of these seats; a lottery goes before a line."""
    if any(seat.is_entered for seat in seats):
        return "lottery_entered"
    waiting = [seat for seat in seats if seat.is_waiting]
    if not waiting:
        return "confirmation"
    return "waiting_joined" if len(waiting) == len(seats) else "mixed_result"


def _values(party: Party, *, lottery_number: int | None) -> dict[str, str]:
    language = party.registration.language
    confirmed = [seat for seat in party.seats if seat.is_confirmed]
    waiting = [seat for seat in party.seats if seat.is_waiting]
    entered = [seat for seat in party.seats if seat.is_entered]
    values = letter_values(party, language)
    if not waiting and not entered:
        return values
    slug = party.registration.event.slug
    others = seat_list([*confirmed, *waiting], language)
    with translation.override(language):
        return values | {
            "confirmed_list": seat_list(confirmed, language),
            "waiting_list": seat_list(waiting, language),
            "entered_list": seat_list(entered, language),
            "confirmed_block": others,
            "lottery_number": str(lottery_number or ""),
            "line_url": page_url("registration:line", slug),
            "lottery_url": page_url("registration:lottery", slug),
        }

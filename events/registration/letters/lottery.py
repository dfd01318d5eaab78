"""What the draw decided, to every party: by e-mail, or as a call to make."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from events.registration.letters.party import (
    Party,
    letter_values,
    page_url,
    seat_list,
)
from events.registration.models import Lottery, Registration, Seat, WaitingListEntry
from peace.language.dates import clock, date_short
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Texts, render_letter
from peace.outbox.models import OutboxBatch
from peace.outbox.usecases.enqueue import enqueue_many

LETTERS_AT_ONCE = 500


def lottery_result(
    *,
    lottery: Lottery,
    parties: Sequence[Registration],
    frozen: Mapping[str, Any],
    batch: OutboxBatch | None,
    now: datetime,
) -> None:
    """Won, waiting or not drawn; PARTIES are read with `with_people()` after the draw.

    With BATCH the letters wait for a second person's approval.
    """
    numbers = {
        entry.registration_id: entry.number
        for entry in lottery.event.lottery_entries.all()
    }
    slots = {int(slot_id) for slot_id in frozen["seats"]}
    places = _places(slots)
    orders = []
    texts = Texts()
    for registration in parties:
        drawn = [
            seat
            for seat in registration.seats.all()
            if seat.timeslot_id in slots and not seat.is_cancelled
        ]
        if not drawn:
            continue
        registration.event = lottery.event
        values = _values(
            registration, drawn, lottery, frozen, places, numbers[registration.pk]
        )
        orders.append(_order(registration, drawn, values, lottery, batch, texts))
        if len(orders) == LETTERS_AT_ONCE:
            enqueue_many(orders, now=now)
            orders = []
    texts = Texts()
    if orders:
        enqueue_many(orders, now=now)


def _order(
    registration: Registration,
    drawn: Sequence[Seat],
    values: Mapping[str, str],
    lottery: Lottery,
    batch: OutboxBatch | None,
    texts: Texts,
) -> dict[str, Any]:
    won = any(seat.is_confirmed for seat in drawn)
    waits = any(seat.is_waiting or seat.is_offered for seat in drawn)
    kind = "lottery_won" if won else "lottery_lost"
    name = kind if won or waits else "lottery_no_seat"
    party = Party.of(registration)
    return {
        "key": f"lottery:{registration.code}:{lottery.attempt}",
        "kind": kind,
        "letter_class": LetterClass.A,
        "recipient": party.recipient,
        "language": registration.language,
        "letter": render_letter(
            f"registration/{name}",
            registration.language,
            dict(values),
            lottery.event.letter_scopes,
            texts,
        ),
        "about": registration.about,
        "parts": party.parts if won else [],
        "not_after": max(seat.timeslot.starts_at for seat in drawn),
        "batch": batch,
    }


def _values(
    registration: Registration,
    drawn: Sequence[Seat],
    lottery: Lottery,
    frozen: Mapping[str, Any],
    places: Mapping[tuple[int, int], int],
    number: int,
) -> dict[str, str]:
    language = registration.language
    won = [seat for seat in drawn if seat.is_confirmed]
    others = [seat for seat in drawn if not seat.is_confirmed]
    with translation.override(language):
        party = Party.of(registration)
        return letter_values(
            Party(registration, party.attendees, won or others, party.ticket), language
        ) | {
            "seat_list": seat_list(won, language),
            "others_list": seat_list(others, language) if won else "",
            "others_title": _("席が決まらなかった回") if won and others else "",
            "waiting_list": _waiting_list(others, places, language),
            "lottery_number": str(number),
            "lottery_url": page_url("registration:lottery", lottery.event.slug),
            "cancel_by": _cancel_by(drawn, language),
            "repeat_line": _repeat_line(lottery),
            "reason_line": _("理由　%s") % lottery.reason if lottery.is_repeat else "",
            **_figures(others, frozen, places, registration),
        }


def _figures(
    others: Sequence[Seat],
    frozen: Mapping[str, Any],
    places: Mapping[tuple[int, int], int],
    registration: Registration,
) -> dict[str, str]:
    """How many applied for how many seats, and the place; of one timeslot only."""
    slots = {seat.timeslot_id for seat in others}
    if len(slots) != 1:
        return {"capacity": "", "applicants": "", "position": ""}
    (slot_id,) = slots
    return {
        "capacity": str(sum(frozen["seats"][str(slot_id)].values())),
        "applicants": str(
            sum(
                row["people"] for row in frozen["entries"] if row["timeslot"] == slot_id
            )
        ),
        "position": str(places.get((registration.pk, slot_id), "")),
    }


def _waiting_list(
    others: Sequence[Seat], places: Mapping[tuple[int, int], int], language: str
) -> str:
    """The timeslots without a seat; where there are several, each with its place."""
    slots = {seat.timeslot_id: seat for seat in others}
    if len(slots) < 2:
        return seat_list(others, language)
    lines = []
    for slot_id, seat in sorted(slots.items(), key=lambda it: it[1].timeslot.starts_at):
        slot = seat.timeslot
        words = f"{clock(slot.starts_at, language)} {slot.title.in_language(language)}"
        place = places.get((seat.registration_id, slot_id))
        state = _("キャンセル待ち%(n)s番目") % {"n": place} if place else _("落選")
        lines.append(f"{words}{' ' if language == 'en' else '　'}{state}")
    return "\n".join(lines)


def _places(slots: set[int]) -> dict[tuple[int, int], int]:
    """By registration and timeslot: where it stands in the line, counted from 1."""
    found: dict[tuple[int, int], int] = {}
    for slot_id in slots:
        line = WaitingListEntry.objects.in_line().filter(timeslot=slot_id).in_order()
        parties = line.values_list("registration", flat=True)
        for place, registration_id in enumerate(parties, start=1):
            found[registration_id, slot_id] = place
    return found


def _cancel_by(drawn: Sequence[Seat], language: str) -> str:
    """Until the event begins: then there is nothing left to cancel."""
    begins = min(seat.timeslot.starts_at for seat in drawn)
    gap = ", " if language == "en" else " "
    return f"{date_short(begins, language)}{gap}{clock(begins, language)}"


def _repeat_line(lottery: Lottery) -> str:
    if not lottery.is_repeat:
        return ""
    return _("抽選をやり直しました。前の結果は変わりました。申し訳ありません。")

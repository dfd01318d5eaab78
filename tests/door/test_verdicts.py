"""The verdict table: which ticket gets which word, and who may walk in."""

from datetime import UTC, datetime, timedelta

import pytest

from events.door.choices import Verdict
from events.door.code import read_code
from events.door.verdict import Decision, SeatState, Slot, TicketState, decide

NOON = datetime(2026, 2, 15, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TOKEN = "K1" + "A2" * 16
OURS, ELSEWHERE = 1, 2
FIRST, SECOND, LATE = 10, 11, 12


def slot(number: int, starts_at: datetime) -> Slot:
    return Slot(
        id=number,
        title={"ja": f"第{number}回"},
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        doors_at=starts_at - HOUR / 4,
    )


SLOTS = {
    FIRST: slot(FIRST, NOON),
    SECOND: slot(SECOND, NOON + 2 * HOUR),
    LATE: slot(LATE, NOON + 4 * HOUR),
}


def seat(number: int, timeslot: int = FIRST, *, inside: bool = False) -> SeatState:
    """Attendee NUMBER's seat."""
    return SeatState(
        id=100 * timeslot + number,
        timeslot_id=timeslot,
        attendee=number,
        admitted_at=NOON - timedelta(minutes=number) if inside else None,
        admitted_by="scan" if inside else None,
    )


def ticket(*seats: SeatState, **changes: object) -> TicketState:
    fields = {"event_id": OURS, "is_revoked": False, "is_cancelled": False} | changes
    return TicketState(registration_id=7, seats=list(seats), **fields)


def verdict(
    found: TicketState | None,
    *,
    code: str = TOKEN,
    timeslot: int | None = FIRST,
    people: set[int] | None = None,
    at: datetime = NOON,
) -> Decision:
    return decide(
        code=read_code(code),
        ticket=found,
        event_id=OURS,
        slots=SLOTS,
        timeslot_id=timeslot,
        people=frozenset(people) if people is not None else None,
        at=at,
    )


TABLE = [
    ("one person", ticket(seat(1)), {}, "admitted", 1, 1),
    ("a family", ticket(*map(seat, (1, 2, 3, 4))), {}, "admitted", 4, 4),
    (
        "two of four",
        ticket(*map(seat, (1, 2, 3, 4))),
        {"people": {2, 4}},
        "admitted",
        2,
        4,
    ),
    (
        "the rest of four",
        ticket(seat(1), seat(2, inside=True), seat(3), seat(4, inside=True)),
        {},
        "admitted",
        2,
        4,
    ),
    ("all inside", ticket(seat(1, inside=True)), {}, "already_in", 0, 1),
    (
        "the two who are inside",
        ticket(seat(1, inside=True), seat(2)),
        {"people": {1}},
        "already_in",
        0,
        2,
    ),
    (
        "inside, tomorrow",
        ticket(seat(1, inside=True)),
        {"at": NOON + 24 * HOUR},
        "already_in",
        0,
        1,
    ),
    ("another timeslot", ticket(seat(1, SECOND)), {}, "wrong_timeslot", 0, 0),
    ("doors just open", ticket(seat(1)), {"at": NOON - HOUR / 4}, "admitted", 1, 1),
    (
        "a second early",
        ticket(seat(1)),
        {"at": NOON - HOUR / 4 - timedelta(seconds=1)},
        "too_early",
        0,
        1,
    ),
    ("the last moment", ticket(seat(1)), {"at": NOON + HOUR}, "admitted", 1, 1),
    (
        "over",
        ticket(seat(1)),
        {"at": NOON + HOUR + timedelta(seconds=1)},
        "closed",
        0,
        1,
    ),
    ("cancelled", ticket(is_cancelled=True), {}, "cancelled", 0, 0),
    ("no seat left", ticket(), {}, "cancelled", 0, 0),
    (
        "cancelled and old",
        ticket(is_cancelled=True, is_revoked=True),
        {},
        "cancelled",
        0,
        0,
    ),
    ("an old QR", ticket(seat(1), is_revoked=True), {}, "replaced", 0, 0),
    (
        "an old QR, inside",
        ticket(seat(1, inside=True), is_revoked=True),
        {},
        "replaced",
        0,
        0,
    ),
    ("nobody's token", None, {}, "unknown", 0, 0),
    ("another event's", ticket(seat(1), event_id=ELSEWHERE), {}, "unknown", 0, 0),
    (
        "another event's, cancelled",
        ticket(event_id=ELSEWHERE, is_cancelled=True),
        {},
        "unknown",
        0,
        0,
    ),
    (
        "another event's, old",
        ticket(event_id=ELSEWHERE, is_revoked=True),
        {},
        "unknown",
        0,
        0,
    ),
    ("a poster", None, {"code": "https://example.jp/"}, "malformed", 0, 0),
    ("nobody of the party", ticket(seat(1)), {"people": {9}}, "malformed", 0, 1),
    ("no timeslot named", ticket(seat(1)), {"timeslot": None}, "admitted", 1, 1),
    ("an unheard-of timeslot", ticket(seat(1)), {"timeslot": 99}, "admitted", 1, 1),
    (
        "no timeslot, two hours early",
        ticket(seat(1, SECOND)),
        {"timeslot": None},
        "too_early",
        0,
        1,
    ),
]


@pytest.mark.parametrize(
    ("found", "how", "word", "admitted", "party"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_every_ticket_gets_its_word(
    found: TicketState | None, how: dict, word: str, admitted: int, party: int
) -> None:
    decision = verdict(found, **how)

    assert (decision.verdict, len(decision.seats), decision.party) == (
        word,
        admitted,
        party,
    )


def test_the_table_holds_every_word_that_can_be_said_today() -> None:
    later = {Verdict.WAITING, Verdict.CONSENT_MISSING}

    assert {row[3] for row in TABLE} == set(Verdict) - later


def test_the_first_admission_of_the_party_is_named() -> None:
    decision = verdict(ticket(seat(1, inside=True), seat(2, inside=True)))

    assert decision.first is not None
    assert decision.first.attendee == 2


@pytest.mark.parametrize(
    ("at", "right"),
    [(NOON, SECOND), (NOON + 3.5 * HOUR, LATE), (NOON + 9 * HOUR, SECOND)],
)
def test_a_wrong_timeslot_names_the_partys_next_one(at: datetime, right: int) -> None:
    decision = verdict(ticket(seat(1, LATE), seat(1, SECOND)), at=at)

    assert decision.right_slot == SLOTS[right]


def test_without_a_timeslot_the_open_door_decides() -> None:
    both = ticket(seat(1), seat(1, SECOND))

    decision = verdict(both, timeslot=None, at=NOON + 2 * HOUR)

    assert decision.slot == SLOTS[SECOND]
    assert [each.timeslot_id for each in decision.seats] == [SECOND]

"""The reception list (受付名簿): who comes to a timeslot, in kana order, for paper."""

import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from events.programme.choices import Support
from events.programme.models import Event, Timeslot
from events.registration.choices import AgeBand, Visit
from events.registration.models import (
    Attendee,
    Registration,
    Seat,
    SupportRequest,
    WaitingListEntry,
)
from events.registration.reports_needs import AnswerLine, door_answers

# Empty lines at the end, for those who say that they applied and are not on the list.
BLANK_LINES = 3
# Boxes to tick for those who come without having applied; most are not asked.
_BOXES = "□□□□□ □□□□□"
_ROWS = (
    ("あ", "あいうえお"),
    ("か", "かきくけこ"),
    ("さ", "さしすせそ"),
    ("た", "たちつてと"),
    ("な", "なにぬねの"),
    ("は", "はひふへほ"),
    ("ま", "まみむめも"),
    ("や", "やゆよ"),
    ("ら", "らりるれろ"),
    ("わ", "わゐゑをん"),
)
# Small kana sort like large ones, and voicing marks (combining here) do not count.
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ", "\u3099\u309a")
# Behind the kana: those whose reading nobody knows.
_NO_READING = len(_ROWS)


@dataclass(frozen=True)
class ListedPerson:
    """One line to tick: the person, and what the desk has to know.

    What the party asked for, with how many need it, and its own answers that the desk
    may see stand at its first person here; each person's answers beside the person.
    """

    attendee: Attendee
    seat_id: int
    short_code: str
    party: int
    number: int
    support: list[tuple[str, int]]
    answers: list[AnswerLine]
    admitted_at: datetime | None
    # They answered that they will come.
    will_come: bool

    @property
    def is_admitted(self) -> bool:
        return self.admitted_at is not None

    @property
    def lacks_consent(self) -> bool:
        return self.attendee.lacks_consent


@dataclass(frozen=True)
class KanaRow:
    """The people of あ行, か行 …"""

    heading: str
    people: list[ListedPerson]


@dataclass(frozen=True)
class WaitingParty:
    """A party in the line, as the desk calls it."""

    number: int
    short_code: str
    names: list[str]
    people: int
    is_offered: bool


@dataclass(frozen=True)
class SlotList:
    """All that the desk needs for one timeslot."""

    timeslot: Timeslot
    rows: list[KanaRow]
    waiting: list[WaitingParty]
    support: list[tuple[str, int, str]]

    @property
    def people(self) -> int:
        return sum(len(row.people) for row in self.rows)

    @property
    def blank_lines(self) -> range:
        return range(BLANK_LINES)

    @property
    def tally_visits(self) -> list[str]:
        """The columns of the tally; staff type it in by the same table."""
        return [*(str(label) for label in Visit.labels), _("聞いていない")]

    @property
    def tally_rows(self) -> list[tuple[str, list[str]]]:
        """Each age band with its lines of boxes."""
        asked = [(str(label), [_BOXES]) for label in AgeBand.labels]
        return [(_("年代を聞いていない"), [_BOXES] * 2), *asked]


def plain_kana(reading: str) -> str:
    """READING as a dictionary sorts it: ば like は, っ like つ."""
    apart = unicodedata.normalize("NFD", reading)
    return apart.translate(_SMALL)


def kana_row(reading: str) -> int:
    """The place of READING's row among あかさたな…; the last for no reading."""
    first = plain_kana(reading[:1])[:1]
    for place, (_heading, signs) in enumerate(_ROWS):
        if first and first in signs:
            return place
    return _NO_READING


def reception_lists(event: Event) -> list[SlotList]:
    """One list per timeslot, in order; seven statements, however many come."""
    seats: dict[int, list[Seat]] = defaultdict(list)
    held = (
        Seat.objects.confirmed()
        .filter(timeslot__event=event)
        .select_related("attendee", "registration")
    )
    for seat in held:
        seats[seat.timeslot_id].append(seat)
    requests = _requests(event)
    lines = _lines(event)
    answers = door_answers(event)
    return [
        SlotList(
            timeslot=slot,
            rows=_rows(seats[slot.pk], requests[slot.pk], answers),
            waiting=lines[slot.pk],
            support=_quantities(requests[slot.pk]),
        )
        for slot in event.timeslots.in_order()
    ]


def _requests(event: Event) -> dict[int, list[SupportRequest]]:
    found: dict[int, list[SupportRequest]] = defaultdict(list)
    for each in SupportRequest.objects.filter(
        offer__timeslot__event=event
    ).select_related("offer"):
        found[each.offer.timeslot_id].append(each)
    return found


def _lines(event: Event) -> dict[int, list[WaitingParty]]:
    found: dict[int, list[WaitingParty]] = defaultdict(list)
    entries = (
        WaitingListEntry.objects.in_line()
        .filter(timeslot__event=event)
        .select_related("registration")
        .prefetch_related("registration__seats__attendee")
        .in_order()
    )
    for entry in entries:
        mine = [
            seat
            for seat in entry.registration.seats.all()
            if seat.timeslot_id == entry.timeslot_id
            and (seat.is_waiting or seat.is_offered)
        ]
        mine.sort(key=lambda seat: seat.attendee.number)
        found[entry.timeslot_id].append(
            WaitingParty(
                number=entry.number,
                short_code=short_code(entry.registration),
                names=[seat.attendee.name for seat in mine],
                people=len(mine),
                is_offered=entry.is_offered,
            )
        )
    return found


def _rows(
    seats: list[Seat],
    requests: list[SupportRequest],
    answers: dict[int, list[AnswerLine]],
) -> list[KanaRow]:
    wishes: dict[int, dict[str, int]] = defaultdict(dict)
    for each in requests:
        wishes[each.registration_id][each.offer.kind] = each.people
    sizes = Counter(seat.registration_id for seat in seats)
    first: dict[int, int] = {}
    for seat in sorted(seats, key=lambda seat: seat.attendee.number):
        first.setdefault(seat.registration_id, seat.pk)
    listed = []
    for place, group in groupby(
        sorted(seats, key=_in_kana_order), key=lambda seat: _place(seat.attendee)
    ):
        people = [
            ListedPerson(
                attendee=seat.attendee,
                seat_id=seat.pk,
                short_code=short_code(seat.registration),
                party=sizes[seat.registration_id],
                number=seat.attendee.number,
                support=_told(wishes[seat.registration_id])
                if first[seat.registration_id] == seat.pk
                else [],
                answers=_answers_for(
                    seat, answers, is_first=first[seat.registration_id] == seat.pk
                ),
                admitted_at=seat.admitted_at,
                will_come=seat.registration.will_come_at is not None,
            )
            for seat in group
        ]
        listed.append(KanaRow(_heading(place), people))
    return listed


def _answers_for(
    seat: Seat, answers: dict[int, list[AnswerLine]], *, is_first: bool
) -> list[AnswerLine]:
    return [
        line
        for line in answers.get(seat.registration_id, [])
        if line.text and (line.attendee == seat.attendee if line.attendee else is_first)
    ]


def _told(wishes: dict[str, int]) -> list[tuple[str, int]]:
    return [(str(kind.label), wishes[kind]) for kind in Support if kind in wishes]


def _place(person: Attendee) -> int:
    return kana_row(person.search_kana)


def _in_kana_order(seat: Seat) -> tuple[int, str, str, int, int]:
    person = seat.attendee
    reading = person.search_kana
    party = seat.registration_id
    return _place(person), plain_kana(reading), reading, party, person.number


def _heading(place: int) -> str:
    if place == _NO_READING:
        return _("ふりがなのない方")
    return _("%(kana)s行") % {"kana": _ROWS[place][0]}


def _quantities(requests: list[SupportRequest]) -> list[tuple[str, int, str]]:
    """Kind, how many people, and for childcare how old the children are."""
    people: Counter[str] = Counter()
    months: dict[str, list[int]] = defaultdict(list)
    for each in requests:
        people[each.offer.kind] += each.people
        months[each.offer.kind] += each.months
    return [
        (str(kind.label), people[kind], _ages(sorted(months[kind])))
        for kind in Support
        if people[kind]
    ]


def _ages(months: list[int]) -> str:
    return _("、").join(
        _("%(years)s歳%(months)sか月") % {"years": each // 12, "months": each % 12}
        for each in months
    )


def short_code(registration: Registration) -> str:
    """The last four of the receipt number: enough to tell two people apart."""
    return registration.receipt_number[-4:]

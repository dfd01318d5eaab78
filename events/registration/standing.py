"""Where a party stands with each of its timeslots, for one row of the staff's list."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.programme.models import Timeslot
from events.registration.choices import SeatStatus
from events.registration.models import Seat
from events.registration.reports import TicketSheet

# As on the ticket: shape and word carry it, the tone only helps.
_SIGNS = {
    SeatStatus.CONFIRMED: ("ok", "good"),
    SeatStatus.OFFERED: ("warn", "care"),
    SeatStatus.WAITING: ("late", ""),
    SeatStatus.ENTERED: ("late", ""),
    SeatStatus.NOT_DRAWN: ("dash", ""),
    SeatStatus.CANCELLED: ("cross", ""),
}


@dataclass(frozen=True)
class State:
    """So many people of the party stand so."""

    sign: str
    tone: str
    word: str
    people: int


@dataclass(frozen=True)
class SlotStanding:
    timeslot: Timeslot
    states: list[State]


@dataclass(frozen=True)
class ListRow:
    """A registration in the list; asks the database nothing more."""

    sheet: TicketSheet

    @property
    def lacks_consent(self) -> bool:
        return any(line.attendee.lacks_consent for line in self.sheet.rows)

    @property
    def has_note(self) -> bool:
        registration = self.sheet.registration
        return bool(registration.note or registration.staff_note)

    @property
    def standings(self) -> list[SlotStanding]:
        found = []
        for place, slot in enumerate(self.sheet.timeslots):
            seats = [line.seats[place] for line in self.sheet.rows if line.seats[place]]
            found.append(SlotStanding(slot, self._states(seats)))
        return found

    def _states(self, seats: list[Seat]) -> list[State]:
        admitted = [seat for seat in seats if seat.is_admitted]
        rest = Counter(seat.status for seat in seats if not seat.is_admitted)
        states = []
        if admitted:
            states.append(State("check", "good", _("入場済み"), len(admitted)))
        for status, (sign, tone) in _SIGNS.items():
            if rest[status]:
                word = str(status.label)
                if status == SeatStatus.WAITING:
                    word = self._place_in_line(seats, word)
                states.append(State(sign, tone, word, rest[status]))
        return states

    def _place_in_line(self, seats: list[Seat], word: str) -> str:
        entry = self.sheet.line.get(seats[0].timeslot_id)
        return (
            _("%(word)s %(number)s番")
            % {
                "word": word,
                "number": entry.number,
            }
            if entry
            else word
        )

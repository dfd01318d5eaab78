"""Which timeslots stand on the large screen, and what comes next. Pure."""

from dataclasses import dataclass

from events.door.reports import SlotCount
from events.door.reports_board import Board

# More do not fit in figures that one reads from eight metres.
MOST_NOW = 2


@dataclass(frozen=True)
class Wall:
    """`now`: those with open doors, else the next, else the last of the day.

    `next`: whose doors open after those. `more`: open besides, without room here.
    """

    now: list[SlotCount]
    next: SlotCount | None
    more: int


def wall(board: Board) -> Wall:
    """The timeslots for the screen, by the clock of the board."""
    alive = [count for count in board.counts if not count.timeslot.is_cancelled]
    is_open = [count for count in alive if count.is_open]
    ahead = [c for c in alive if not c.is_open and not c.is_over]
    over = [count for count in alive if count.is_over]
    if is_open:
        shown = is_open[-MOST_NOW:]
        return Wall(shown, ahead[0] if ahead else None, len(is_open) - len(shown))
    if ahead:
        return Wall(ahead[:1], ahead[1] if len(ahead) > 1 else None, 0)
    return Wall(over[-1:], None, 0)

"""What staff may note on the telephone: through what somebody heard of an event.

The room that makes posters and their codes stands a storey above and registers
itself here; what is stored is a word of that room, in `Registration.source`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from events.programme.models import Event

Group = tuple[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Heard:
    """`choices` for an event, in groups; `label` of a word that was stored."""

    choices: Callable[[Event], Sequence[Group]]
    label: Callable[[str], str]


_rooms: list[Heard] = []


def register_heard(room: Heard) -> None:
    """Called once, in `AppConfig.ready`."""
    _rooms.append(room)


def heard_choices(event: Event) -> list[Group]:
    return [group for room in _rooms for group in room.choices(event)]


def heard_label(source: str) -> str:
    """For staff; the code itself where nobody knows it, "" for none."""
    if not source:
        return ""
    labels = (room.label(source) for room in _rooms)
    return next((label for label in labels if label), source)

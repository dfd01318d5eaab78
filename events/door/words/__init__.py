"""Everything the scanner says, one file for each of its parts."""

from events.door.words.conflicts import conflict_steps, conflict_words, ready_words
from events.door.words.count import count_words
from events.door.words.kiosk import kiosk_words
from events.door.words.line import line_words
from events.door.words.move import move_words
from events.door.words.notes import note_words
from events.door.words.offline import offline_words
from events.door.words.override import override_words
from events.door.words.party import party_words, undo_words
from events.door.words.rehearsal import rehearsal_words
from events.door.words.roll import roll_words
from events.door.words.search import search_words
from events.door.words.verdicts import (
    VISITOR_LANGUAGES,
    VerdictTexts,
    VerdictWords,
    verdict_texts,
    verdict_words,
)
from events.door.words.walk_in import walk_in_words

__all__ = [
    "VISITOR_LANGUAGES",
    "VerdictTexts",
    "VerdictWords",
    "conflict_steps",
    "conflict_words",
    "note_words",
    "ready_words",
    "scanner_words",
    "verdict_texts",
    "verdict_words",
]


def scanner_words() -> dict[str, object]:
    """Everything the scanner's script says; goes into the page as JSON."""
    return {
        "verdicts": verdict_words(),
        "notes": note_words(),
        "offline": offline_words(),
        "party": party_words(),
        "undo": undo_words(),
        "move": move_words(),
        "override": override_words(),
        "walk_in": walk_in_words(),
        "count": count_words(),
        "line": line_words(),
        "search": search_words(),
        "kiosk": kiosk_words(),
        "rehearsal": rehearsal_words(),
        "roll": roll_words(),
        "conflicts": conflict_words(),
    }

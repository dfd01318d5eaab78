"""Reads what a helper looks for."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.door.forms.scans import read_json
from peace.language.names import fold

LONGEST = 80
# Fewer digits would fit half the event.
FEWEST_DIGITS = 4


@dataclass(frozen=True)
class Wanted:
    """Words that can be searched for, and the timeslot whose people come first."""

    words: str
    timeslot_id: int | None


def read_search(body: bytes) -> Wanted:
    """The words of a request; raises ValidationError where they say too little."""
    data = read_json(body)
    typed, timeslot = data.get("q"), data.get("timeslot")
    if not isinstance(typed, str):
        raise ValidationError(_("さがす言葉を入れてください。"), code="no_words")
    # Half of a surrogate pair and NUL: JSON carries them, a database does not.
    words = typed.encode(errors="ignore").decode().replace("\0", "").strip()[:LONGEST]
    plain = fold(words).replace("-", "")
    if not plain:
        raise ValidationError(_("さがす言葉を入れてください。"), code="no_words")
    if plain.isdigit() and len(plain) < FEWEST_DIGITS:
        raise ValidationError(_("番号は4桁以上入れてください。"), code="few_digits")
    known = isinstance(timeslot, int) and not isinstance(timeslot, bool)
    return Wanted(words, timeslot if known else None)

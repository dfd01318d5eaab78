"""Office texts for tests: short to write, saved as staff would."""

from datetime import datetime

from events.programme.models import Event
from events.reminders.catalogue import letters
from events.reminders.place import Place
from events.reminders.reports_texts import in_use, rows_of
from events.reminders.usecases.save_text import Draft, save_text
from peace.outbox.models import LetterText
from tests import cast


def reword(
    name: str,
    old: str,
    new: str,
    *,
    language: str = "ja",
    event: Event | None = None,
    place: Place | None = None,
    now: datetime = cast.NOW,
    actor: str = "user:1",
) -> LetterText:
    """Replace OLD by NEW in the text that is in use, and save it."""
    place = place or Place(event=event)
    letter = letters()[name]
    current = in_use(letter, language, place.scopes)
    assert old in current.subject + current.body, current.body
    row = rows_of(letter, place.scope).get(language)
    save_text(
        letter=letter,
        scope=place.scope,
        wider=place.wider,
        drafts={
            language: Draft(
                current.subject.replace(old, new),
                current.body.replace(old, new),
                row.version if row else 0,
            )
        },
        actor=actor,
        now=now,
    )
    return rows_of(letter, place.scope)[language]

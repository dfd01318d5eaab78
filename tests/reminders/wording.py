"""Office texts for tests: short to write, saved as staff would."""

from datetime import datetime

from events.programme.models import Event
from events.reminders.catalogue import LANGUAGES, letters
from events.reminders.checking import problems, tidy
from events.reminders.place import Place
from events.reminders.reports_texts import blocks_in_use, in_use, rows_of
from events.reminders.usecases.save_text import Draft, save_text
from peace.outbox.models import LetterText, OutboxMessage
from tests import cast

CONFIRMATION = "registration/confirmation"
THANKS = "お申し込みありがとうございます。"
EVERY = [(name, language) for name in letters() for language in LANGUAGES]


def confirmation_of(event: Event, **values) -> str:
    party = cast.registration(event, **values)
    return OutboxMessage.objects.get(key=f"confirmation:{party.code}").text


def errors(name: str, subject: str, body: str, language: str = "ja") -> list[str]:
    blocks = blocks_in_use(language, ())
    found = problems(letters()[name], language, *tidy(subject, body), blocks)
    return [each.text for each in found]


def original(name: str = CONFIRMATION, language: str = "ja") -> tuple[str, str]:
    source = letters()[name].original(language)
    return source.subject, source.body


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

"""The demo's own wording: one letter for all events, one for a single event."""

from datetime import datetime

from events.programme.models import Event
from events.reminders.catalogue import letters
from events.reminders.place import Place
from events.reminders.reports_texts import in_use
from events.reminders.usecases.save_text import Draft, save_text
from peace.outbox.models import LetterText

# A line after the greeting, by letter and language; English is still the original,
# so that the page has something to warn of.
_FOR_ALL = {
    "registration/cancellation": {
        "ja": (
            "ご連絡ありがとうございます。",
            "お知らせくださり、ありがとうございます。",
        ),
    },
}
_FOR_ONE_EVENT = {
    "reminders/reminder": {
        "ja": ("{ticket_block}", "{ticket_block}\n\n駐車場はありません。"),
        "ja-easy": (
            "{ticket_block}",
            "{ticket_block}\n\n車《くるま》を 止《と》める ところは ありません。",
        ),
        "en": ("{ticket_block}", "{ticket_block}\n\nThere is no car park."),
    },
}


def load_texts(*, event: Event | None, staff: str, now: datetime) -> None:
    """Word two letters as an office would; what is there already stays."""
    if not LetterText.objects.filter(scope="").exists():
        _save(_FOR_ALL, Place(), staff, now)
    if event:
        _save(_FOR_ONE_EVENT, Place(event=event), staff, now)


def _save(
    wanted: dict[str, dict[str, tuple[str, str]]],
    place: Place,
    staff: str,
    now: datetime,
) -> None:
    for name, changes in wanted.items():
        letter, drafts = letters()[name], {}
        for language, (old, new) in changes.items():
            current = in_use(letter, language, place.scopes)
            drafts[language] = Draft(current.subject, current.body.replace(old, new))
        save_text(
            letter=letter,
            scope=place.scope,
            wider=place.wider,
            drafts=drafts,
            actor=staff,
            now=now,
        )

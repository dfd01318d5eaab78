"""Which words are in use for a letter, who wrote them, and which are broken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.template import TemplateDoesNotExist

from events.registration.history import actor_names
from events.reminders.catalogue import (
    LANGUAGES,
    Letter,
    block_names,
    letters,
)
from events.reminders.checking import problems
from peace.outbox.models import LetterText
from peace.outbox.models.text import BLOCKS, LIBRARY
from peace.outbox.placeholders import Source
from peace.outbox.wording import file_source, read_texts


@dataclass(frozen=True)
class Entry:
    """A letter of the library, and the office's own texts of it by language."""

    letter: Letter
    own: Mapping[str, LetterText]

    @property
    def is_own(self) -> bool:
        return any(row.in_use for row in self.own.values())

    @property
    def missing(self) -> list[str]:
        """Languages that still have the original while another has new words."""
        if not self.is_own:
            return []
        used = {language for language, row in self.own.items() if row.in_use}
        return [each for each in LANGUAGES if each not in used]

    @property
    def last(self) -> LetterText | None:
        return max(self.own.values(), key=lambda row: row.edited_at, default=None)


def library(scope: str) -> list[Entry]:
    """Every letter with what SCOPE has of its own; one statement."""
    own: dict[str, dict[str, LetterText]] = {}
    for row in LetterText.objects.filter(scope=scope):
        own.setdefault(row.name, {})[row.language] = row
    return [Entry(each, own.get(name, {})) for name, each in letters().items()]


def names_of(rows: Iterable[LetterText | None]) -> dict[str, str]:
    """Who wrote ROWS, for people to read; one statement."""
    return actor_names(row.edited_by for row in rows if row)


def rows_of(letter: Letter, scope: str) -> dict[str, LetterText]:
    found = LetterText.objects.filter(name=letter.name, scope=scope)
    return {row.language: row for row in found}


def in_use(letter: Letter, language: str, scopes: Sequence[str]) -> Source:
    """The text that counts for SCOPES, the narrowest first; the library is the last."""
    office = read_texts(letter.name, language, _without_library(scopes))
    return office.get(letter.name) or letter.original(language)


def blocks_in_use(language: str, scopes: Sequence[str]) -> dict[str, str]:
    """The shared parts as they count for SCOPES, by name."""
    office = read_texts("", language, _without_library(scopes))
    return {
        name: (office.get(BLOCKS + name) or file_source(BLOCKS + name, language)).body
        for name in block_names()
    }


def broken_texts(rows: Iterable[LetterText] | None = None) -> list[LetterText]:
    """Texts in use that the letters do not take any more: the file is sent instead.

    None can be saved so; a new version of the programme may have other placeholders.
    """
    if rows is None:
        rows = LetterText.objects.filter(in_use=True).order_by("pk")
    return [row for row in rows if _is_broken(row)]


def _is_broken(row: LetterText) -> bool:
    letter = letters().get(row.name)
    if letter is None or row.language not in LANGUAGES:
        return True
    blocks = blocks_in_use(row.language, (row.scope,))
    try:
        found = problems(letter, row.language, row.subject, row.body, blocks)
    except TemplateDoesNotExist:
        return True
    return bool(found)


def _without_library(scopes: Sequence[str]) -> list[str]:
    return [each for each in scopes if each != LIBRARY]

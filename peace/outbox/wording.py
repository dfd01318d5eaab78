"""Where a letter's words come from: the office's own text, or the file."""

from collections.abc import Iterable, Sequence

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from peace.outbox.models import LetterText
from peace.outbox.models.text import BLOCKS, LIBRARY
from peace.outbox.placeholders import Source

Found = dict[str, Source]


class Texts:
    """What the office wrote, read once for many letters.

    One statement for each letter and language, however many people and events the
    letters are about: a text of an event's own is rare, so all of them are read.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], list[LetterText]] = {}

    def of(self, name: str, language: str, scopes: Sequence[str]) -> Found:
        """The office's texts for a letter and its blocks, the narrowest scope each."""
        key = (name, language)
        if key not in self._known:
            self._known[key] = list(LetterText.objects.for_letter(name, language))
        return _narrowest(self._known[key], (*scopes, LIBRARY))


def read_texts(name: str, language: str, scopes: Sequence[str]) -> Found:
    """The same for one letter, now: an edit counts at once in every process."""
    wanted = (*scopes, LIBRARY)
    rows = LetterText.objects.for_letter(name, language).filter(scope__in=wanted)
    return _narrowest(rows, wanted)


def _narrowest(rows: Iterable[LetterText], scopes: Sequence[str]) -> Found:
    fitting = [row for row in rows if row.scope in scopes]
    # From the widest to the narrowest: the last one counts.
    fitting.sort(key=lambda row: -scopes.index(row.scope))
    return {row.name: Source(row.subject, row.body, row.scope) for row in fitting}


def file_source(name: str, language: str) -> Source:
    """The file of a letter. Raises TemplateDoesNotExist."""
    # The engine finds and caches the file; its own syntax is not used.
    found = get_template(f"letters/{name}.{language}.txt")
    text = str(found.template.source)  # type: ignore[attr-defined]
    if name.startswith(BLOCKS):
        return Source("", text.strip("\n"))
    subject, _, body = text.partition("\n")
    return Source(subject.strip(), body.strip("\n") + "\n")


def block_text(name: str, language: str, office: Found) -> str | None:
    """The text of a shared block; None when there is none of this name."""
    full = BLOCKS + name
    if full in office:
        return office[full].body
    try:
        return file_source(full, language).body
    except TemplateDoesNotExist:
        return None

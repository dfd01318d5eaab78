"""What a translation still lacks: the text itself, a placeholder, a reading."""

import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

from peace.language.catalogue import is_for_staff
from peace.language.ruby import KANJI, MARK

_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z]|\{\w*\}")
_KANJI = re.compile(f"[{KANJI}]+")


def gaps(language: str, stored: Catalog, wanted: Catalog) -> list[str]:
    """One line for each gap in the STORED catalogue, measured by the WANTED texts.

    English answers every text, easy Japanese those that the public sees.
    """
    found = []
    for message in wanted:
        if message.id and not (language == "ja_Easy" and is_for_staff(message)):
            translation = stored.get(message.id, message.context)
            found += [
                f"{message.locations[0][0]}: {problem}: {_texts(message.id)[0]}"
                for problem in _problems(language, message, translation)
            ]
    return found


def _problems(
    language: str, message: Message, translation: Message | None
) -> Iterator[str]:
    strings = _texts(translation.string) if translation else ()
    if translation is None or not all(strings):
        yield "not translated"
        return
    if translation.fuzzy:
        yield "marked as fuzzy"
    if not _same_placeholders(_texts(message.id), strings):
        yield "other placeholders"
    if language == "ja_Easy":
        for string in strings:
            bare = _KANJI.findall(MARK.sub("", string))
            if bare:
                yield f"no reading for {'、'.join(bare)}"


def _same_placeholders(originals: tuple[str, ...], strings: tuple[str, ...]) -> bool:
    """The last form has them all; a singular may leave out its number."""
    wanted = set(_PLACEHOLDER.findall(originals[-1]))
    used = [set(_PLACEHOLDER.findall(string)) for string in strings]
    return used[-1] == wanted and all(each <= wanted for each in used)


def _texts(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)

"""Letters: who gets one, what it says, and how its text is filled in.

A text stands in `templates/letters/<name>.<language>.txt`: the subject on the first
line, an empty line, the body with `{placeholders}`. A placeholder without a value
that has a text of its own in `templates/letters/blocks/` becomes that text. The
office may word a letter in its own way (LetterText), for all or for one event.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from peace.outbox.placeholders import (
    MissingPlaceholder,
    Source,
    fill,
    fill_subject,
    with_blocks,
)
from peace.outbox.wording import Found, Texts, block_text, file_source, read_texts

__all__ = ["Letter", "MissingPlaceholder", "Recipient", "Texts", "render_letter"]

logger = logging.getLogger(__name__)

# The column of the outbox.
SUBJECT_LENGTH = 250


class SubjectTooLong(ValueError):
    """The values make the subject longer than the outbox holds."""


@dataclass(frozen=True)
class Recipient:
    """One person. All ways are kept, so that a refused e-mail can go on by phone."""

    name: str
    email: str = ""
    phone: str = ""
    postal: str = ""


@dataclass(frozen=True)
class Letter:
    """A rendered letter. Easy Japanese keeps its ruby marks until delivery."""

    subject: str
    text: str


def render_letter(
    name: str,
    language: str,
    values: Mapping[str, str],
    scopes: Sequence[str] | None = None,
    texts: Texts | None = None,
) -> Letter:
    """Fill in the letter NAME in LANGUAGE.

    SCOPES, the narrowest first (`event.letter_scopes`): the office's text for the
    first of them counts, then the library's, then the file. Without SCOPES it is the
    file, and nothing is read. Who writes many letters passes one TEXTS for all.

    A line with an empty placeholder disappears (voice: no "持ち物" without a thing to
    bring). Values are put in as they are: braces that a person typed stay braces.
    An office text that cannot be filled in gives way to the file, and the log and
    `doctor` say so. Raises TemplateDoesNotExist or MissingPlaceholder for the file,
    never sends half a letter.
    """
    office: Found = {}
    if scopes is not None:
        read = texts.of if texts else read_texts
        office = read(name, language, scopes)
    original = file_source(name, language)
    if office:
        try:
            return fill_in(office.get(name, original), language, values, office)
        except (MissingPlaceholder, SubjectTooLong) as error:
            logger.warning(
                "The office's text of %s in %s gives way to the file: %s",
                name,
                language,
                type(error).__name__,
            )
    return fill_in(original, language, values, {})


def fill_in(
    source: Source, language: str, values: Mapping[str, str], office: Found
) -> Letter:
    """SOURCE with VALUES; blocks are those of OFFICE, or the files."""
    body = with_blocks(
        source.body, values, lambda name: block_text(name, language, office)
    )
    subject = fill_subject(source.subject, values)
    if not source.is_file and not 0 < len(subject) <= SUBJECT_LENGTH:
        raise SubjectTooLong
    return Letter(subject=subject, text=fill(body, values))

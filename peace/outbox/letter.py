"""Letters: who gets one, what it says, and how its text is filled in.

A text stands in `templates/letters/<name>.<language>.txt`: the subject on the first
line, an empty line, the body with `{placeholders}`. A placeholder without a value
that has a text of its own in `templates/letters/blocks/` becomes that text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_BLANK_LINES = re.compile(r"\n{3,}")


class MissingPlaceholder(KeyError):
    """A letter names something that its caller did not say."""


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


def render_letter(name: str, language: str, values: Mapping[str, str]) -> Letter:
    """Fill in the letter NAME in LANGUAGE.

    A line with an empty placeholder disappears (voice: no "持ち物" without a thing to
    bring). Values are put in as they are: braces that a person typed stay braces.
    Raises TemplateDoesNotExist or MissingPlaceholder, never sends half a letter.
    """
    subject, _, body = _source(name, language).partition("\n")
    text = _fill(_with_blocks(body, language, values), values)
    return Letter(
        subject=_fill_subject(subject.strip(), values),
        text=_BLANK_LINES.sub("\n\n", text).strip("\n") + "\n",
    )


def _source(name: str, language: str) -> str:
    # The engine finds and caches the file; its own syntax is not used.
    found = get_template(f"letters/{name}.{language}.txt")
    return str(found.template.source)  # type: ignore[attr-defined]


def _with_blocks(body: str, language: str, values: Mapping[str, str]) -> str:
    def block(match: re.Match[str]) -> str:
        if match[1] in values:
            return match[0]
        try:
            return _source(f"blocks/{match[1]}", language).strip("\n")
        except TemplateDoesNotExist:
            raise MissingPlaceholder(match[1]) from None

    return _PLACEHOLDER.sub(block, body)


def _fill(text: str, values: Mapping[str, str]) -> str:
    kept = []
    for line in text.split("\n"):
        named = _PLACEHOLDER.findall(line)
        if all(_value(name, values).strip() for name in named):
            kept.append(_PLACEHOLDER.sub(lambda found: _value(found[1], values), line))
    return "\n".join(kept)


def _fill_subject(subject: str, values: Mapping[str, str]) -> str:
    filled = _PLACEHOLDER.sub(lambda found: _value(found[1], values), subject)
    return " ".join(filled.replace("（）", "").split()).rstrip(" :：")


def _value(name: str, values: Mapping[str, str]) -> str:
    try:
        return str(values[name])
    except KeyError:
        raise MissingPlaceholder(name) from None

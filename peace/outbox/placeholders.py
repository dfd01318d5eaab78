"""The grammar of a letter's text: `{placeholders}`, lines that disappear. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_BRACES = "{}｛｝"
# Around a brace that opens or closes nothing: enough to find it in the text.
_STRAY = re.compile(rf"(?:[^\s{_BRACES}]{{0,20}}[{_BRACES}]++)+[^\s{_BRACES}]{{0,20}}")
_BLANK_LINES = re.compile(r"\n{3,}")


class MissingPlaceholder(KeyError):
    """A letter names something that its caller did not say."""


@dataclass(frozen=True)
class Source:
    """A text before it is filled in, and where it comes from."""

    subject: str
    body: str
    # "" for the library, "event:12" …; none: the file.
    scope: str | None = None

    @property
    def is_file(self) -> bool:
        return self.scope is None


def named(text: str) -> list[str]:
    """The placeholders in TEXT, each once, in their order."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def stray_braces(text: str) -> list[str]:
    """Pieces of TEXT with a brace that belongs to no placeholder, full-width too."""
    return _STRAY.findall(PLACEHOLDER.sub(" ", text))


def with_blocks(
    body: str, values: Iterable[str], block: Callable[[str], str | None]
) -> str:
    """BODY with each placeholder that has no value of its own as its block's text."""
    known = set(values)

    def write(match: re.Match[str]) -> str:
        if match[1] in known:
            return match[0]
        text = block(match[1])
        if text is None:
            raise MissingPlaceholder(match[1])
        return text.strip("\n")

    return PLACEHOLDER.sub(write, body)


def fill(text: str, values: Mapping[str, str]) -> str:
    """TEXT with its values; a line with an empty one disappears."""
    kept = []
    for line in text.split("\n"):
        if "{" not in line:
            kept.append(line)
            continue
        names = PLACEHOLDER.findall(line)
        if all(_value(name, values).strip() for name in names):
            kept.append(PLACEHOLDER.sub(lambda found: _value(found[1], values), line))
    return _BLANK_LINES.sub("\n\n", "\n".join(kept)).strip("\n") + "\n"


def fill_subject(subject: str, values: Mapping[str, str]) -> str:
    """One line, whatever the values hold."""
    filled = PLACEHOLDER.sub(lambda found: _value(found[1], values), subject)
    return " ".join(filled.replace("（）", "").split()).rstrip(" :：")


def _value(name: str, values: Mapping[str, str]) -> str:
    try:
        return str(values[name])
    except KeyError:
        raise MissingPlaceholder(name) from None

"""Two texts, line by line: what stays, what is new, what is gone. Pure."""

from difflib import SequenceMatcher
from typing import NamedTuple


class Line(NamedTuple):
    """KIND is "same", "new" or "gone"."""

    kind: str
    text: str


def compare(original: str, changed: str) -> list[Line]:
    """The lines of both in their order; empty when they say the same."""
    before, after = original.strip().split("\n"), changed.strip().split("\n")
    if before == after:
        return []
    found: list[Line] = []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            found += [Line("same", each) for each in before[a1:a2]]
        else:
            found += [Line("gone", each) for each in before[a1:a2]]
            found += [Line("new", each) for each in after[b1:b2]]
    return found

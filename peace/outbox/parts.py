"""What hangs on a letter: made at delivery from a name and a reference.

A ticket's QR holds a secret. A letter therefore keeps only `["ticket", "42"]`; the
room that knows tickets registers a maker when it starts (`AppConfig.ready`).
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Attachment:
    """A file. With a `cid` it is also shown as a picture in the HTML part."""

    filename: str
    mimetype: str
    content: bytes
    cid: str = ""


PartMaker = Callable[[str, str], list[Attachment]]

_makers: dict[str, PartMaker] = {}


class UnknownPart(LookupError):
    """No room has registered a maker of this name."""


def register_part(name: str, maker: PartMaker) -> None:
    """MAKER(ref, language) makes the attachments of NAME. The last one counts."""
    _makers[name] = maker


def make_parts(parts: list[list[str]], language: str) -> list[Attachment]:
    """All attachments of a letter. May query; whatever a maker raises comes out."""
    made: list[Attachment] = []
    for name, ref in parts:
        if name not in _makers:
            raise UnknownPart(name)
        made.extend(_makers[name](ref, language))
    return made

"""What hangs on a letter: made at delivery from a name and a reference.

A ticket's QR holds a secret. A letter therefore keeps only `["ticket", "42"]`; the
room that knows tickets registers a maker when it starts (`AppConfig.ready`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Attachment:
    """A file. With a `cid` it is also shown as a picture in the HTML part."""

    filename: str
    mimetype: str
    content: bytes
    cid: str = ""


PartMaker = Callable[[Any, str], list[Attachment]]
PartLoader = Callable[[list[str]], dict[str, Any]]
# What the loaders read for a lot of letters, by (name, ref).
Loaded = dict[tuple[str, str], Any]

_makers: dict[str, tuple[PartMaker, PartLoader | None]] = {}


class UnknownPart(LookupError):
    """No room has registered a maker of this name, or what it is made of is gone."""


def register_part(
    name: str, maker: PartMaker, loader: PartLoader | None = None
) -> None:
    """MAKER(thing, language) makes the attachments of NAME. The last one counts.

    LOADER(refs) reads the things of many letters at once, by ref; without one the
    thing is the ref itself.
    """
    _makers[name] = (maker, loader)


def load_parts(parts: Iterable[Sequence[str]]) -> Loaded:
    """Read what the PARTS of many letters are made of: one call a loader."""
    refs: dict[str, set[str]] = {}
    for name, ref in parts:
        refs.setdefault(name, set()).add(ref)
    loaded: Loaded = {}
    for name, wanted in refs.items():
        loader = _makers.get(name, (None, None))[1]
        if loader:
            things = loader(sorted(wanted))
            loaded |= {(name, ref): thing for ref, thing in things.items()}
    return loaded


def make_parts(
    parts: list[list[str]], language: str, loaded: Loaded | None = None
) -> list[Attachment]:
    """All attachments of a letter; whatever a maker raises comes out.

    LOADED comes from `load_parts`; without it each part is read by itself.
    """
    if loaded is None:
        loaded = load_parts(parts)
    made: list[Attachment] = []
    for name, ref in parts:
        if name not in _makers:
            raise UnknownPart(name)
        maker, loader = _makers[name]
        if loader and (name, ref) not in loaded:
            raise UnknownPart(name)
        made.extend(maker(loaded[name, ref] if loader else ref, language))
    return made

"""What comes out: a file made anew, or why not."""

from dataclasses import dataclass
from typing import Literal

Reason = Literal["kind", "unreadable", "pixels", "pages", "bomb"]


class CannotRemake(Exception):
    """The file cannot be taken; `reason` is one of a few words."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Made:
    """KIND is PDF or JPEG; width and height in pixels, of a picture only."""

    kind: Literal["PDF", "JPEG"]
    content: bytes
    pages: int = 1
    width: int = 0
    height: int = 0

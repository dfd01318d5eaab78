"""What comes in as a file: looked at by content, and made anew.

Nothing that a sender wrote is kept: a picture is decoded and encoded again, of a PDF
only the pages are taken. What cannot be read is refused with a sentence. A process of
its own does it (`network.youth.remaking`), why: docs/decisions/0020.
"""

import json
import logging
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.youth.choices import FileKind

MOST_BYTES = settings.FILE_MOST_BYTES
MOST_IN_NAME = 120
# Longer than the process may compute: before it, others may be at work.
PATIENCE = 60
_CHILD = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from network.youth.remaking.child import main; main(*sys.argv[2:])"
)
logger = logging.getLogger(__name__)


class Refused(Exception):
    """The file was not taken; `sentence` tells the sender why."""

    def __init__(self, sentence: Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class CleanFile:
    """A file made anew. Width and height in pixels, of a picture only."""

    kind: FileKind
    content: bytes
    pages: int = 1
    width: int = 0
    height: int = 0

    @property
    def suffix(self) -> str:
        return {"PDF": "pdf", "JPEG": "jpg"}[self.kind]


_LARGE = _("ファイルは10MBまでです。写真は小さくして、もう一度選んでください。")
_EMPTY = _("ファイルが空です。もう一度選んでください。")
_KIND = _(
    "この種類のファイルは受け取れません。PDF、JPEG、PNG、HEICのどれかを選んでください。"
)
_PICTURE_KIND = _(
    "この種類のファイルは受け取れません。JPEG、PNG、HEICのどれかを選んでください。"
)
_UNREADABLE = _(
    "このファイルは開けませんでした。パスワードを外すか、写真に撮って送ってください。"
)
_REASONS = {
    "kind": _KIND,
    "unreadable": _UNREADABLE,
    "pixels": _("画像が大きすぎます。5,000万画素までにしてください。"),
    "pages": _("ページが多すぎます。1つのファイルは30ページまでにしてください。"),
    "bomb": _("このファイルは、開くと大きくなりすぎます。写真に撮って送ってください。"),
}


def shown_name(sent_as: str) -> str:
    """How a sender called a file, fit to be shown: the last part, no hidden signs.

    Control characters and those that turn the direction of writing go; at most 120
    characters, of which the end says what kind it claims to be.
    """
    last = sent_as.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(each for each in last if unicodedata.category(each)[0] != "C")
    name = " ".join(seen.split()).strip(". ")
    if len(name) > MOST_IN_NAME:
        name = f"{name[: MOST_IN_NAME - 11]}…{name[-10:]}"
    return name or "-"


def take_in(file: BinaryIO, *, size: int, pictures_only: bool = False) -> CleanFile:
    """FILE of SIZE bytes, made anew. Raises Refused.

    The name and the type that the sender gave are not looked at. Takes a third of a
    second and up to 20 seconds: call it before a transaction begins.
    """
    if size > MOST_BYTES:
        raise Refused(_LARGE)
    content = file.read(MOST_BYTES + 1)
    if not content:
        raise Refused(_EMPTY)
    if len(content) > MOST_BYTES:
        raise Refused(_LARGE)
    head, made = _remake(content, pictures_only=pictures_only)
    reason = head.get("refused")
    if reason:
        is_kind = reason == "kind" and pictures_only
        raise Refused(_PICTURE_KIND if is_kind else _REASONS[reason])
    return CleanFile(
        FileKind(head["kind"]),
        made,
        pages=head["pages"],
        width=head["width"],
        height=head["height"],
    )


def _remake(content: bytes, *, pictures_only: bool) -> tuple[dict, bytes]:
    """The answer of the process; whatever kills it, the file is refused."""
    store = Path(settings.PRIVATE_STORE)
    store.mkdir(parents=True, exist_ok=True, mode=0o700)
    takes = "pictures" if pictures_only else "all"
    command = [sys.executable, "-I", "-c", _CHILD, str(settings.BASE_DIR)]
    try:
        done = subprocess.run(
            [*command, str(store / "one-at-a-time.lock"), takes],
            input=content,
            capture_output=True,
            env={"LANG": "C.UTF-8"},
            timeout=PATIENCE,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        logger.warning("a file took too long")
        raise Refused(_UNREADABLE) from error
    except subprocess.CalledProcessError as error:
        logger.warning("a file ended its process: %s", error.returncode)
        raise Refused(_UNREADABLE) from error
    head, _line, made = done.stdout.partition(b"\n")
    return json.loads(head), made

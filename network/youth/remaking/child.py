"""The process that looks at one file: reads it from stdin, answers on stdout.

It ties its own hands before it looks: so much memory, so much time, no file to write,
no core. A file that breaks a decoder breaks this process and nothing else.
"""

import fcntl
import json
import resource
import sys
from pathlib import Path

from network.youth.remaking.made import CannotRemake, Made
from network.youth.remaking.pdf import remake_pdf
from network.youth.remaking.picture import remake_picture

SECONDS = 20
# Beyond what the libraries take: pages are small, 50 megapixels of a HEIC are not.
MEMORY_FOR_PDF = 200 * 1024 * 1024
MEMORY_FOR_PICTURE = 640 * 1024 * 1024
# Some scanners write a few lines before the head of a PDF; readers allow a kilobyte.
_HEAD = 1024
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def main(lock: str, takes: str) -> None:
    """Make the file on stdin anew; one at a time on this machine."""
    content = sys.stdin.buffer.read()
    with Path(lock).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            made = _remake(content, pictures_only=takes == "pictures")
        except CannotRemake as error:
            _answer({"refused": error.reason}, b"")
        except MemoryError:
            _answer({"refused": "bomb"}, b"")
        else:
            _answer(_head(made), made.content)


def _remake(content: bytes, *, pictures_only: bool) -> Made:
    is_picture = content.startswith(_PICTURES) or content[4:8] == b"ftyp"
    is_pdf = not is_picture and b"%PDF-" in content[:_HEAD]
    if is_pdf and pictures_only:
        raise CannotRemake("kind")
    _limit(MEMORY_FOR_PDF if is_pdf else MEMORY_FOR_PICTURE)
    return remake_pdf(content) if is_pdf else remake_picture(content)


def _limit(memory: int) -> None:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _head(made: Made) -> dict[str, str | int]:
    return {
        "kind": made.kind,
        "pages": made.pages,
        "width": made.width,
        "height": made.height,
    }


def _answer(head: dict[str, str | int], content: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)
    sys.stdout.buffer.flush()

"""What the scanner needs in order to start without network: its page and its files."""

import hashlib
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

from events.door.decoder import decoder_urls

ENTRY = "door/scanner.js"
LOOKS = (
    "peace/look.css",
    "door/door.css",
    "door/kiosk.css",
    "peace/favicon.svg",
)
# Served from /scanner/ and not from /static/: it has to be inside the page's scope.
SERVED = ("door/decoder-worker.js",)
_IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']\./([\w.-]+\.js)["']""")


def shell_urls() -> list[str]:
    """Addresses that the service worker keeps, the page first."""
    decoder = [url for url in decoder_urls().values() if url]
    return [
        reverse("scanner"),
        reverse("door-decoder"),
        *(static(name) for name in (*LOOKS, *_modules())),
        *decoder,
    ]


def shell_version(page: bytes) -> str:
    """Changes with PAGE and with any file: then phones fetch all of it anew."""
    digest = hashlib.sha256(page)
    for name in (*LOOKS, *SERVED, *_modules()):
        digest.update(_digest(*_stamp(name)))
    for url in shell_urls():
        digest.update(url.encode())
    return digest.hexdigest()[:16]


def source(name: str) -> str:
    """The text of one of the door's scripts."""
    return Path(_stamp(name)[0]).read_text("utf-8")


def _modules() -> list[str]:
    """The scanner's script and all that it imports, by following the imports."""
    found: list[str] = []
    waiting = [ENTRY]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.append(name)
            waiting += [f"door/{each}" for each in _imports(*_stamp(name))]
    return sorted(found)


def _stamp(name: str) -> tuple[str, int]:
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(name)
    return path, Path(path).stat().st_mtime_ns


@cache
def _imports(path: str, _changed: int) -> list[str]:
    return _IMPORT.findall(Path(path).read_text("utf-8"))


@cache
def _digest(path: str, _changed: int) -> bytes:
    return hashlib.sha256(Path(path).read_bytes()).digest()

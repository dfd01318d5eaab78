"""The private store: files under random names, in a folder no web server serves."""

import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings


def put(content: bytes, *, suffix: str) -> str:
    """Keep CONTENT; the name it is kept under. SUFFIX is ours, not the sender's."""
    name = f"{secrets.token_hex(20)}.{suffix}"
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    with path.open("xb") as file:
        path.chmod(0o600)
        file.write(content)
    return name


def read(name: str) -> bytes:
    """What is kept under NAME. Raises FileNotFoundError."""
    return (_folder() / Path(name).name).read_bytes()


def remove(name: str) -> None:
    """Forget it; once more does no harm."""
    (_folder() / Path(name).name).unlink(missing_ok=True)


def names(*, before: datetime) -> list[str]:
    """What was put before this moment, by name."""
    folder = _folder()
    if not folder.exists():
        return []
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.is_file() and path.stat().st_mtime < before.timestamp()
    )


def _folder() -> Path:
    return Path(settings.PRIVATE_STORE)

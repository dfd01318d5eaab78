"""Reads the environment, once and loudly.

Every variable that the settings use passes through here, so `docs/operations.md`
can list them all (a test compares). A value may also stand in a file, named by
the same variable with `_FILE` behind it: that is how Docker hands over secrets.
"""

import os
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

_reader = environ.Env()


def text(name: str, default: str = "") -> str:
    """The value of NAME, or the content of the file named by NAME_FILE."""
    file = os.environ.get(f"{name}_FILE", "")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}") from None
    return os.environ.get(name) or default


def flag(name: str, *, default: bool = False) -> bool:
    return _reader.bool(name, default=default)


def number(name: str, default: int) -> int:
    return _reader.int(name, default=default)


def words(name: str, default: list[str]) -> list[str]:
    """A list separated by commas."""
    return _reader.list(name, default=default)


def database(url: str) -> dict:
    return _reader.db_url_config(url)


def email(url: str) -> dict:
    return _reader.email_url_config(url)


def secret(name: str, folder: Path) -> str:
    """The secret NAME, or one made on first use and kept in FOLDER (mode 0600).

    A secret that was made here serves the demo and the tests. A deployment sets its
    own: `check --deploy` refuses a made one, because a second machine would not
    know it and a lost disk would take every ticket with it.
    """
    given = text(name)
    if given:
        return given
    path = folder / name.lower()
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f".{name.lower()}.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(draft, path)  # first of two processes wins, both read the same
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()

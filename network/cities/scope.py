"""The second net around a city: which city the running request acts for.

The first net is `access.py`: a view fetches what it shows from the city of the person
who asks. Should one forget it, the managers of all rows that belong to a city look
here, and another city's rows are not there (docs/decisions/0019).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_city: ContextVar[str | None] = ContextVar("city", default=None)


@contextmanager
def acting_for(code: str | None) -> Iterator[None]:
    """Inside, rows of no other city than CODE can be read or written.

    With None nothing is held back: the secretariat, beat, commands. Whatever is read
    later, such as a streamed answer, is outside.
    """
    token = _city.set(code)
    try:
        yield
    finally:
        _city.reset(token)


def city_in_force() -> str | None:
    """The code of the city that is acted for, or None."""
    return _city.get()

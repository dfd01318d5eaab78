"""What the session of a person with a second factor remembers."""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase

# Limits for whoever sees other people's data (ASVS V7.3.1, V7.3.2), in seconds.
IDLE_LIMIT = 30 * 60
ABSOLUTE_LIMIT = 10 * 3600
_TOUCH_EVERY = 60

SECOND_FACTOR = "second_factor"
PASSED = "passed"
DEMO = "demo"  # set by the demo doors, worth something only where settings.DEMO is on

_SINCE = "staff_since"
_SEEN = "staff_seen"


def touch(session: SessionBase, now: int) -> bool:
    """Is the session still alive at NOW (Unix seconds)? Writes at most once a minute.

    The first call starts the clock.
    """
    since, seen = session.get(_SINCE), session.get(_SEEN)
    if since is None or seen is None:
        session[_SINCE] = session[_SEEN] = now
        return True
    if now - since > ABSOLUTE_LIMIT or now - seen > IDLE_LIMIT:
        return False
    if now - seen >= _TOUCH_EVERY:
        session[_SEEN] = now
    return True


def remember_new_factor(request: Any, **kwargs: Any) -> None:
    """Adding a factor proves it: the session that did so need not prove it again.

    Receiver of allauth's `authenticator_added`; other sessions of the person stay
    where they were.
    """
    request.session[SECOND_FACTOR] = PASSED

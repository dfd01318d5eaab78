"""The bell: wakes the relay after a commit, and may be lost.

A request only sets a flag. One thread per process tells the queue, at most twice a
second; a broker that is gone or hangs keeps that thread waiting and nobody else.
"""

import logging
import os
import time
from threading import Event, Lock, Thread

from celery import current_app
from django.conf import settings

logger = logging.getLogger(__name__)

PAUSE = 0.5  # seconds between two rings
QUIET = 60.0  # seconds between two complaints about the broker
_QUICKLY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 2,
}


class _Bell:
    """The flag, and the thread that waits for it."""

    def __init__(self) -> None:
        self._rung = Event()
        self._starting = Lock()
        self._thread: Thread | None = None
        self._complained_at = -QUIET

    def ring(self) -> None:
        self._rung.set()
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = Thread(
                        target=self._run, name="outbox-bell", daemon=True
                    )
                    self._thread.start()

    def _run(self) -> None:
        while True:
            self._rung.wait()
            # Cleared first: a ring during the call below is told next time.
            self._rung.clear()
            self._tell()
            time.sleep(PAUSE)

    def _tell(self) -> None:
        try:
            publish()
        except Exception as error:  # the letter is safe in its table
            if time.monotonic() - self._complained_at >= QUIET:
                self._complained_at = time.monotonic()
                logger.warning("The queue cannot be reached: %s", type(error).__name__)


_bell = _Bell()


def _renew() -> None:
    """A forked process has the flag of its parent, but not the thread."""
    global _bell
    _bell = _Bell()


os.register_at_fork(after_in_child=_renew)


def ring() -> None:
    """Ask for a round of the relay soon. Never waits, never raises."""
    if getattr(settings, "OUTBOX_BELL", True):
        _bell.ring()


def publish() -> None:
    """Put the task into the queue: one short try, on a connection of its own."""
    with current_app.connection_for_write(connect_timeout=1) as connection:
        connection.transport_options = {**connection.transport_options, **_QUICKLY}
        current_app.send_task(
            "outbox.relay",
            connection=connection,
            retry=False,
            ignore_result=True,
            expires=60,
        )

"""drain_outbox: deliver what is due, without Redis and without Celery."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
)
from django.utils import timezone

from peace.outbox.usecases.relay import Round, relay

logger = logging.getLogger(__name__)

PAUSE = 2.0  # seconds between two rounds of --loop
ROUND = 500


class Command(BaseCommand):
    # Mail must leave even while something else in the house is broken.
    requires_system_checks: list = []
    help = "Delivers the letters that are due, without Redis."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--loop", action="store_true", help="go on until SIGTERM or Ctrl-C"
        )
        parser.add_argument("--limit", type=int, default=0, help="at most N letters")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        left = options["limit"] or None
        while not stop.is_set():
            done = self._drain(stop, left, is_patient=options["loop"])
            left = left - done if left is not None else None
            if not options["loop"] or left == 0:
                break
            stop.wait(PAUSE)
            close_old_connections()

    def _drain(
        self, stop: threading.Event, limit: int | None, *, is_patient: bool
    ) -> int:
        """Rounds until nothing is due, the server is gone, or LIMIT is reached."""
        done = 0
        while not stop.is_set() and (limit is None or done < limit):
            size = ROUND if limit is None else min(ROUND, limit - done)
            try:
                result = relay(now=timezone.now(), limit=size, is_stopping=stop.is_set)
            except (OperationalError, InterfaceError) as error:
                if not is_patient:
                    raise
                logger.warning("The database is away: %s", type(error).__name__)
                connection.close()
                break
            self._tell(result)
            done += result.handled
            if result.handled < size or result.is_carrier_down:
                break
        return done

    def _tell(self, result: Round) -> None:
        said = [f"{name} {count}" for name, count in vars(result).items() if count]
        if said:
            self.stdout.write(", ".join(said))

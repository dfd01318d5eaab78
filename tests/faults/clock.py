"""Time in a fault run: a clock that jumps for all processes, and shorter waits."""

from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

LEASE_S = 4.0


def install(path: str) -> None:
    """`timezone.now()` is off by the seconds that stand in the file PATH."""
    file, real = Path(path), timezone.now

    def now() -> datetime:
        return real() + timedelta(seconds=float(file.read_text() or 0))

    timezone.now = now


def hurry(haste: float) -> None:
    """Waits of minutes become parts of a second, a lease of 120 s one of four.

    The order of the steps and their conditions stay as they are in production.
    """
    from peace.celery import app  # noqa: PLC0415 - Django has to be there
    from peace.outbox.management.commands import drain_outbox  # noqa: PLC0415
    from peace.outbox.models import message  # noqa: PLC0415
    from peace.outbox.usecases import settle  # noqa: PLC0415

    message.LEASE = timedelta(seconds=LEASE_S)
    unclear = message.UNCLEAR_WAIT / haste
    message.UNCLEAR_WAIT = settle.UNCLEAR_WAIT = unclear
    settle.DELAYS = tuple(minutes / haste for minutes in settle.DELAYS)
    drain_outbox.PAUSE = 0.2
    drain_outbox.ROUND = 50
    for name in ("outbox.relay", "reminders.write_due"):
        app.conf.beat_schedule[name]["schedule"] = 1.0

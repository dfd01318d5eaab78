"""Where a process dies: a fuse is armed by name, and blows at its nth letter.

Nothing of this is in production code: the carrier of the fault settings passes these
points, and `arm` wraps what has to be wrapped, in the process that is to die.
"""

import os
import signal

BEFORE_DATA = "before DATA"
WITHIN_DATA = "within DATA"
AFTER_250 = "after 250"
BEFORE_COMMIT = "before COMMIT"
WITHIN_CLAIM = "within the claim"

_armed: dict[str, int] = {}


def arm(name: str, nth: int) -> None:
    """Let this process die by kill -9 when it passes NAME for the NTH time."""
    _armed[name] = nth
    if name == BEFORE_COMMIT:
        _fuse_the_note()
    if name == WITHIN_CLAIM:
        _freeze_the_claim()


def is_armed(name: str) -> bool:
    """Will the next `burn` of NAME end the process?"""
    return _armed.get(name) == 1


def burn(name: str) -> None:
    if name not in _armed:
        return
    _armed[name] -= 1
    if _armed[name] == 0:
        os.kill(os.getpid(), signal.SIGKILL)


def _fuse_the_note() -> None:
    """Die with "sent" written and not committed."""
    from django.db import transaction  # noqa: PLC0415 - in the process that dies

    from peace.outbox.models import OutboxMessage  # noqa: PLC0415

    settle = OutboxMessage.settle

    def settle_and_die(message: OutboxMessage, **changes: object) -> bool:
        with transaction.atomic():
            done = settle(message, **changes)
            burn(BEFORE_COMMIT)
        return done

    OutboxMessage.settle = settle_and_die  # type: ignore[method-assign]


def _freeze_the_claim() -> None:
    """Stop moving, and stay, with rows locked and nothing committed."""
    from peace.outbox.choices import Status  # noqa: PLC0415
    from peace.outbox.models.message import OutboxMessageQuerySet  # noqa: PLC0415

    update = OutboxMessageQuerySet.update

    def update_or_freeze(rows: OutboxMessageQuerySet, **changes: object) -> int:
        if changes.get("status") == Status.SENDING:
            os.kill(os.getpid(), signal.SIGSTOP)
        return update(rows, **changes)

    OutboxMessageQuerySet.update = update_or_freeze  # type: ignore[method-assign]

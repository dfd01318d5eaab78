"""`manage.py rotate_keys`: everything that is encrypted, under the newest key."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from events.registration.usecases.rotate_seeds import count_seeds, rotate_seeds
from network.youth.usecases.rotate_protected import count_protected, rotate_protected
from peace.accounts.usecases.rotate_factor_secrets import (
    count_factor_secrets,
    rotate_factor_secrets,
)
from peace.encryption import Rotated


def _factors() -> Rotated:
    return Rotated(rotated=rotate_factor_secrets()) + count_factor_secrets()


# Everything that `peace.encryption` wrote: how it is rotated, how it is counted.
KEPT: dict[str, tuple[Callable[[], Rotated], Callable[[], Rotated]]] = {
    "protected records": (rotate_protected, count_protected),
    "second factors": (_factors, count_factor_secrets),
    "lottery seeds": (rotate_seeds, count_seeds),
}
# Somebody may write under an older key until every process has the new one.
MOST_PASSES = 5


class Command(BaseCommand):
    help = (
        "Encrypts everything anew under the first of FIELD_KEYS while the site runs. "
        "Ends with 1 when something is left under an older or an unknown key."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="count only, change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = {
            name: count() if options["check"] else _passes(rotate)
            for name, (rotate, count) in KEPT.items()
        }
        for name, each in found.items():
            done = "" if options["check"] else f"{each.rotated} rotated, "
            self.stdout.write(
                f"{name}: {done}{each.left} under older keys, "
                f"{each.unreadable} under keys that are not in FIELD_KEYS"
            )
        total = sum(found.values(), Rotated())
        if total.unreadable:
            self.stderr.write("A key was taken away too early: put it back at the end.")
        if total.left or total.unreadable:
            sys.exit(1)
        self.stdout.write("Everything is under the newest key.")


def _passes(rotate: Callable[[], Rotated]) -> Rotated:
    """Until nothing is left, at most MOST_PASSES times; counts what was rotated."""
    rotated = 0
    for _pass in range(MOST_PASSES):
        found = rotate()
        rotated += found.rotated
        if not found.left:
            break
    return Rotated(rotated, found.left, found.unreadable)

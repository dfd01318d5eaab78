"""Brings the sealed seeds of lotteries under the newest key."""

from events.registration.models import Lottery
from peace.encryption import Rotated, count_column, rotate_column


def rotate_seeds() -> Rotated:
    """Encrypt anew what an older key encrypted; the fingerprint of a seed stays.

    Changes `sealed_seed` alone, where the old ciphertext still stands. Nothing leaves.
    Safe to stop and to repeat, also between sealing and drawing.
    """
    return rotate_column(Lottery.objects.all(), "sealed_seed")


def count_seeds() -> Rotated:
    """How many are under older or unknown keys."""
    return count_column(Lottery.objects.all(), "sealed_seed")

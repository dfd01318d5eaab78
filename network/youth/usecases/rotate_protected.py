"""Brings what is kept of the delegates under the newest key."""

from network.youth.models import ProtectedRecord
from peace.encryption import Rotated, count_column, rotate_column


def rotate_protected() -> Rotated:
    """Encrypt anew what an older key encrypted, row by row, while guardians write.

    Changes `sealed` alone, where the old ciphertext still stands (compare and swap).
    Nothing leaves, nothing is shown. Safe to stop and to repeat.
    """
    return rotate_column(ProtectedRecord.objects.all(), "sealed")


def count_protected() -> Rotated:
    """How much of it is under older or unknown keys."""
    return count_column(ProtectedRecord.objects.all(), "sealed")

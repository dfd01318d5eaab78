"""Hides small figures so that nobody can find them out again. Pure.

Fewer than five people in a cell could be recognised by a neighbour: "the one young
person who came from that school". So such a cell says 「5未満」; and so that it cannot
be worked out from a total or from what is left over, others are hidden with it
(complementary suppression). `tests/outreach/test_small_cells.py` tries to work them
out by brute force.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True)
class Share:
    """PART of WHOLE, such as first-timers among those who said so (people)."""

    part: int
    whole: int

    @property
    def rest(self) -> int:
        return self.whole - self.part


def is_small(count: int) -> bool:
    return 0 < count < FEWEST


def safe_shares(shares: Sequence[Share]) -> list[bool]:
    """Which parts may be shown beside their wholes and the total of all of them.

    A part is hidden when it, or the rest that it leaves, is small. Then enough of the
    others are hidden that each hidden one may have been several things, given the
    total, the wholes, and the word 「5未満」 itself. A whole that is small is not
    shown either; the caller pools such rows first (`pooled`).
    """
    shown = [not (is_small(each.part) or is_small(each.rest)) for each in shares]
    while not _is_safe(shares, shown):
        # The smallest that tells anything: least is lost with it.
        left = [n for n, ok in enumerate(shown) if ok and shares[n].whole >= FEWEST]
        if not left:
            break
        shown[min(left, key=lambda n: shares[n].whole)] = False
    return shown


def total_is_safe(shares: Sequence[Share], shown: Sequence[bool]) -> bool:
    """Whether the total of all parts may stand below them."""
    whole = Share(sum(e.part for e in shares), sum(e.whole for e in shares))
    own = not (is_small(whole.part) or is_small(whole.rest))
    return own and _is_safe(shares, shown)


def _is_safe(shares: Sequence[Share], shown: Sequence[bool]) -> bool:
    """Every hidden part may have been at least two things, known the total."""
    hidden = [each for each, ok in zip(shares, shown, strict=True) if not ok]
    total = sum(each.part for each in hidden)
    bounds = [bounds_of(each) for each in hidden]
    for place, (low, high) in enumerate(bounds):
        others = [each for n, each in enumerate(bounds) if n != place]
        least = max(low, total - sum(top for _low, top in others))
        most = min(high, total - sum(bottom for bottom, _top in others))
        if most - least < 1:
            return False
    return True


def bounds_of(share: Share) -> tuple[int, int]:
    """What a reader knows of a hidden part: the word that stands in its place."""
    if is_small(share.part):
        return 1, min(FEWEST - 1, share.whole)
    return 0, share.whole


def pooled(counts: Sequence[int]) -> set[int]:
    """Places of the rows that are put together, so that none of them is small.

    Empty when nothing is small; else their sum is at least FEWEST, or all there is.
    """
    small = {n for n, count in enumerate(counts) if is_small(count)}
    if not small:
        return set()
    order = sorted(
        (n for n in range(len(counts)) if n not in small and counts[n]),
        key=lambda n: counts[n],
    )
    # One alone would be known by what is missing from the total.
    while sum(counts[n] for n in small) < FEWEST or len(small) < 2:
        if not order:
            break
        small.add(order.pop(0))
    return small

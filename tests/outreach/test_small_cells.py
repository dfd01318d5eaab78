"""What is hidden stays hidden: somebody tries to work it out by brute force."""

import itertools
import random

import pytest

from events.outreach.small_cells import (
    FEWEST,
    Share,
    is_small,
    pooled,
    safe_shares,
    total_is_safe,
)


def could_be(shares, shown, total_shown):
    """For each hidden part: everything it may be, to a reader of the whole table."""
    spaces = []
    for share, ok in zip(shares, shown, strict=True):
        if ok:
            spaces.append([share.part])
        elif is_small(share.part):
            spaces.append(range(1, min(FEWEST, share.whole + 1)))
        else:
            spaces.append(range(share.whole + 1))
    total = sum(each.part for each in shares)
    worlds = [
        world
        for world in itertools.product(*spaces)
        if not total_shown or sum(world) == total
    ]
    return [
        {world[place] for world in worlds} for place, ok in enumerate(shown) if not ok
    ]


@pytest.mark.parametrize("seed", range(120))
def test_no_hidden_figure_can_be_worked_out(seed):
    lot = random.Random(seed)
    shares = []
    for _unused in range(lot.randint(1, 4)):
        whole = lot.choice([0, 5, 6, 8, 12])
        shares.append(Share(lot.randint(0, whole), whole))

    shown = safe_shares(shares)
    total_shown = total_is_safe(shares, shown)

    assert all(len(each) > 1 for each in could_be(shares, shown, total_shown))
    for share, ok in zip(shares, shown, strict=True):
        if ok:
            assert not is_small(share.part)
            assert not is_small(share.rest)


def test_the_control_a_naive_hiding_is_worked_out():
    """One small cell, hidden alone beside the total, is no secret."""
    shares = [Share(3, 10), Share(6, 12)]

    assert could_be(shares, [False, True], True) == [{3}]
    assert safe_shares(shares) == [False, False]


def test_two_small_ones_whose_sum_gives_them_away_take_a_third_along():
    shares = [Share(1, 10), Share(1, 10), Share(9, 20)]

    assert safe_shares(shares) == [False, False, False]


def test_the_rest_is_not_given_away_either():
    """9 of 12: then three are the others."""
    assert safe_shares([Share(9, 12), Share(9, 20), Share(8, 30)])[0] is False


def test_where_nothing_is_small_everything_is_shown():
    assert safe_shares([Share(6, 12), Share(0, 7), Share(8, 8)]) == [True] * 3


def test_small_rows_are_put_together_until_they_are_not_small():
    counts = [20, 3, 7, 0, 2]

    assert pooled(counts) == {1, 4}
    assert pooled([20, 3, 7]) == {1, 2}
    assert pooled([20, 7, 0]) == set()
    assert pooled([2]) == {0}

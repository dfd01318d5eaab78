"""No hidden cell can be worked out: every table that could stand behind is tried."""

from collections import defaultdict
from collections.abc import Iterator

import pytest

from events.results.hiding import FEWEST, SMALL, hide


def tables(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables(total - first, cells - 1):
            yield (first, *rest)


def derivable(rule, cells: int, total: int) -> list[tuple]:
    """Hidden cells that somebody who knows RULE and the total can work out."""
    behind = defaultdict(list)
    for table in tables(total, cells):
        shown = rule(table)
        behind[tuple(shown) if shown is not None else None].append(table)
    return [
        (shown, place)
        for shown, possible in behind.items()
        for place in range(cells)
        if shown is None or shown[place] is None
        if len({table[place] for table in possible}) == 1
    ]


@pytest.mark.parametrize(
    ("cells", "most"), [(2, 40), (3, 40), (4, 30), (5, 24), (6, 18)]
)
def test_no_hidden_cell_can_be_worked_out(cells, most):
    for total in range(1, most):
        assert derivable(hide, cells, total) == []


def test_the_search_finds_the_leak_of_a_rule_that_hides_small_cells_only():
    """The control: one hidden cell is the total less the others."""

    def naive(table):
        return [None if 0 < count < SMALL else count for count in table]

    assert derivable(naive, 3, 20)


def test_the_search_finds_the_leak_of_hiding_the_smallest_beside():
    """And of choosing the second cell by its size, which says what it is."""

    def smallest(table):
        if sum(table) < FEWEST:
            return None
        small = [place for place, count in enumerate(table) if 0 < count < SMALL]
        rest = [(count, p) for p, count in enumerate(table) if count >= SMALL]
        hidden = {*small, *([min(rest)[1]] if len(small) == 1 and rest else [])}
        return [None if p in hidden else count for p, count in enumerate(table)]

    assert derivable(smallest, 3, 12)


def test_no_small_cell_is_ever_shown():
    for total in range(30):
        for table in tables(total, 4):
            shown = hide(table)
            assert shown is None or not any(
                count is not None and 0 < count < SMALL for count in shown
            )


def test_large_cells_and_zeros_are_shown():
    assert hide([20, 10, 0, 5]) == [20, 10, 0, 5]
    assert hide([20, 3, 9, 0]) == [None, None, 9, 0]
    assert hide([20, 9, 5, 2, 0]) == [20, 9, None, None, 0]
    assert hide([2, 3, 4]) is None

"""Small cells are hidden, so that no answer can be worked out from what is shown. Pure.

The number of answers is always known. Therefore one hidden cell is none: a neighbour
goes with it, and which one does not depend on how large it is. Whoever knows this rule
and tries every table that could stand behind what is shown still finds at least two
values for each hidden cell; tests/results/test_hiding.py does exactly that.
"""

from collections.abc import Sequence

# A cell of 1 to 4 people is small; below ten answers nothing is broken down.
SMALL = 5
FEWEST = 10


def hide(cells: Sequence[int]) -> list[int | None] | None:
    """CELLS with None where the figure is hidden; None when all of it is.

    CELLS are everybody, those without an answer as one of the cells. A zero is shown.
    """
    if sum(cells) < FEWEST:
        return None
    small = [place for place, count in enumerate(cells) if 0 < count < SMALL]
    if not small:
        return list(cells)
    before = [(small[0] - step) % len(cells) for step in range(1, len(cells))]
    beside = next((place for place in before if cells[place] >= SMALL), None)
    if beside is None:
        return None
    # All as small as they can be: their sum would say so.
    if cells[beside] == SMALL and all(cells[place] == 1 for place in small):
        return None
    hidden = {*small, beside}
    return [None if place in hidden else count for place, count in enumerate(cells)]

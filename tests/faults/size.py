"""How long a run is: short within `make test`, whole by `make faults`."""

import os

import pytest

WHOLE = os.environ.get("FAULTS") == "whole"
only_whole = pytest.mark.skipif(not WHOLE, reason="part of the whole form: make faults")


def size(*, short: int, whole: int) -> int:
    return whole if WHOLE else short

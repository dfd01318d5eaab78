"""Codes: typed from paper as people type, proposed so that they can."""

import pytest

from events.outreach.codes import ALPHABET, propose_code, read_code


@pytest.mark.parametrize(
    "typed",
    [
        "kp7m4",
        "KP7M4",
        "ｋｐ７ｍ４",
        " kp7m4 ",
        "KP7M4/",
        "kp7m4.",
        "k p 7 m 4",
        "kp7m4。",
    ],
)
def test_what_people_type_from_paper_is_the_code_that_stands_there(typed):
    assert read_code(typed) == "kp7m4"


@pytest.mark.parametrize(
    "typed", ["peace-day", "peace‐day", "peaceーday", "Peace－Day"]
)
def test_every_hyphen_of_a_keyboard_is_one(typed):
    assert read_code(typed) == "peace-day"


@pytest.mark.parametrize(
    "typed", ["", "-", "a" * 21, "../etc", "a\0b", "広報", "<b>", "a--", "%0d%0a"]
)
def test_what_is_no_code_is_none(typed):
    assert read_code(typed) == ""


def test_proposals_hold_nothing_that_looks_alike_and_no_word():
    codes = {propose_code() for _unused in range(2_000)}

    assert len(codes) > 1_990
    assert all(read_code(code) == code for code in codes)
    assert not set("".join(codes)) & set("01loiaeu")
    assert len(ALPHABET) == len(set(ALPHABET)) == 28

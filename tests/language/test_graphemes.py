"""Characters as people count them, and what nobody sees."""

import pytest

from peace.language.graphemes import graphemes, length, towers, unseen


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("平和", 2),
        ("か\u3099", 1),  # が, typed as two
        ("ﾊﾟﾝ", 2),
        ("👨‍👩‍👧‍👦", 1),
        ("👍🏽", 1),
        ("🇯🇵🇨🇿", 2),
        ("葛󠄀城", 2),  # with the selector of a kanji's shape
        ("1️⃣", 1),
        ("", 0),
    ],
)
def test_what_a_person_sees_as_one_character_is_one(text, count):
    assert length(text) == count
    assert "".join(graphemes(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "a\u202eb",
        "平\u200b和",
        "a\x00b",
        "\ufeff平和",
        "a\u200db",
        "\u2066x\u2069",
        "\ue000",
    ],
)
def test_marks_that_nobody_sees_are_found(text):
    assert unseen(text)


@pytest.mark.parametrize(
    "text", ["「平和」ー…！", "👨‍👩‍👧", "❤️‍🔥", "葛󠄀", "Æble — žluť", "a b　c"]
)
def test_what_people_write_is_none_of_them(text):
    assert not unseen(text)
    assert not towers(text)


def test_a_tower_of_marks_is_found_and_vietnamese_is_none():
    assert towers("a" + "\u0301" * 4)
    assert not towers("Hoa\u0300 bi\u0323\u0302nh")

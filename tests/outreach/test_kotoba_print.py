"""Upright setting: the typeface's own vertical forms, and columns that read well."""

from events.outreach.exports.vertical import (
    GETA,
    columns,
    missing_in,
    pieces,
    tears_words,
    vertical_font,
)


def text_of(block):
    return ["".join(piece.text for piece in column) for column in block]


def test_brackets_stops_small_kana_and_long_marks_have_vertical_forms():
    stand_ins = vertical_font()

    assert [
        sign for sign in "「」（）、。ー～…っゃゅょ" if ord(sign) not in stand_ins
    ] == []
    assert ord("山") not in stand_ins


def test_short_numbers_stand_and_long_ones_and_words_lie():
    kinds = [(each.text, each.lies) for each in pieces("5日と12日、2026年。No War")]

    assert ("5", False) in kinds
    assert ("12", False) in kinds
    assert ("2026", True) in kinds
    assert kinds[-2:] == [("No", True), ("War", True)]


def test_no_column_begins_with_a_stop_or_tears_a_bracket():
    for height in range(60, 240, 10):
        block = text_of(
            columns("「ただいま」が言える、場所を。", size=20, height=height)
        )
        assert "".join(block) == "「ただいま」が言える、場所を。"
        if height >= 100:
            assert not [each for each in block if each[0] in "、。」"]
            assert not [each for each in block if each[-1] == "「"]


def test_columns_end_where_one_would_breathe():
    block = columns("怒りを、種のように土にうめて、花を待つ。", size=20, height=180)

    assert not tears_words(block)


def test_what_the_typeface_cannot_set_is_marked_for_a_person_to_see():
    assert missing_in("平和🕊️と山") == ["🕊️"]
    assert [each.text for each in pieces("平🕊️")] == ["平", GETA]

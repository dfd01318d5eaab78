"""Names are found whatever their width, kana or shape; people are counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peace.language.names import fold, grouped, people


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("𠮷田", "吉田"),
        ("濵田", "浜田"),
        ("濱田", "浜田"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("齋藤", "斎藤"),
        ("齊藤", "斉藤"),
        ("澤田", "沢田"),
        ("廣瀨", "広瀬"),
        ("國德", "国徳"),
        ("櫻栁", "桜柳"),
        ("神田", "神田"),
        ("葛\U000e0100城", "葛城"),
        ("ﾀｶﾊｼ ｼﾞﾛｳ", "たかはしじろう"),
        ("タカハシ　ハナコ", "たかはしはなこ"),
        ("ヴァイオレット", "ゔぁいおれっと"),
        ("か゛くと", "がくと"),
        ("龍ヶ崎", "竜ケ崎"),
        ("ジョン・スミス", "じょんすみす"),
        ("ｼﾞｮﾝ･ｽﾐｽ", "ジョン スミス"),
        ("Ｊｏｈｎ Smith", "johnsmith"),
        (" 山田\t花子\n", "山田花子"),
        ("㈱平和", "(株)平和"),
        ("", ""),
    ],
)
def test_two_ways_to_write_a_name_are_one_in_search(typed, searched):
    assert fold(typed) == fold(searched)


def test_search_starts_with_one_kana():
    assert fold("タカハシ").startswith(fold("ﾀ"))
    assert fold("髙橋") == "高橋"
    assert fold("ジョン・スミス") == "じょんすみす"


@pytest.mark.parametrize(
    ("one", "other"),
    [("山田", "山下"), ("はな", "ばな"), ("はな", "はなこ"), ("斎藤", "斉藤")],
)
def test_different_names_stay_different(one, other):
    assert fold(one) != fold(other)


@given(st.text())
def test_what_is_folded_stays_folded(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("number", "ja", "ja_easy", "en"),
    [
        (0, "0名", "0人《にん》", "0 people"),
        (1, "1名", "｜1人《ひとり》", "1 person"),
        (2, "2名", "｜2人《ふたり》", "2 people"),
        (3, "3名", "3人《にん》", "3 people"),
        (4, "4名", "｜4人《よにん》", "4 people"),
        (11, "11名", "11人《にん》", "11 people"),
        (1000, "1,000名", "1,000人《にん》", "1,000 people"),
    ],
)
def test_people_are_counted(number, ja, ja_easy, en):
    assert people(number, "ja") == ja
    assert people(number, "ja-easy") == ja_easy
    assert people(number, "en") == en


def test_a_receipt_number_is_shown_in_groups_of_four():
    assert grouped("47132086") == "4713 2086"
    assert grouped("123456") == "1234 56"
    assert grouped("") == ""

"""Whatever is typed or forged: a sentence, the form as it was, and never a 500."""

import pytest
from django.utils import timezone

from events.registration.models import Registration
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db

PATH = "/events/talk/register/"
NAME_LONG = "お名前は60文字まで入力できます。短くした形や通称でもかまいません。"
NAME_SIGN = "はお名前の欄で使えません。その文字を消してください。"
NAME_MISSING = "参加する方のお名前を入力してください。"
NOTHING_CHOSEN = "参加する回を1つ以上選んでください。"
PHONE = "電話番号は、0から始まる10桁か11桁の数字で入力してください"
EMAIL = "メールアドレスを確かめてください"
KANA = "ふりがなは、ひらがなかカタカナで入力してください。"
CONTACT = "電話番号かメールアドレスの、どちらかを入力してください。"


@pytest.fixture
def event():
    return cast.event(now=timezone.now())


def form(event, **values) -> dict:
    names = {name.replace("__", "-"): value for name, value in values.items()}
    return cast.form_data(*cast.timeslots(event)[:1]) | names


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("髙橋 﨑子", "髙橋 﨑子"),
        ("𠮷野 家", "𠮷野 家"),
        ("葛󠄀城 太郎", "葛󠄀城 太郎"),
        ("禰󠄀豆子", "禰󠄀豆子"),
        ("国立　花子", "国立 花子"),
        ("マリア・デ・ラ・クルス", "マリア・デ・ラ・クルス"),
        ("O'Neill-Søren Jr.", "O'Neill-Søren Jr."),
        ("Nguyễn Thị Hồng", "Nguyễn Thị Hồng"),
        ("أحمد", "أحمد"),
        ("김하늘", "김하늘"),
        ("ﷺ" * 60, "ﷺ" * 60),
        ("佐々木〆子", "佐々木〆子"),
        ("あ" * 60, "あ" * 60),
    ],
)
def test_names_of_all_kinds_are_accepted_and_kept(client, event, name, stored):
    response = client.post(PATH, form(event, p1__name=name))

    assert response.status_code == 302
    assert Registration.objects.get().attendees.get().name == stored
    assert stored in client.get(response["Location"]).content.decode().replace(
        "&#x27;", "'"
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"p1__name": "花子🕊"}, f"「🕊」{NAME_SIGN}"),
        ({"p1__name": "👨‍👩‍👧‍👦"}, NAME_SIGN),
        ({"p1__name": "あ" * 200}, NAME_LONG),
        ({"p1__name": "<script>alert(1)</script>"}, NAME_SIGN),
        ({"p1__name": "{{ form }}{% now %}"}, NAME_SIGN),
        ({"p1__name": "花子\r\nBcc: x@example.jp"}, NAME_SIGN),
        ({"p1__name": "花\x07子"}, NAME_SIGN),
        ({"p1__name": "花\u202e子"}, NAME_SIGN),
        ({"p1__name": "   　 "}, NAME_MISSING),
        ({"p1__kana": "国立"}, KANA),
        ({"p1__kana": "あ" * 61}, KANA),
        ({"p1__kana": "はな\r\nこ"}, KANA),
        ({"phone": "1234"}, PHONE),
        ({"phone": "０４２−５７６"}, PHONE),
        ({"phone": "0" * 5000}, PHONE),
        ({"phone": "090-0000-1234; DROP TABLE"}, PHONE),
        ({"phone": ""}, CONTACT),
        ({"email": "hana@example"}, EMAIL),
        ({"email": "hana@example.jp\r\nBcc: x@example.jp"}, EMAIL),
        ({"email": "a@example.jp, b@example.jp"}, EMAIL),
        ({"email": "国立花子 <hana@example.jp>"}, EMAIL),
        ({"email": '"a\x01b"@example.jp'}, EMAIL),
        ({"email": "a..b@example.jp"}, EMAIL),
        ({"email": "a" * 250 + "@example.jp"}, EMAIL),
        ({"email": "a" * 5000 + "@example.jp"}, EMAIL),
        ({"note": "長" * 4000}, "400文字まで入力できます。いま4000文字です。"),
        ({"p1__slot": "999999999"}, NOTHING_CHOSEN),
        ({"p1__slot": "9" * 5000}, NOTHING_CHOSEN),
        ({"p1__slot": "-1"}, NOTHING_CHOSEN),
        ({"p1__slot": "1; DROP TABLE"}, NOTHING_CHOSEN),
        ({"p1__slot": []}, NOTHING_CHOSEN),
        ({"people": "7"}, "1回に申し込めるのは6名までです。"),
        ({"people": "99999999999999999999"}, "1回に申し込めるのは6名までです。"),
        ({"people": "2"}, NAME_MISSING),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_kept(
    client, event, values, sentence
):
    data = form(event, **values)

    page = Page(client.post(PATH, data))

    assert page.status == 200
    assert any(sentence in error for error in page.errors), page.errors
    assert not Registration.objects.exists()
    assert page.dead_targets == []
    assert page.values("key") == [data["key"]]
    for name in ["p1-name", "p1-kana", "phone", "email", "note"]:
        # A browser, and Python's parser, read a line break as one sign.
        kept = page.values(name)[0].replace("\r\n", "\n")
        assert kept == data.get(name, "").replace("\r\n", "\n")
    assert "<script>alert" not in page.html


@pytest.mark.parametrize(
    "values",
    [
        {"people": "-3"},
        {"people": "0"},
        {"people": "x"},
        {"people": ""},
        {"people": "9" * 5000},
        {"people": "１"},
        {"key": "no uuid"},
        {"key": ""},
        {"key": "9" * 5000},
        {"unknown": "field"},
        {"p7-name": "七人目"},
    ],
)
def test_a_broken_hidden_field_does_not_stop_anybody(client, event, values):
    response = client.post(PATH, form(event) | values)

    assert response.status_code == 302
    assert Registration.objects.get().attendees.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"p1-name": "花\0子"},
        {"p1-kana": "は\0な"},
        {"phone": "090\0"},
        {"email": "a\0@example.jp"},
        {"note": "\0"},
        {"p1-slot": "\0"},
        {"p1-age": "\0"},
        {"p1-age": "NOTHING"},
        {"p1-visit": "x" * 5000},
        {"remind_by": "PIGEON"},
        {"support": ["PIGEON", "WHEELCHAIR"]},
    ],
)
def test_forged_values_are_refused_beside_their_field(client, event, values):
    page = Page(client.post(PATH, form(event) | values))

    assert page.status == 200
    assert len(page.errors) >= 1
    assert page.dead_targets == []
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("０９０－００００－１２３４", "09000001234"),
        ("090 0000 1234", "09000001234"),
        ("(042)576-2111", "0425762111"),
        ("042‐576−2111", "0425762111"),
        ("+81 90-0000-1234", "09000001234"),
        ("+81(0)42-576-2111", "0425762111"),
        ("０４２ー５７６ー２１１１", "0425762111"),
    ],
)
def test_a_telephone_number_may_be_typed_in_many_ways(client, event, typed, stored):
    assert client.post(PATH, form(event, phone=typed)).status_code == 302
    assert Registration.objects.get().phone == stored


@pytest.mark.parametrize("email", ["a..b@docomo.ne.jp", "a.@ezweb.ne.jp"])
def test_old_carrier_addresses_are_accepted_with_a_kind_warning(client, event, email):
    response = client.post(PATH, form(event, email=email))

    assert response.status_code == 302
    assert Registration.objects.get().email == email
    words = Page(client.get(response["Location"])).words
    assert (
        "「.」の並び方が特別なアドレスのため、メールが届かないことがあります。" in words
    )


def test_an_ordinary_address_gets_no_warning(client, event):
    response = client.post(PATH, form(event, email="a.b@docomo.ne.jp"))

    assert "並び方が特別な" not in Page(client.get(response["Location"])).words


def test_an_empty_form_is_answered_with_what_is_missing(client, event):
    page = Page(client.post(PATH, {}))

    assert page.errors == [NAME_MISSING, NOTHING_CHOSEN, CONTACT]


@pytest.mark.parametrize("path", [PATH, "/find/"])
def test_ten_thousand_fields_are_not_even_read(client, event, path):
    fields = {f"p{number}-name": "x" for number in range(10_000)}

    assert client.post(path, fields).status_code == 400
    assert not Registration.objects.exists()


@pytest.mark.parametrize("path", [PATH, "/find/"])
def test_a_body_that_is_no_form_is_an_empty_form(client, event, path):
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x"]:
        response = client.post(path, b'{"a": [1, 2', content_type=kind)
        assert response.status_code in {200, 400}


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, event, method):
    assert getattr(client, method)(PATH).status_code == 405


@pytest.mark.parametrize("token", ["x", "x:y", "あ", "%00", "x" * 4000, "a:b:c", ".."])
def test_a_link_that_was_cut_says_what_to_do(client, token):
    for rest in ["", "cancel/", "calendar.ics"]:
        response = client.get(f"/registration/{token}/{rest}")
        assert response.status_code == 404

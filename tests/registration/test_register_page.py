"""The registration form, as a browser without JavaScript meets it."""

import pytest
from django.test import Client
from django.utils import timezone

from events.programme.choices import EventStatus
from events.programme.models import Event, Quota
from events.registration.models import Registration
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db

PATH = "/events/talk/register/"
NUMBERS = "〇一二三四五六"


@pytest.fixture
def event():
    return cast.event(now=timezone.now())


def typed(event, people: int = 3) -> dict:
    """A form with something in every field, different for each person."""
    slots = [str(slot.pk) for slot in cast.timeslots(event)]
    data = cast.form_data(people=people, email="hana@example.jp", note="車で行きます")
    for number in range(1, people + 1):
        data |= {
            f"p{number}-name": f"国立 {NUMBERS[number]}",
            f"p{number}-kana": "くにたち" + "あいうえおか"[number - 1],
            f"p{number}-slot": [slots[number % 3]],
            f"p{number}-age": ["TWENTIES", "OVER_70"][number % 2],
            f"p{number}-visit": ["FIRST", "AGAIN"][number % 2],
        }
    return data | {"remind_by": "PHONE", "support": ["WHEELCHAIR"]}


def without_key(values: dict) -> dict:
    """Single values as lists, and nothing that is new on each page."""
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in values.items()
        if name not in {"key", "csrfmiddlewaretoken"}
    }


def test_the_first_page_asks_for_one_person(client, event):
    page = Page(client.get(PATH))

    assert page.values("people") == ["1"]
    assert len(page.values("key")[0]) == 36
    assert page.errors == []
    assert [b["name"] for b in page.buttons if "name" in b] == ["add"]


def test_a_timeslot_can_be_chosen_by_link(client, event):
    slot = cast.timeslots(event)[1]

    assert Page(client.get(f"{PATH}?slot={slot.pk}")).values("p1-slot") == [
        str(slot.pk)
    ]


@pytest.mark.parametrize("language", ["", "/en", "/ja-easy"])
def test_a_party_registers_and_is_led_to_its_ticket(client, event, language):
    response = client.post(language + PATH, typed(event))

    party = Registration.objects.get()
    assert response.status_code == 302
    assert response["Location"].startswith(f"{language}/registration/")
    assert party.language == (language[1:] or "ja")
    assert (party.phone, party.email) == ("09000001234", "hana@example.jp")
    assert (party.remind_by, party.support_kinds) == ("PHONE", ["WHEELCHAIR"])
    assert party.note == "車で行きます"
    assert client.get(response["Location"]).status_code == 200


def test_adding_a_person_keeps_all_that_was_typed(client, event):
    data = typed(event, 2)

    page = Page(client.post(PATH, data | {"add": "1"}))

    assert without_key(page.filled_in()) == without_key(
        data | {"people": "3", "p3-name": "", "p3-kana": ""}
    )
    assert page.values("key") == [data["key"]]
    assert page.errors == []
    assert not Registration.objects.exists()


def test_adding_ends_at_six(client, event):
    page = Page(client.post(PATH, typed(event, 6) | {"add": "1"}))

    assert page.values("people") == ["6"]
    assert page.values("p6-name") == ["国立 六"]
    assert "add" not in [button.get("name") for button in page.buttons]


def test_a_party_of_six_registers(client, event):
    client.post(PATH, typed(event, 6))

    assert Registration.objects.get().attendees.count() == 6


def test_removing_a_person_moves_the_others_up(client, event):
    data = typed(event, 3)

    page = Page(client.post(PATH, data | {"remove": "2"}))

    moved = {
        "p2-" + name: data["p3-" + name]
        for name in ["name", "kana", "slot", "age", "visit"]
    }
    expected = {n: v for n, v in data.items() if not n.startswith("p3-")}
    assert without_key(page.filled_in()) == without_key(
        expected | moved | {"people": "2"}
    )
    assert page.errors == []


@pytest.mark.parametrize("number", ["0", "1", "4", "-1", "99", "x", "9" * 5000])
def test_removing_nobody_removes_nobody(client, event, number):
    page = Page(client.post(PATH, typed(event, 3) | {"remove": number}))

    assert [page.values(f"p{n}-name") for n in (1, 2, 3)] == [
        ["国立 一"],
        ["国立 二"],
        ["国立 三"],
    ]


def test_every_refusal_stands_beside_its_field_and_above_with_a_link(client, event):
    data = typed(event, 2) | {
        "p1-name": "",
        "p2-slot": [],
        "p2-kana": "漢字",
        "phone": "12",
        "email": "だめ",
        "note": "長" * 401,
    }

    page = Page(client.post(PATH, data))

    assert page.status == 200
    assert page.errors == [
        "参加する方のお名前を入力してください。",
        "ふりがなは、ひらがなかカタカナで入力してください。",
        "参加する回を1つ以上選んでください。",
        "電話番号は、0から始まる10桁か11桁の数字で入力してください"
        "（例 042-576-2111）。",
        "メールアドレスを確かめてください（例 name@example.jp）。"
        "メールがない方は、空欄のまま申し込めます。",
        "400文字まで入力できます。いま401文字です。1文字減らしてください。",
    ]
    assert "6か所を確かめてください" in page.words
    assert "1人目：参加する方のお名前を入力してください。" in page.words
    assert "席はまだ取れていません" in page.words
    assert len([link for link in page.links if link.startswith("#id_")]) == 6
    assert page.dead_targets == []
    assert without_key(page.filled_in()) == without_key(
        {n: v for n, v in data.items() if v != []}
    )


@pytest.mark.parametrize("language", ["en", "ja-easy"])
def test_refusals_speak_the_language_of_the_page(client, event, language):
    page = Page(client.post(f"/{language}{PATH}", {"people": "1"}))

    assert page.dead_targets == []
    assert len(page.errors) == 3
    expected = {"en": "Choose at least one session.", "ja-easy": "選んで ください。"}
    assert expected[language] in page.errors[1]


def test_a_timeslot_that_filled_up_meanwhile_is_named_and_the_rest_kept(client, event):
    data = typed(
        event, 2
    )  # the first person in the second talk, the other in the third
    full = cast.timeslots(event)[2]
    Quota.objects.filter(timeslot=full).update(capacity=0)

    page = Page(client.post(PATH, data))

    assert page.errors == [
        "東京大空襲の話は、入力している間に席が足りなくなりました。"
        "このまま申し込むと、キャンセル待ちになります。"
        "人数を減らすか、ほかの回を選ぶこともできます。"
    ]
    assert "2人目：東京大空襲の話は" in page.words
    assert page.values("p2-slot") == [str(full.pk)]
    assert page.values("key") == [data["key"]]
    assert "満席です" in page.words
    assert page.dead_targets == []
    assert not Registration.objects.exists()


def test_a_full_timeslot_cannot_be_ticked(client, event):
    full = cast.timeslots(event)[0]
    Quota.objects.filter(timeslot=full).update(capacity=0)
    Event.objects.update(has_waiting_list=False)

    page = Page(client.get(PATH))

    boxes = [field for field in page.inputs if field.get("name") == "p1-slot"]
    assert ["disabled" in box for box in boxes] == [True, False, False]


def test_the_same_person_again_is_told_the_receipt_number(client, event):
    client.post(PATH, typed(event, 1))
    page = Page(client.post(PATH, typed(event, 1)))

    receipt = Registration.objects.get().receipt_number
    assert [receipt in error for error in page.errors] == [True]
    assert page.values("p1-name") == ["国立 一"]


def test_overlapping_timeslots_are_refused_by_name(client, event):
    late = cast.timeslot(event, title="分科会", starts_at=event.starts_at)
    first = cast.timeslots(event)[0]

    page = Page(client.post(PATH, cast.form_data(first, late)))

    assert page.errors == [
        "広島の話と分科会は時間が重なっています。どちらかを選んでください。"
    ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"closes_at": timezone.now() - cast.HOUR}, "受付は終わりました。"),
        (
            {"opens_at": timezone.now() + cast.DAY},
            "に始まります。その後、このページから",
        ),
        (
            {
                "status": EventStatus.CANCELLED,
                "cancelled_at": timezone.now(),
                "cancel_reason": "台風のため",
            },
            "この催しは中止になりました。ほかの催しは一覧から選べます。",
        ),
    ],
    ids=["closed", "not open yet", "cancelled"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_event_that_takes_nobody_now_says_why(
    client, event, values, sentence, method
):
    data = typed(event, 1)
    Event.objects.update(**values)

    page = Page(getattr(client, method)(PATH, data))

    assert page.status == 200
    assert sentence in page.words
    assert "042-576-2111" in page.words
    assert not Registration.objects.exists()


def test_an_event_without_applications_says_so(client):
    cast.event(now=timezone.now(), slots=0)

    assert "この催しに申込みはいりません。" in Page(client.get(PATH)).words


def test_an_event_may_have_room_for_fewer_than_was_typed(client, event):
    Event.objects.update(party_limit=2)

    page = Page(client.post(PATH, typed(event, 3)))

    assert "1回に申し込めるのは2名までです。" in page.errors[0]
    assert not Registration.objects.exists()


def test_pages_with_persons_are_kept_by_nobody(client, event):
    first, again = client.get(PATH), client.get(PATH)
    for response in [first, again, client.post(PATH, typed(event, 1))]:
        assert "no-store" in response["Cache-Control"]
    keys = [Page(response).values("key") for response in (first, again)]
    assert keys[0] != keys[1]


def test_the_form_is_refused_without_its_mark(event):
    response = Client(enforce_csrf_checks=True).post(PATH, typed(event, 1))

    assert response.status_code == 403
    assert "もう一度ボタンを押してください" in response.content.decode()
    assert not Registration.objects.exists()

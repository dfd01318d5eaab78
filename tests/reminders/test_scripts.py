"""The words that are read out on the telephone."""

import pytest

from events.registration.usecases.application import Guardian
from events.reminders.views.calls import _script
from tests.registration import needs
from tests.reminders.calling import listed, offered
from tests.reminders.wording import reword

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ja",
            [
                "髙木 トシ子様ですか。",
                "2月15日(日) 午後1時30分 広島の話",
                "全部で2名分です。",
                "お越しになりますか。",
                "（あとで決める）",
                "042-576-2111 内線229・256",
            ],
        ),
        (
            "ja-easy",
            [
                "髙木 トシ子さんですか。",
                "来《く》る ことが できますか。",
                "（行《い》かない）",
            ],
        ),
        (
            "en",
            [
                "Is that 髙木 トシ子?",
                "Sun 15 Feb, 1:30pm",
                "Would you like to come?",
                "(Not sure) Call us on",
            ],
        ),
    ],
)
def test_the_words_for_an_offer_ask_and_name_the_deadline(language, words):
    offered(language=language)
    (call,) = listed().open

    text = _script(call)

    for each in words:
        assert each in text, text
    assert "http" not in text
    assert "{" not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ["国立 恵", "参加に同意されますか。", "（紙で）用紙をお送りします。"]),
        ("ja-easy", ["国立 恵", "行《い》っても いいですか。"]),
        ("en", ["Is that 国立 恵?", "Do you consent?", "(On paper)"]),
    ],
)
def test_a_guardian_is_asked_on_the_telephone_and_hears_no_link(language, words):
    phone_only = Guardian("国立 恵", phone="09011112222")
    needs.child(needs.tour(), language=language, persons={"guardian": phone_only})
    (call,) = listed().open

    text = _script(call)

    for each in words:
        assert each in text, text
    assert "http" not in text
    assert "{" not in text


def test_the_call_to_a_guardian_says_what_the_office_has_worded():
    event = needs.tour()
    reword("reminders/consent_call", "参加に同意されますか。", "よろしいですか。")
    phone_only = Guardian("国立 恵", phone="09011112222")
    needs.child(event, persons={"guardian": phone_only})
    (call,) = listed().open

    assert "よろしいですか。" in _script(call)

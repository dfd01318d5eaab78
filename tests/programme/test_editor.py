"""The event editor: drafts, texts in three languages, timeslots, questions, phrases."""

import re

import pytest
from django.utils import timezone

from events.programme.choices import EventStatus, QuotaKind
from events.programme.models import (
    Eligibility,
    Event,
    Phrase,
    Question,
    Quota,
    SupportOffer,
    Timeslot,
)
from events.programme.usecases.save_event import EventIsClosed, SlugTaken, save_event
from peace.audit.models import AuditEntry
from tests import cast
from tests.page import Page, forget_pages
from tests.programme.editing import WORDS, event_data, local, timeslot_data

pytestmark = pytest.mark.django_db

EDIT = "/staff/events/talk/edit/"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def aoki():
    return cast.signed_in(cast.aoki())


@pytest.fixture
def draft(now):
    return cast.event(now=now, status=EventStatus.DRAFT)


def test_a_new_event_is_a_draft_that_nobody_outside_sees(aoki, client, now):
    starts = now + 30 * cast.DAY
    data = WORDS | {
        "programme": cast.programme().pk,
        "venue": cast.venue().pk,
        "starts_at": local(starts),
        "ends_at": local(starts + cast.HOUR),
        "speaker": "STORYTELLER",
        "slug": "gathering",
    }

    answer = aoki.post("/staff/events/new/", data)

    event = Event.objects.get()
    assert answer["Location"] == "/staff/events/gathering/edit/timeslots/"
    assert (event.status, event.title["ja-easy"]) == (
        "DRAFT",
        "平和《へいわ》の 会《かい》",
    )
    for address in ("/events/gathering/", "/events/gathering.ics"):
        assert client.get(address).status_code == 404
    assert "平和の集い" not in Page(client.get("/")).words
    assert AuditEntry.objects.get(verb="event.created").actor == "user:" + str(
        answer.wsgi_request.user.pk
    )


def test_a_draft_needs_only_japanese_and_marks_what_is_missing(aoki, draft):
    data = event_data(draft, title_easy="", title_en="", lead_easy="")

    assert aoki.post(EDIT, data).status_code == 302

    draft.refresh_from_db()
    assert set(draft.title) == {"ja"}
    # Two of the title, and easy Japanese of lead and bring.
    assert Page(aoki.get(EDIT)).words.count("未入力") == 4


def test_what_is_missing_is_said_beside_the_field_and_above(aoki, draft):
    page = Page(
        aoki.post(EDIT, event_data(draft, title_ja="", starts_at="2026-02-30T10:00"))
    )

    assert "2か所を確かめてください" in page.words
    assert page.words.count("日本語を入力してください。") == 2
    assert "日付と時刻を確かめてください" in page.words
    assert page.values("title_en") == [draft.title["en"]]
    assert page.dead_targets == []


def test_only_the_japanese_is_marked_where_it_is_missing(aoki, draft):
    data = event_data(draft, title_ja="", title_easy="", title_en="Talk")
    html = aoki.post(EDIT, data).content.decode()

    fields = re.findall(r'<input[^>]*name="title_\w+"[^>]*>', html)
    assert ["aria-invalid" in field for field in fields] == [True, False, False]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ends_at": "2020-01-01T10:00"}, "終わりは、始まりより後に"),
        ({"starts_at": "0001-01-01T00:00"}, "年を確かめてください。"),
        ({"ends_at": "9999-12-31T23:59"}, "年を確かめてください。"),
        ({"title_ja": "a\0b"}, "入力してください"),
        ({"programme": "9" * 40}, "選択"),
        ({"slug": "new"}, "この住所は使えません。"),
        ({"slug": "ひらがな"}, "半角の英数字"),
        ({"title_ja": "あ" * 81}, "80"),
    ],
)
def test_what_cannot_be_is_refused_in_words(aoki, draft, values, words):
    page = Page(aoki.post(EDIT, event_data(draft, **values)))

    assert page.status == 200
    assert words in page.words
    assert AuditEntry.objects.filter(verb="event.saved").count() == 0


def test_an_address_belongs_to_one_event(aoki, draft, now):
    cast.event(slug="other", now=now)

    page = Page(aoki.post(EDIT, event_data(draft, slug="other")))

    assert "ほかの催しで使っています" in page.words
    with pytest.raises(SlugTaken):
        save_event(event=draft, values={"slug": "other"}, actor="user:1", now=now)


def test_the_address_of_a_published_event_stays(aoki, now):
    event = cast.event(now=now)

    page = Page(aoki.get(EDIT))
    aoki.post(EDIT, event_data(event, slug="moved"))

    assert page.values("slug") == []
    assert Event.objects.get().slug == "talk"


def test_a_cancelled_event_stays_as_it_was_told(aoki, now):
    event = cast.event(now=now, status=EventStatus.CANCELLED, cancelled_at=now)

    page = Page(aoki.post(EDIT, event_data(event, title_ja="別の名前")))

    assert "中止にした催しは、変えられません。" in page.words
    with pytest.raises(EventIsClosed):
        save_event(event=event, values={"party_limit": 2}, actor="user:1", now=now)


def test_moving_the_beginning_moves_the_timeslots_as_far(aoki, draft):
    before = [(slot.starts_at, slot.ends_at) for slot in cast.timeslots(draft)]
    data = event_data(
        draft,
        starts_at=local(draft.starts_at + cast.DAY),
        ends_at=local(draft.ends_at + cast.DAY),
    )

    aoki.post(EDIT, data | {"moves_timeslots": "on"})

    after = [(slot.starts_at, slot.ends_at) for slot in cast.timeslots(draft)]
    assert after == [(a + cast.DAY, b + cast.DAY) for a, b in before]
    aoki.post(EDIT, event_data(Event.objects.get()))  # unticked, and not moved
    assert [(s.starts_at, s.ends_at) for s in cast.timeslots(draft)] == after


def test_the_rule_and_the_times_of_registration_have_a_page(aoki, draft, now):
    data = {
        "opens_at": local(now),
        "closes_at": local(now + cast.DAY),
        "party_limit": "4",
        "promotion": "AUTOMATIC",
        "offers_stop_hours": "5",
        "asks_consent": "on",
        "residence": ["LIVES", "STUDIES"],
        "grade_from": "JUNIOR_1",
        "grade_until": "HIGH_3",
    }

    assert aoki.post(f"{EDIT}admission/", data).status_code == 302

    draft.refresh_from_db()
    assert (draft.party_limit, draft.promotion, draft.has_waiting_list) == (
        4,
        "AUTOMATIC",
        False,
    )
    rule = draft.eligibilities.get()
    assert (rule.residence, rule.grade_from) == (["LIVES", "STUDIES"], "JUNIOR_1")
    page = Page(aoki.get(f"{EDIT}admission/"))
    assert page.values("residence") == ["LIVES", "STUDIES"]
    emptied = {key: value for key, value in data.items() if key != "residence"}
    aoki.post(f"{EDIT}admission/", emptied | {"grade_from": "", "grade_until": ""})
    assert not Eligibility.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"closes_at": "2020-01-01T00:00", "opens_at": "2021-01-01T00:00"}, "期限は"),
        ({"born_from": "2010-04-02", "born_until": "2008-04-01"}, "生まれた日の範囲"),
        ({"grade_from": "HIGH_1", "grade_until": "JUNIOR_1"}, "学年の範囲"),
        ({"party_limit": "0"}, "1"),
    ],
)
def test_a_rule_that_lets_nobody_in_is_refused(aoki, draft, values, words):
    data = {"party_limit": "4", "promotion": "OFFER", "offers_stop_hours": "3"}

    page = Page(aoki.post(f"{EDIT}admission/", data | values))

    assert page.status == 200
    assert words in page.words
    assert not Eligibility.objects.exists()


def test_the_description_can_be_looked_at_before_it_is_saved(aoki, draft):
    data = {"body_ja": "# 流れ\n<script>x</script>", "body_easy": "", "body_en": ""}

    page = Page(aoki.post(f"{EDIT}body/", data | {"show": "1"}))

    assert "<h3>流れ</h3>" in page.html
    assert "<script>x" not in page.html
    draft.refresh_from_db()
    assert draft.body == {}
    aoki.post(f"{EDIT}body/", data)
    draft.refresh_from_db()
    assert draft.body["ja"] == data["body_ja"]


def test_one_click_puts_a_phrase_into_an_empty_field_and_saves_nothing(aoki, draft):
    phrase = Phrase.objects.create(
        kind="BRING",
        name="上ばき",
        text={"ja": "上ばき", "ja-easy": "くつ", "en": "Indoor shoes"},
    )
    data = event_data(draft, bring_ja="", bring_en="A pencil", title_ja="書きかけ")

    page = Page(aoki.post(EDIT, data | {"phrase": phrase.pk}))

    assert page.values("bring_ja") == ["上ばき"]
    assert page.values("bring_easy") == ["くつ"]
    assert page.values("bring_en") == ["A pencil"]  # it was not empty
    assert page.values("title_ja") == ["書きかけ"]
    assert page.errors == []
    assert not AuditEntry.objects.filter(verb="event.saved").exists()


def test_a_timeslot_is_made_on_its_own_page_with_quotas_and_support(aoki, draft):
    starts = draft.starts_at
    data = {
        "title_ja": "広島の話",
        "title_en": "Hiroshima",
        "starts_at": local(starts),
        "ends_at": local(starts + cast.HOUR),
        "admission": "APPLICATION",
        "seats_GENERAL": "20",
        "seats_YOUTH": "5",
        "releases_YOUTH": local(starts - cast.DAY),
        "support_CHILDCARE": "on",
        "places_CHILDCARE": "4",
        "closes_CHILDCARE": local(starts - 5 * cast.DAY),
        "from_months": "12",
        "until_months": "72",
        "support_SIGN_LANGUAGE": "on",
    }

    answer = aoki.post(f"{EDIT}timeslots/new/", data)

    assert answer["Location"] == f"{EDIT}timeslots/"
    slot = Timeslot.objects.latest("pk")
    seats = slot.quotas.order_by("kind").values_list("kind", "capacity", "releases_at")
    assert list(seats) == [
        ("GENERAL", 20, None),
        ("YOUTH", 5, (starts - cast.DAY).replace(second=0, microsecond=0)),
    ]
    offers = slot.support_offers.order_by("kind")
    assert list(offers.values_list("kind", "capacity", "from_months")) == [
        ("CHILDCARE", 4, 12),
        ("SIGN_LANGUAGE", None, None),
    ]
    page = Page(aoki.get(f"{EDIT}timeslots/{slot.pk}/"))
    assert page.values("seats_YOUTH") == ["5"]
    assert page.values("places_CHILDCARE") == ["4"]


def test_the_list_shows_each_timeslot_with_one_bar_and_its_figures(aoki, now):
    event = cast.event(now=now, slots=1)
    slot = cast.timeslots(event)[0]
    Quota.objects.create(timeslot=slot, kind=QuotaKind.DESK, capacity=4)
    cast.registration(event, people=["一", "二", "三"], now=now)

    page = Page(aoki.get(f"{EDIT}timeslots/"))

    assert page.html.count('class="bar seats-bar"') == 1
    assert "一般 3 / 20 のこり17電話・窓口 0 / 4 のこり4" in page.words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ends_at": "2020-01-01T10:00"}, "終わりは、始まりより後に"),
        ({"doors_at": "2099-01-01T10:00"}, "までに始めてください"),
        ({"seats_GENERAL": "", "seats_YOUTH": "5"}, "一般の席の数も"),
        ({"seats_GENERAL": "-1"}, "0"),
        ({"title_ja": ""}, "日本語を入力"),
    ],
)
def test_a_timeslot_that_cannot_be_is_refused_in_words(aoki, draft, values, words):
    slot = cast.timeslots(draft)[0]

    page = Page(aoki.post(f"{EDIT}timeslots/{slot.pk}/", timeslot_data(slot, **values)))

    assert page.status == 200
    assert words in page.words
    assert page.dead_targets == []
    slot.refresh_from_db()
    assert slot.quotas.get().capacity == 20


def test_support_that_was_promised_stays(aoki, draft):
    slot = cast.timeslots(draft)[0]
    SupportOffer.objects.filter(timeslot=slot, kind="WHEELCHAIR").update(taken=2)
    data = timeslot_data(slot)
    del data["support_WHEELCHAIR"]

    page = Page(aoki.post(f"{EDIT}timeslots/{slot.pk}/", data))

    assert "車いすの席は、2人分を約束しています" in page.words
    assert SupportOffer.objects.filter(timeslot=slot).count() == 2


def test_a_timeslot_of_another_event_answers_like_a_missing_one(aoki, draft, now):
    other = cast.timeslots(cast.event(slug="other", now=now))[0]

    for wrong in (other.pk, 10**12):
        assert aoki.get(f"{EDIT}timeslots/{wrong}/").status_code == 404
        assert aoki.post(f"{EDIT}timeslots/{wrong}/remove/").status_code == 404


def question_rows(*rows, stored=0):
    data = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": str(stored)}
    for number, row in enumerate(rows):
        data |= {f"form-{number}-{name}": value for name, value in row.items()}
    return data


ASKED = {
    "label_ja": "どの話を聞きたいですか",
    "kind": "ONE_OF",
    "options_ja": "広島\n長崎",
    "options_en": "Hiroshima\nNagasaki",
    "purpose_ja": "準備のため",
    "keep_days": "30",
}


def test_questions_are_rows_with_an_empty_one_at_the_end(aoki, draft):
    page = f"{EDIT}questions/"

    aoki.post(page, question_rows(ASKED))

    question = draft.questions.get()
    assert question.options == [
        {"ja": "広島", "ja-easy": "", "en": "Hiroshima"},
        {"ja": "長崎", "ja-easy": "", "en": "Nagasaki"},
    ]
    again = Page(aoki.get(page))
    assert again.values("form-0-options_en") == ["Hiroshima\nNagasaki"]
    assert again.values("form-1-label_ja") == [""]
    row = ASKED | {"pk": question.pk, "keep_days": "60"}
    more = {
        "label_ja": "二つ目",
        "kind": "YES_NO",
        "purpose_ja": "席",
        "keep_days": "9",
    }
    aoki.post(page, question_rows(row, more, stored=1))
    assert list(
        draft.questions.order_by("position").values_list("pk", "keep_days")
    ) == [(question.pk, 60), (question.pk + 1, 9)]
    aoki.post(page, question_rows(row | {"DELETE": "on"}, stored=1))
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"options_ja": "1つだけ"}, "選択肢を2つから12まで"),
        ({"options_en": "Hiroshima"}, "どの言語も同じに"),
        ({"purpose_ja": ""}, "日本語を入力"),
    ],
)
def test_a_question_without_purpose_or_choices_is_refused(aoki, draft, values, words):
    page = Page(aoki.post(f"{EDIT}questions/", question_rows(ASKED | values)))

    assert words in page.words
    assert not Question.objects.exists()


def test_a_question_of_another_event_is_not_taken_over(aoki, draft, now):
    other = cast.event(slug="other", now=now)
    theirs = Question.objects.create(
        event=other, kind="YES_NO", label={"ja": "よそ"}, purpose={"ja": "準備"}
    )

    aoki.post(f"{EDIT}questions/", question_rows(ASKED | {"pk": theirs.pk}, stored=1))

    theirs.refresh_from_db()
    assert (theirs.event, theirs.label) == (other, {"ja": "よそ"})
    assert draft.questions.get().pk != theirs.pk


@pytest.mark.parametrize(
    ("language", "word"),
    [("ja", "日時・会場"), ("ja-easy", "日"), ("en", "When and where")],
)
def test_a_draft_is_previewed_by_staff_in_three_languages(
    aoki, client, draft, language, word
):
    address = f"/staff/events/talk/preview/{language}/"

    page = Page(aoki.get(address))

    assert page.status == 200
    assert word in page.words
    assert draft.title.in_language(language).partition("《")[0] in page.words
    assert "《" not in page.html
    assert client.get(address).status_code == 302
    assert cast.signed_in(cast.fukuda()).get(address).status_code == 403
    assert aoki.get("/staff/events/talk/preview/fr/").status_code == 404


def test_the_editor_is_for_the_citys_own_people(client, draft):
    for page in ("", "admission/", "body/", "questions/", "timeslots/", "check/"):
        for user in (cast.chiba, cast.fukuda):
            name = user.__name__
            found = cast.User.objects.filter(email=f"{name}@example.jp").first()
            visitor = cast.signed_in(found or user())
            assert visitor.get(EDIT + page).status_code == 403
        assert client.get(EDIT + page).status_code == 302


def test_a_draft_does_not_stand_in_the_list_once_it_is_hidden_again(client, now):
    event = cast.event(now=now)
    forget_pages()
    assert event.title["ja"] in Page(client.get("/")).words
    Event.objects.update(status=EventStatus.DRAFT)
    forget_pages()
    assert event.title["ja"] not in Page(client.get("/")).words

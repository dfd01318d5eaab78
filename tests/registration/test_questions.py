"""Extra questions: few kinds, each with its purpose and how long it is kept."""

import uuid

import pytest
from django.utils import timezone

from events.programme.choices import QuestionKind
from events.registration.models import Answer, Registration
from events.registration.reports import answers_of, door_answers
from events.registration.usecases.application import Contact, Extras, Person
from events.registration.usecases.check_party import fits
from events.registration.usecases.register import AnswerUnfit, register
from tests import cast
from tests.page import Page
from tests.registration import needs

pytestmark = pytest.mark.django_db

PATH = "/events/talk/register/"
OPTIONS = [{"ja": "バス", "en": "Bus"}, {"ja": "徒歩", "en": "On foot"}]


def put(event, people, *, answers=None, now=cast.NOW, **values) -> Registration:
    """A party whose people answer as PEOPLE says, one dict for each."""
    slot = cast.timeslots(event)[0].pk
    return register(
        event=event,
        timeslots=cast.timeslots(event),
        people=[
            Person(f"国立 {number}", frozenset({slot}), answers=each)
            for number, each in enumerate(people, start=1)
        ],
        contact=Contact(phone="0425762111"),
        key=uuid.uuid4(),
        language="ja",
        actor="applicant",
        now=now,
        extras=Extras(answers=answers or {}),
        **values,
    )


def test_answers_of_each_person_and_of_the_party_are_kept():
    event = cast.event()
    school = needs.question(event, per_person=True)
    way = needs.question(event, kind=QuestionKind.ONE_OF, options=OPTIONS, position=1)

    put(
        event,
        [{school.pk: "第一小学校"}, {school.pk: ""}],
        answers={way.pk: 0},
    )

    assert sorted(
        Answer.objects.values_list("question", "attendee__number", "value"),
        key=lambda row: (row[0], row[1] or 0),
    ) == [(school.pk, 1, "第一小学校"), (way.pk, None, 0)]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (QuestionKind.SHORT_TEXT, "あ" * 100, "あ" * 101),
        (QuestionKind.LONG_TEXT, "あ" * 1000, "あ" * 1001),
        (QuestionKind.YES_NO, False, "yes"),
        (QuestionKind.ONE_OF, 1, 2),
        (QuestionKind.ONE_OF, 0, True),
        (QuestionKind.SOME_OF, [0, 1], [0, 0]),
        (QuestionKind.SOME_OF, [1], [2]),
    ],
)
def test_each_kind_takes_its_answers_and_no_others(kind, good, bad):
    question = needs.question(cast.event(), kind=kind, options=OPTIONS)

    assert (fits(question, good), fits(question, bad)) == (True, False)


def test_a_required_question_is_asked_of_everybody_on_the_web():
    event = cast.event()
    school = needs.question(event, per_person=True, is_required=True)
    given = [{school.pk: "第一小学校"}, {}]

    with pytest.raises(AnswerUnfit) as refused:
        put(event, given)
    put(event, given, channel="PHONE")

    assert (refused.value.question, refused.value.number) == (school, 2)
    assert Registration.objects.get().channel == "PHONE"


def test_a_no_is_an_answer():
    event = cast.event()
    question = needs.question(event, kind=QuestionKind.YES_NO, is_required=True)

    party = put(event, [{}], answers={question.pk: False})

    assert [line.text for line in answers_of(party)] == ["いいえ"]


def test_the_door_sees_only_what_is_meant_for_it():
    event, other = cast.event(), cast.event(slug="other")
    seen = needs.question(event, per_person=True, shows_at_door=True)
    hidden = needs.question(event, label={"ja": "ないしょ"})
    elsewhere = needs.question(other, shows_at_door=True)
    party = put(event, [{seen.pk: "第一小学校"}], answers={hidden.pk: "見せない"})
    put(other, [{}], answers={elsewhere.pk: "べつの催し"})

    found = door_answers(event)

    assert {
        pk: [(line.text, line.attendee.number) for line in lines]
        for pk, lines in found.items()
    } == {party.pk: [("第一小学校", 1)]}


# Pages


def test_purpose_and_how_long_it_is_kept_stand_beside_the_question(client):
    event = cast.event(now=timezone.now())
    needs.question(event, hint={"ja": "正式な名前で。"}, keep_days=30)

    words = Page(client.get(PATH)).words

    assert "学校名" in words
    assert (
        "正式な名前で。 使いみち：班を決めるため。 催しが終わって30日後に消します。"
        in words
    )


def form(event, **values):
    return cast.form_data(cast.timeslots(event)[0], people=2, **values)


def test_the_form_takes_all_five_kinds_and_the_pages_show_them(client):
    event = cast.event(now=timezone.now())
    names = {
        kind: needs.question(
            event,
            kind=kind,
            options=OPTIONS,
            position=place,
            label={"ja": f"質問{place}"},
            per_person=kind == QuestionKind.SHORT_TEXT,
        )
        for place, kind in enumerate(QuestionKind)
    }
    short, long, yes, one, some = (f"q{each.pk}" for each in names.values())

    response = client.post(
        PATH,
        form(
            event,
            **{
                f"p1-{short}": "第一小学校",
                f"p2-{short}": "<b>第二</b>",
                long: "長い\n答え",
                yes: "yes",
                one: "1",
                some: ["0", "1"],
            },
        ),
    )

    assert response.status_code == 302
    party = Registration.objects.get()
    assert [
        (line.attendee and line.attendee.number, line.text)
        for line in answers_of(party)
    ] == [
        (1, "第一小学校"),
        (2, "<b>第二</b>"),
        (None, "長い\n答え"),
        (None, "はい"),
        (None, "徒歩"),
        (None, "バス、徒歩"),
    ]
    mine = Page(client.get(party.url))
    assert "第一小学校" in mine.words
    assert "<b>第二</b>" not in mine.html
    office = cast.signed_in(cast.aoki())
    path = f"/staff/events/talk/registrations/{party.receipt_number}/"
    assert "バス、徒歩" in Page(office.get(path)).words


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (QuestionKind.SHORT_TEXT, "「学校名」に答えを入力してください。"),
        (QuestionKind.ONE_OF, "「学校名」の答えを選んでください。"),
    ],
)
@pytest.mark.parametrize("per_person", [True, False])
def test_a_question_left_open_is_said_beside_it_and_at_the_top(
    client, kind, sentence, per_person
):
    event = cast.event(now=timezone.now())
    question = needs.question(
        event, kind=kind, options=OPTIONS, per_person=per_person, is_required=True
    )

    page = Page(client.post(PATH, form(event)))

    lead = "p1-" if per_person else ""
    ending = "_0" if kind == QuestionKind.ONE_OF else ""
    assert sentence in page.words
    assert f'href="#id_{lead}q{question.pk}{ending}"' in page.html
    assert f"id_{lead}q{question.pk}{ending}" in page.ids
    assert not Registration.objects.exists()


def test_a_plain_event_reads_no_questions(client, django_assert_num_queries):
    cast.event(now=timezone.now())

    with django_assert_num_queries(1):
        client.get(PATH)


def test_an_event_that_asks_costs_one_statement_for_each_kind_of_need(
    client, django_assert_num_queries
):
    event = needs.tour(now=timezone.now())
    needs.question(event)
    needs.offer(event, "CHILDCARE", capacity=3)

    with django_assert_num_queries(4):
        client.get("/events/tour/register/")

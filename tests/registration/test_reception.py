"""The list for the desk: in kana order, with what the desk has to know."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.programme.models import Question
from events.registration.models import Answer, Attendee
from events.registration.reception import kana_row, reception_lists
from events.registration.usecases.application import SupportWish
from tests import cast
from tests.page import Page
from tests.registration.waiting import full_event, wait

pytestmark = pytest.mark.django_db

PATH = "/staff/events/talk/reception-list/"


@pytest.mark.parametrize(
    ("reading", "row"),
    [
        ("あおき", 0),
        ("ぁ", 0),
        ("ゔぁん", 0),
        ("がくとう", 1),
        ("ざいつ", 2),
        ("づか", 3),
        ("ばば", 5),
        ("ぱく", 5),
        ("やまだ", 7),
        ("ゎたなべ", 9),
        ("smith", 10),
        ("国立", 10),
        ("", 10),
    ],
)
def test_every_reading_has_its_row(reading, row):
    assert kana_row(reading) == row


def test_people_stand_in_kana_order_under_the_heading_of_their_row():
    event = cast.event(slots=1)
    for name, kana in [
        ("馬場 弁", "ばば べん"),
        ("渡辺 和", "ワタナベ カズ"),
        ("青木 葵", "あおき あおい"),
        ("国立 花子", ""),
        ("原 春", "はら はる"),
    ]:
        cast.registration(event, people=[name], kana=[kana])
    (found,) = reception_lists(event)

    assert [(r.heading, [p.attendee.name for p in r.people]) for r in found.rows] == [
        ("あ行", ["青木 葵"]),
        ("は行", ["馬場 弁", "原 春"]),
        ("わ行", ["渡辺 和"]),
        ("ふりがなのない方", ["国立 花子"]),
    ]


def test_each_person_of_a_party_is_found_under_their_own_name():
    event = cast.event(slots=1)
    party = cast.registration(
        event,
        people=["国立 花子", "立川 太郎"],
        kana=["くにたち はなこ", "たちかわ たろう"],
        support=[SupportWish("WHEELCHAIR")],
    )
    Attendee.objects.filter(number=2).update(lacks_consent=True)
    (found,) = reception_lists(event)
    first, second = [row.people[0] for row in found.rows]

    assert [first.party, second.party] == [2, 2]
    assert first.short_code == second.short_code == party.receipt_number[-4:]
    assert first.support == [("車いすの席", 1)]
    assert second.support == []
    assert [first.lacks_consent, second.lacks_consent] == [False, True]


def test_who_waits_stands_below_in_the_order_of_the_line():
    event = full_event(seats=1)
    wait(event, "待子", "待男")
    wait(event, "次子")
    (found,) = reception_lists(event)

    assert [p.attendee.name for row in found.rows for p in row.people] == ["先客 一"]
    assert [(w.number, w.names, w.people) for w in found.waiting] == [
        (1, ["待子", "待男"], 2),
        (2, ["次子"], 1),
    ]


def test_support_is_summed_up_per_timeslot():
    event = cast.event(slots=2, support=("WHEELCHAIR", "CHILDCARE"))
    first, _second = cast.timeslots(event)
    cast.registration(
        event, slots=[first], support=[SupportWish("CHILDCARE", 2, (30, 14))]
    )
    cast.registration(event, slots=[first], support=[SupportWish("WHEELCHAIR")])
    lists = reception_lists(event)

    assert lists[0].support == [
        ("車いすの席", 1, ""),
        ("保育", 2, "1歳2か月、2歳6か月"),
    ]
    assert lists[1].support == []


def test_the_page_is_made_for_paper_and_costs_the_same_for_many():
    client = cast.signed_in(cast.aoki())
    event = cast.event(now=timezone.now(), seats=50)

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PATH).status_code == 200
        return len(queries)

    client.get(PATH)
    cast.registration(event, now=timezone.now())
    alone = statements()
    for _number in range(3):
        cast.registration(
            event,
            people=["甲", "乙"],
            slots=cast.timeslots(event),
            now=timezone.now(),
            support=[SupportWish("WHEELCHAIR")],
        )

    assert statements() == alone
    words = Page(client.get(PATH)).words
    assert "印刷" in words
    assert "当日入場（申込みのない方）" in words
    assert "車いすの席3" in words


def test_the_desk_sees_the_answers_that_are_for_the_desk_and_no_others():
    event = cast.event(slots=1)
    school, secret, bus = (
        Question.objects.create(
            event=event,
            kind="SHORT_TEXT",
            label={"ja": label},
            purpose={"ja": "班分け"},
            per_person=per_person,
            shows_at_door=at_door,
        )
        for label, per_person, at_door in (
            ("学校名", True, True),
            ("ひみつ", True, False),
            ("乗る所", False, True),
        )
    )
    party = cast.registration(
        event, people=["青木 葵", "馬場 弁"], answers={bus.pk: "駅前"}
    )
    second = party.attendees.get(number=2)
    for question, value in ((school, "一小"), (secret, "言わない")):
        Answer.objects.create(
            question=question, registration=party, attendee=second, value=value
        )

    (listed,) = reception_lists(event)

    people = [person for row in listed.rows for person in row.people]
    assert {
        person.attendee.name: [(str(a.question.label), a.text) for a in person.answers]
        for person in people
    } == {"青木 葵": [("乗る所", "駅前")], "馬場 弁": [("学校名", "一小")]}

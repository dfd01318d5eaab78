"""Access support with quantities: asked for, counted, refused in sentences."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.programme.needs import age, age_range
from events.programme.usecases.support import Limit
from events.registration.models import Registration, SupportRequest
from events.registration.reports import support_summary
from events.registration.usecases.application import SupportWish
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.register import SupportNotLeft
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.page import Page, forget_pages
from tests.registration import needs

pytestmark = pytest.mark.django_db

PATH = "/events/talk/register/"


def with_childcare(now=cast.NOW, **values):
    """A talk with three places for children from 1½ to 6, until two days before."""
    event = cast.event(now=now, support=("WHEELCHAIR", "SIGN_LANGUAGE"))
    offer = needs.offer(
        event,
        "CHILDCARE",
        **{
            "capacity": 3,
            "from_months": 18,
            "until_months": 71,
            "closes_at": event.starts_at - timedelta(days=2),
            **values,
        },
    )
    return event, offer


def children(*months: int) -> list[SupportWish]:
    return [SupportWish("CHILDCARE", people=len(months), months=months)]


def test_children_and_spaces_are_counted_as_many_as_they_are():
    event, offer = with_childcare()
    spaces = needs.offer(event, "WHEELCHAIR", capacity=4)

    cast.registration(event, support=[*children(20, 40), SupportWish("WHEELCHAIR", 2)])

    offer.refresh_from_db()
    spaces.refresh_from_db()
    assert (offer.taken, spaces.taken) == (2, 2)
    assert sorted(
        SupportRequest.objects.values_list("offer__kind", "people", "months")
    ) == [("CHILDCARE", 2, [20, 40]), ("WHEELCHAIR", 2, [])]


@pytest.mark.parametrize(
    ("values", "months", "limit"),
    [
        ({"capacity": 1}, (20, 40), Limit.TAKEN_UP),
        ({}, (17,), Limit.WRONG_AGE),
        ({}, (20, 72), Limit.WRONG_AGE),
        ({"closes_at": cast.NOW - cast.HOUR}, (20,), Limit.TOO_LATE),
    ],
)
def test_what_cannot_be_had_is_refused_and_nothing_is_taken(values, months, limit):
    event, offer = with_childcare(**values)

    with pytest.raises(SupportNotLeft) as refused:
        cast.registration(event, support=children(*months))

    assert (refused.value.offer, refused.value.limit) == (offer, limit)
    offer.refresh_from_db()
    assert offer.taken == 0
    assert not Registration.objects.exists()


def test_the_ends_of_the_age_range_are_included_and_nothing_else_is_asked():
    event, _ = with_childcare()

    cast.registration(event, support=children(18, 71))

    assert SupportRequest.objects.get().months == [18, 71]


def test_a_postcard_that_came_in_time_counts_by_the_day_it_came():
    event, _ = with_childcare(closes_at=cast.NOW - cast.HOUR)

    cast.registration(
        event,
        support=children(20),
        arrived_at=cast.NOW - cast.DAY,
        channel="POSTCARD",
    )

    assert SupportRequest.objects.count() == 1


def test_places_come_back_with_the_registration():
    event, offer = with_childcare()
    party = cast.registration(event, support=children(20, 40))

    cancel_seats(
        registration=party,
        seat_ids=list(party.seats.values_list("pk", flat=True)),
        actor="applicant",
        now=cast.NOW,
    )

    offer.refresh_from_db()
    assert offer.taken == 0


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ja", "ご用意するもの　車いすの席（2人）、保育（1人）"),
        ("en", "Wheelchair space (2 people), Childcare (1 person)"),
    ],
)
def test_the_letter_lists_what_is_prepared_with_how_many(language, line):
    event, _ = with_childcare()

    cast.registration(
        event,
        support=[SupportWish("WHEELCHAIR", 2), *children(20)],
        language=language,
    )

    assert line in OutboxMessage.objects.get().text


def test_the_summary_says_what_each_timeslot_has_to_prepare():
    event, _ = with_childcare()
    slots = cast.timeslots(event)
    cast.registration(event, support=[*children(40, 20), SupportWish("WHEELCHAIR", 2)])
    cast.registration(
        event, slots=slots[:2], support=[SupportWish("WHEELCHAIR"), *children(30)]
    )

    first, second, third = support_summary(event)

    assert [(line.offer.kind, line.people, line.parties) for line in first.asked] == [
        ("WHEELCHAIR", 3, 2),
        ("CHILDCARE", 3, 2),
    ]
    assert first.asked[1].ages == ["1歳8か月", "2歳6か月", "3歳4か月"]
    assert [(line.offer.kind, line.people) for line in second.asked] == [
        ("WHEELCHAIR", 1)
    ]
    assert third.asked == []


def test_ages_are_said_in_years_and_months():
    _, offer = with_childcare()

    assert [age(months) for months in (0, 6, 12, 18)] == [
        "0か月",
        "6か月",
        "1歳",
        "1歳6か月",
    ]
    assert age_range(offer) == "1歳6か月から5歳11か月まで"


# Pages


def test_the_event_page_says_how_many_are_left_for_whom_and_until_when(client):
    event, _ = with_childcare(timezone.now())
    cast.registration(event, support=children(20), now=timezone.now())
    forget_pages()

    words = Page(client.get("/events/talk/")).words

    assert "保育1歳6か月から5歳11か月まで、申込みは" in words
    assert "広島の話：のこり2人" in words


def form(event, **values):
    return cast.form_data(cast.timeslots(event)[0], **values)


def test_the_form_asks_how_many_and_how_old(client):
    event, _ = with_childcare(timezone.now())

    response = client.post(
        PATH,
        form(
            event,
            support=["CHILDCARE", "WHEELCHAIR"],
            wheelchairs="2",
            child1_years="2",
            child1_months="3",
            child2_years="4",
        ),
    )

    assert response.status_code == 302
    assert sorted(
        SupportRequest.objects.values_list("offer__kind", "people", "months")
    ) == [("CHILDCARE", 2, [27, 48]), ("WHEELCHAIR", 2, [])]
    words = Page(client.get(Registration.objects.get().url)).words
    assert "車いすの席（2人）、保育（2人）" in words


def test_support_that_the_chosen_timeslot_does_not_have_is_not_lost_in_silence(client):
    event, _ = with_childcare(timezone.now())
    second = cast.timeslots(event)[1]
    data = cast.form_data(second, support=["CHILDCARE"], child1_years="2")

    page = Page(client.post(PATH, data))

    assert "「保育」は、選んだ回にはありません。" in page.words
    assert not Registration.objects.exists()


def test_what_belongs_to_a_box_that_is_not_ticked_is_left_aside(client):
    event, _ = with_childcare(timezone.now())

    client.post(PATH, form(event, wheelchairs="2", child1_years="2"))

    assert Registration.objects.exists()
    assert not SupportRequest.objects.exists()


@pytest.mark.parametrize(
    ("limits", "typed", "sentence"),
    [
        ({}, {}, "お子さんの年齢（催しの日の時点）を選んでください。"),
        (
            {},
            {"child1_years": "0", "child1_months": "5"},
            "保育でお預かりできるのは、1歳6か月から5歳11か月までのお子さんです。",
        ),
        (
            {"capacity": 1},
            {"child1_years": "2", "child2_years": "4"},
            "「広島の話」の保育は、空きが足りません。",
        ),
        (
            {"closes_at": cast.NOW},
            {"child1_years": "2"},
            "保育なしで申し込むか、042-576-2111へご相談ください。",
        ),
    ],
)
def test_a_refusal_is_a_sentence_at_the_top_and_beside_it(
    client, limits, typed, sentence
):
    event, _ = with_childcare(timezone.now(), **limits)

    page = Page(client.post(PATH, form(event, support=["CHILDCARE"], **typed)))

    assert page.words.count(sentence) == 2
    assert not Registration.objects.exists()


def test_a_wheelchair_space_that_is_taken_up_is_a_call_to_make(client):
    event, _ = with_childcare(timezone.now())
    needs.offer(event, "WHEELCHAIR", capacity=1)

    page = Page(client.post(PATH, form(event, support=["WHEELCHAIR"], wheelchairs="2")))

    assert "「広島の話」の車いす席は、空きが足りません。" in page.words
    assert "席を作れるか確かめます。" in page.words


def test_the_office_sees_the_summary_on_the_page_of_the_event():
    event, _ = with_childcare(timezone.now())
    cast.registration(event, support=children(20, 40), now=timezone.now())
    office = cast.signed_in(cast.aoki())

    words = Page(office.get(f"/staff/events/{event.slug}/")).words

    assert "保育2名 1組 1歳8か月、3歳4か月3名" in words

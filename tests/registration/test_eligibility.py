"""Registering for an event that is not for everybody."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.programme.eligibility import Unfit
from events.programme.models import Eligibility
from events.registration.forms.typed import clean_date
from events.registration.models import Attendee, Registration
from events.registration.usecases.register import NotEligible
from tests import cast
from tests.page import Page
from tests.registration import needs

pytestmark = pytest.mark.django_db

TODAY = date(2026, 2, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "2010-4-2",
        "2010/04/02",
        "2010.4.2",
        "２０１０年４月２日",
        "20100402",
        "平成22年4月2日",
        "平成２２年 ４月 ２日",
        "H22.4.2",
        "h22/4/2",
    ],
)
def test_a_birth_date_is_read_however_it_is_typed(typed):
    assert clean_date(typed, today=TODAY) == date(2010, 4, 2)


def test_the_first_year_of_an_era_is_read():
    assert clean_date("令和元年5月1日", today=TODAY) == date(2019, 5, 1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2015-2-29", "no_such_date"),
        ("平成22年13月1日", "no_such_date"),
        ("10歳", "date_form"),
        ("4月2日", "date_form"),
        ("2026-02-02", "date_form"),
        ("22/4/2", "date_form"),
    ],
)
def test_what_is_no_birth_date_is_said_in_a_sentence(typed, code):
    with pytest.raises(ValidationError) as refused:
        clean_date(typed, today=TODAY)

    assert refused.value.code == code


def test_a_pupil_of_the_right_class_is_registered_with_what_the_rule_needs():
    party = needs.child(needs.tour())

    pupil = party.attendees.get()
    assert (pupil.birth_date, pupil.residence, pupil.is_minor) == (
        date(2014, 5, 5),
        "LIVES",
        True,
    )


def test_everybody_who_is_not_meant_is_named_and_nothing_is_taken():
    event = needs.tour()

    with pytest.raises(NotEligible) as refused:
        needs.child(event, persons={"birth_date": date(2010, 1, 1), "residence": ""})

    assert [(r.number, r.reason) for r in refused.value.refusals] == [
        (1, Unfit.BIRTH_OUTSIDE)
    ]
    assert (refused.value.number, refused.value.reason) == (1, Unfit.BIRTH_OUTSIDE)
    assert cast.timeslots(event)[0].taken == 0
    assert not Registration.objects.exists()


def test_of_who_rings_the_office_may_leave_open_what_it_did_not_learn():
    event = needs.tour()
    unknown = {"birth_date": None, "residence": "", "is_minor": True}

    with pytest.raises(NotEligible):
        needs.child(event, persons=unknown)
    needs.child(event, persons=unknown, channel="PHONE")
    with pytest.raises(NotEligible):
        needs.child(event, persons={"residence": "ELSEWHERE"}, channel="PHONE")

    assert Registration.objects.get().channel == "PHONE"


def test_a_timeslot_has_a_rule_of_its_own():
    event = cast.event()
    first, second, _ = cast.timeslots(event)
    Eligibility.objects.create(event=event, timeslot=second, residence=["LIVES"])
    person = {"residence": "ELSEWHERE"}

    cast.registration(event, slots=[first], persons=person)
    with pytest.raises(NotEligible) as refused:
        cast.registration(event, slots=[first, second], persons=person)

    assert [each.timeslot for each in refused.value.refusals] == [second]


def test_the_event_page_says_whom_it_is_for(client):
    now = timezone.now()
    event = needs.tour(now=now)

    text = Page(client.get("/events/tour/")).words

    assert "小学5年から小学6年までの方。" in text
    assert "国立市に住んでいる方、学校に通っている方。" in text
    assert "どなたでも" not in text
    assert event.asks_consent
    assert "保護者の同意が必要です" in text


def test_a_plain_event_asks_neither_birth_date_nor_residence(client):
    cast.event(now=timezone.now())

    text = Page(client.get("/events/talk/register/")).words

    assert "生年月日" not in text
    assert "つながり" not in text
    assert "保護者" not in text


def form(event, **values):
    born = needs.pupil_born(timezone.now())
    return cast.form_data(
        *cast.timeslots(event),
        **{
            "p1-residence": "LIVES",
            "p1-birth_date": f"{born.year}/{born.month}/{born.day}",
            "p1-guardian_name": "国立 恵",
            "p1-guardian_email": "megumi@example.jp",
            **values,
        },
    )


def test_the_form_registers_a_pupil(client):
    event = needs.tour(now=timezone.now())

    response = client.post("/events/tour/register/", form(event))

    assert response.status_code == 302
    pupil = Attendee.objects.get()
    assert pupil.lacks_consent
    # Nobody is asked twice for the same thing.
    assert pupil.age_band == "UNDER_20"


def test_the_form_says_beside_the_field_why_somebody_is_not_meant(client):
    event = needs.tour(now=timezone.now())

    response = client.post(
        "/events/tour/register/",
        form(event, **{"p1-birth_date": "2001-4-2", "p1-residence": "ELSEWHERE"}),
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert 'href="#id_p1-birth_date"' in page
    assert "までに生まれた方です。生年月日を確かめてください。" in Page(response).words
    assert not Registration.objects.exists()
    # What was typed is kept.
    assert 'value="2001-4-2"' in page


def test_somebody_from_elsewhere_is_refused_beside_the_residence(client):
    event = needs.tour(now=timezone.now())

    response = client.post(
        "/events/tour/register/", form(event, **{"p1-residence": "ELSEWHERE"})
    )

    assert 'href="#id_p1-residence_0"' in response.content.decode()
    assert "あてはまるものを選んでください。" in Page(response).words


def test_what_a_rule_needs_cannot_be_left_out(client):
    event = needs.tour(now=timezone.now())

    response = client.post(
        "/events/tour/register/",
        form(event, **{"p1-birth_date": "", "p1-residence": ""}),
    )

    assert "生年月日を入力してください。" in Page(response).words
    assert "あてはまるものを選んでください。" in Page(response).words


def test_taking_a_person_out_moves_up_what_was_typed_about_the_next(client):
    event = needs.tour(now=timezone.now())
    data = form(event) | {
        "people": "3",
        "remove": "2",
        "p2-name": "国立 二郎",
        "p2-birth_date": "2014-1-1",
        "p3-name": "国立 三郎",
        "p3-birth_date": "2015-1-1",
        "p3-guardian_name": "三郎の父",
        "key": str(uuid.uuid4()),
    }

    page = client.post("/events/tour/register/", data).content.decode()

    assert "国立 二郎" not in page
    assert "2014-1-1" not in page
    assert 'name="p2-birth_date" value="2015-1-1"' in page
    assert "三郎の父" in page

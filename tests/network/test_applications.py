"""A city takes applications: who can apply, until when, and what is written down."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from network.youth.choices import ApplicationStatus, Recruiting
from network.youth.models import CityYear, YouthApplication
from network.youth.models import application as models
from network.youth.reports_applications import application_rows, letters_about
from network.youth.usecases.apply import (
    AlreadyApplied,
    ApplicationsClosed,
    TooLateToWithdraw,
    apply,
    withdraw_application,
)
from network.youth.usecases.nominate import NotEligible
from network.youth.usecases.open_applications import (
    AfterTheDeadline,
    EndMissing,
    set_applications,
)
from peace.audit.models import AuditEntry
from peace.outbox.choices import Channel
from peace.outbox.models import OutboxMessage
from tests.network import builders
from tests.network.applications import applicant, application, open_city, slot

pytestmark = pytest.mark.django_db


def change(city_year: CityYear, **values) -> CityYear:
    now = timezone.now()
    return set_applications(
        **{
            "city_year": city_year,
            "takes": True,
            "until": now + timedelta(days=5),
            "introduction": "",
            "contact": "平和課",
            "actor": "user:1",
            "now": now,
        }
        | values
    )


def test_a_city_that_opens_its_page_is_recruiting():
    mine = open_city()

    assert mine.recruiting == Recruiting.RECRUITING
    assert mine.is_open_at(timezone.now())
    assert AuditEntry.objects.filter(verb="applications.opened").count() == 1


def test_a_city_that_interviews_goes_on_interviewing_when_it_opens_again():
    mine = open_city()
    CityYear.objects.filter(pk=mine.pk).update(recruiting=Recruiting.INTERVIEWING)

    assert change(mine).recruiting == Recruiting.INTERVIEWING


def test_a_city_cannot_take_applications_after_the_networks_deadline():
    mine = open_city()
    deadline = mine.programme.rules.deadline

    assert change(mine, until=deadline).applications_until == deadline
    with pytest.raises(AfterTheDeadline):
        change(mine, until=deadline + timedelta(minutes=1))


@pytest.mark.parametrize("values", [{"until": None}, {"contact": ""}])
def test_who_takes_applications_says_until_when_and_whom_to_ask(values):
    mine = open_city()
    with pytest.raises(EndMissing):
        change(mine, **values)
    assert not change(mine, takes=False, **values).takes_applications


def test_an_application_has_a_number_and_a_letter_with_a_link():
    made = application(open_city())

    assert len(made.number) == 6
    letter = OutboxMessage.objects.get(kind="application_received")
    assert letter.email == "young@example.jp"
    assert made.number in letter.text
    assert made.url in letter.text
    assert "平和課 042-000-0000" in letter.text
    entry = AuditEntry.objects.get(verb="application.received")
    assert "架空" not in str(entry.detail)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "応募ありがとう"),
        ("ja-easy", "申《もう》し込《こ》んで"),
        ("en", "Thank you"),
    ],
)
def test_the_letter_is_in_the_language_of_the_form(language, words):
    application(open_city(), language=language)

    letter = OutboxMessage.objects.get(kind="application_received")
    assert letter.language == language
    assert words in letter.text


def test_without_an_address_the_letter_goes_to_the_telephone():
    application(open_city(), more={"email": "", "phone": "0425551111"})

    letter = OutboxMessage.objects.get(kind="application_received")
    assert letter.channel == Channel.PHONE


@pytest.mark.parametrize("why", ["not taken", "late", "decided"])
def test_a_closed_city_takes_nothing(why):
    mine = open_city()
    now = timezone.now()
    fields = {
        "not taken": {"takes_applications": False},
        "late": {"applications_until": now - timedelta(seconds=1)},
        "decided": {"decided_at": now},
    }[why]
    CityYear.objects.filter(pk=mine.pk).update(**fields)

    with pytest.raises(ApplicationsClosed):
        application(mine)
    assert not YouthApplication.objects.exists()


def test_the_last_second_counts():
    mine = open_city()

    assert application(mine, now=mine.applications_until)


@pytest.mark.parametrize(
    ("born_on", "fits"),
    [
        (date(2003, 4, 1), False),
        (date(2003, 4, 2), True),
        (date(2010, 4, 1), True),
        (date(2010, 4, 2), False),
    ],
)
def test_the_birth_date_is_judged_by_the_rules_in_force(born_on, fits):
    mine = open_city()
    if fits:
        assert application(mine, born_on=born_on)
    else:
        with pytest.raises(NotEligible):
            application(mine, born_on=born_on)


def send(mine, key, **changes):
    return apply(
        programme=mine.programme,
        municipality=mine.municipality,
        applicant=applicant(**changes),
        key=key,
        language="ja",
        now=timezone.now(),
    )


def test_the_same_form_twice_is_one_application_and_one_letter():
    mine, key = open_city(), uuid.uuid4()

    assert send(mine, key) == send(mine, key)
    assert OutboxMessage.objects.filter(kind="application_received").count() == 1


def test_the_same_form_again_after_the_end_still_shows_what_came():
    mine, key = open_city(), uuid.uuid4()
    made = send(mine, key)
    CityYear.objects.filter(pk=mine.pk).update(decided_at=timezone.now())

    assert send(mine, key) == made


def test_the_same_form_with_other_words_says_that_the_first_stands():
    mine, key = open_city(), uuid.uuid4()
    made = send(mine, key)

    with pytest.raises(AlreadyApplied) as again:
        send(mine, key, motivation="ほかのことば")
    assert again.value.application == made


def test_a_key_of_one_citys_form_opens_nothing_in_another_city():
    mine, key = open_city(), uuid.uuid4()
    other = open_city(builders.HINO, mine.programme)

    assert send(mine, key) != send(other, key)


def test_a_number_that_is_given_is_drawn_again(monkeypatch):
    drawn = iter(["111111", "111111", "222222"])
    monkeypatch.setattr(
        "network.youth.usecases.apply.new_application_number", lambda: next(drawn)
    )
    mine = open_city()

    assert [application(mine, n).number for n in (1, 2)] == ["111111", "222222"]


def test_numbers_are_six_digits():
    assert {len(models.new_application_number()) for _ in range(50)} == {6}


def test_who_withdraws_frees_the_interview_and_the_city_is_told():
    mine = open_city()
    builders.coordinator(mine.municipality)
    made, time = application(mine), slot(mine, taken=1)
    YouthApplication.objects.filter(pk=made.pk).update(
        slot=time, status=ApplicationStatus.INVITED
    )

    withdraw_application(application=made, actor="applicant", now=timezone.now())

    made.refresh_from_db()
    time.refresh_from_db()
    assert (made.status, made.slot, time.taken) == ("WITHDRAWN", None, 0)
    letter = OutboxMessage.objects.get(kind="application_withdrawn")
    assert made.number in letter.text
    assert made.name not in letter.text


@pytest.mark.parametrize("status", ["CHOSEN", "RESERVE", "NOT_CHOSEN", "WITHDRAWN"])
def test_what_is_decided_or_withdrawn_cannot_be_withdrawn(status):
    made = application(open_city())
    YouthApplication.objects.filter(pk=made.pk).update(status=status)

    with pytest.raises(TooLateToWithdraw):
        withdraw_application(application=made, actor="applicant", now=timezone.now())


def test_another_citys_applicants_are_on_no_list_of_the_office():
    made = application(open_city(), more={"email": "", "phone": "0425551111"})

    now = timezone.now()
    assert OutboxMessage.objects.about(made.about).get().channel == Channel.PHONE
    assert not OutboxMessage.objects.to_call(now).exists()
    (told,) = letters_about(made, now=now)
    assert told.is_by_hand
    (row,) = application_rows(
        made.programme, made.municipality, reader="user:1", sees_all=False, now=now
    )
    assert row.is_to_tell

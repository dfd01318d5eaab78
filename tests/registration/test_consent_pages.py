"""The guardian's page, the private page, the office, and the door."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.door.choices import Verdict
from events.registration.models import Consent
from events.registration.usecases.application import Guardian
from events.registration.usecases.consent import answer_consent, ask_again
from tests import cast
from tests.page import Page
from tests.registration import needs
from tests.registration.needs import PAPER, answer, lacks, requests

pytestmark = pytest.mark.django_db


def test_the_door_stops_a_minor_until_the_guardian_has_said_yes():
    now = timezone.now()
    event = needs.tour(now=now, starts_at=now + timedelta(minutes=5))
    party = cast.registration(
        event,
        people=["国立 ひかり"],
        now=now,
        persons={
            "birth_date": needs.pupil_born(now - timedelta(days=14)),
            "residence": "LIVES",
            "guardian": needs.MOTHER,
        },
    )
    client = door_of(event)
    code = party.tickets.get().token

    assert verdict(client, event, code) == Verdict.CONSENT_MISSING
    consent = Consent.objects.get()
    answer_consent(
        attendee=consent.attendee,
        agrees=True,
        evidence=PAPER,
        actor="user:1",
        now=now,
    )
    assert verdict(client, event, code) == Verdict.ADMITTED


def door_of(event) -> Client:
    _device, token = cast.device(event, now=timezone.now())
    return Client(headers={"Authorization": f"Bearer {token}"})


def verdict(client: Client, event, code: str) -> str:
    at = timezone.now().isoformat()
    body = {
        "scans": [
            {
                "id": str(uuid.uuid4()),
                "code": code,
                "timeslot": event.timeslots.get().pk,
                "at": at,
                "mode": "online",
                "people": "all",
            }
        ],
        "device_time": at,
    }
    response = client.post("/scanner/api/scans", body, "application/json")
    return response.json()["results"][0]["verdict"]


# The guardian's page


@pytest.fixture
def consent():
    return Consent.objects.get(
        attendee__registration=needs.child(
            needs.tour(now=timezone.now()), now=timezone.now()
        )
    )


def fields(page: Page) -> dict[str, str]:
    return {each["name"]: each.get("value", "") for each in page.inputs}


@pytest.mark.parametrize("lead", ["", "/en", "/ja-easy"])
def test_opening_the_page_shows_the_text_and_decides_nothing(client, consent, lead):
    page = Page(client.get(f"{lead}/consent/{consent.signed_token}/"))

    assert "国立 ひかり" in page.words
    assert "guardian-event-1" in page.words
    assert {each.get("value") for each in page.buttons} >= {"agree", "refuse"}
    consent.refresh_from_db()
    assert consent.status == "ASKED"


def test_a_guardian_agrees_and_later_takes_it_back(client, consent):
    path = f"/consent/{consent.signed_token}/"
    shown = fields(Page(client.get(path)))

    response = client.post(path, {**shown, "name": "国立 恵", "answer": "agree"})
    assert response.status_code == 302
    page = Page(client.get(response["Location"]))
    assert "国立 恵様から、" in page.words
    consent.refresh_from_db()
    assert (consent.status, consent.method, consent.recorded_by) == (
        "GIVEN",
        "LINK",
        "guardian",
    )
    client.post(path, {"answer": "withdraw"})

    assert lacks(consent)
    assert "もう一度同意することもできます" in Page(client.get(path)).words


def test_the_name_and_one_of_the_two_buttons_are_needed(client, consent):
    path = f"/consent/{consent.signed_token}/"

    page = Page(client.post(path, {"name": "", "answer": "agree"}))
    assert "保護者のお名前を入力してください。" in page.words
    page = Page(client.post(path, {"name": "国立 恵"}))
    assert "「同意する」か「同意しない」を選んでください。" in page.words

    consent.refresh_from_db()
    assert consent.status == "ASKED"


def test_a_post_without_the_words_that_were_read_is_shown_them_again(client, consent):
    path = f"/consent/{consent.signed_token}/"

    page = Page(client.post(path, {"name": "国立 恵", "answer": "agree"}))

    assert "新しい文章を読んで" in page.words
    consent.refresh_from_db()
    assert consent.status == "ASKED"


def test_a_cut_link_or_the_party_s_own_opens_no_consent(client, consent):
    own = consent.attendee.registration.signed_token

    for token in (consent.signed_token[:-1], consent.code, own):
        assert client.get(f"/consent/{token}/").status_code == 404


def test_a_link_to_a_mistyped_address_opens_nothing_once_another_was_asked(
    client, consent
):
    now = timezone.now()
    wrong = f"/consent/{consent.signed_token}/"
    right = Guardian("国立 恵", email="right@example.jp")
    ask_again(attendee=consent.attendee, guardian=right, actor="user:1", now=now)
    consent.refresh_from_db()

    assert client.get(wrong).status_code == 404
    assert client.get(f"/consent/{consent.signed_token}/").status_code == 200
    # Nor does a link that was answered, and then somebody else was asked.
    refused = answer(consent, agrees=False, now=now)
    ask_again(
        attendee=consent.attendee,
        guardian=needs.MOTHER,
        actor="user:1",
        now=now + cast.HOUR,
    )
    assert client.get(f"/consent/{refused.signed_token}/").status_code == 404


def test_brothers_and_sisters_share_the_first_guardian(client):
    now = timezone.now()
    event = needs.tour(now=now)
    born = needs.pupil_born(now).isoformat()
    data = cast.form_data(*cast.timeslots(event), people=2)
    for number in (1, 2):
        data |= {f"p{number}-birth_date": born, f"p{number}-residence": "LIVES"}
    data |= {"p1-guardian_name": "国立 恵", "p1-guardian_phone": "09011112222"}

    client.post("/events/tour/register/", data)

    assert list(
        Consent.objects.order_by("pk").values_list(
            "attendee__number", "guardian_name", "guardian_phone"
        )
    ) == [(1, "国立 恵", "09011112222"), (2, "国立 恵", "09011112222")]


def test_the_private_page_says_how_it_stands(client, consent):
    party = consent.attendee.registration

    assert "保護者の同意がまだ届いていません" in Page(client.get(party.url)).words
    answer(consent, now=timezone.now())

    words = Page(client.get(party.url)).words
    assert "保護者の同意 国立 ひかり 同意あり" in words
    assert "megumi@example.jp" not in words


# The office


@pytest.fixture
def office(db):
    return cast.signed_in(cast.aoki())


def test_the_task_list_shows_what_is_missing_first(office, consent):
    event = consent.attendee.registration.event
    done = Consent.objects.get(
        attendee__registration=needs.child(
            event, now=timezone.now(), phone="09099998888"
        )
    )
    done.attendee.name = "国立 済"
    done.attendee.save()
    answer(done, now=timezone.now())

    page = Page(office.get(f"/staff/events/{event.slug}/consents/"))

    assert "まだの方 1人" in page.words
    assert "同意あり 1人" in page.words
    assert page.words.index("国立 ひかり") < page.words.index("国立 済")


def test_staff_put_down_paper_and_see_it_in_the_history(office, consent):
    party = consent.attendee.registration
    path = f"/staff/events/tour/registrations/{party.receipt_number}/"

    office.post(
        f"{path}consent/",
        {"person": "1", "name": "国立 恵", "method": "PAPER", "answer": "agree"},
    )

    consent.refresh_from_db()
    assert (consent.status, consent.method) == ("GIVEN", "PAPER")
    assert consent.recorded_by.startswith("user:")
    assert "保護者が同意しました" in Page(office.get(path)).words


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"person": "2"}, "参加する方と、保護者の答えを選んでください。"),
        ({"answer": "maybe"}, "参加する方と、保護者の答えを選んでください。"),
        ({"name": ""}, "保護者のお名前を入力してください。"),
        ({"method": "LINK"}, "紙か電話かを選んでください。"),
    ],
)
def test_staff_are_told_what_is_missing(office, consent, values, sentence):
    party = consent.attendee.registration
    path = f"/staff/events/tour/registrations/{party.receipt_number}/consent/"
    data = {"person": "1", "name": "国立 恵", "method": "PAPER", "answer": "agree"}

    page = Page(office.post(path, data | values, follow=True))

    assert sentence in page.words
    assert lacks(consent)


def test_staff_send_the_request_again(office, consent):
    party = consent.attendee.registration
    path = f"/staff/events/tour/registrations/{party.receipt_number}/consent/ask/"

    response = office.post(
        path, {"person": "1", "name": "恵", "email": "new@example.jp", "back": "list"}
    )

    assert response["Location"] == "/staff/events/tour/consents/"
    assert requests()[-1].email == "new@example.jp"
    page = Page(office.post(path, {"person": "1"}, follow=True))
    assert "保護者の電話番号かメールアドレスを入力してください。" in page.words

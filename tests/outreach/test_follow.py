"""`/s/<code>`: counts a visit, remembers the source, leads on."""

from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from events.outreach.models import SourceVisit
from events.registration.models import Registration
from events.registration.visit_source import COOKIE
from tests import cast
from tests.outreach.builders import PHONE_BROWSER, browser, source
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return cast.event(now=timezone.now())


def visits() -> int:
    return sum(SourceVisit.objects.values_list("visits", flat=True))


@pytest.mark.parametrize(
    ("accepts", "prefix"),
    [("ja", ""), ("en-GB,en;q=0.9", "/en"), ("", ""), ("vi,ko;q=0.8", "")],
)
def test_it_leads_to_the_event_in_the_language_of_the_browser(event, accepts, prefix):
    source(event)

    answer = browser(accepts).get("/s/kp7m4")

    assert answer.status_code == 302
    assert answer["Location"] == f"{prefix}/events/talk/"
    assert "no-store" in answer["Cache-Control"]


def test_a_flyer_says_its_language_itself(event):
    source(event)

    answer = browser("en").get("/s/kp7m4?l=ja-easy")

    assert answer["Location"] == "/ja-easy/events/talk/"
    assert browser("en").get("/s/kp7m4?l=xx")["Location"] == "/en/events/talk/"


def test_it_may_lead_to_a_programme_or_to_everything(event):
    source(code="talks", programme=event.programme)
    source(code="hp")

    assert browser().get("/s/talks")["Location"] == "/programmes/talks/"
    assert browser("en").get("/s/hp/")["Location"] == "/en/"


@pytest.mark.parametrize("typed", ["KP7M4", "ｋｐ７ｍ４", "kp7m4/"])
def test_it_forgives_how_it_is_typed(event, typed):
    source(event)

    assert browser().get(f"/s/{typed}").status_code == 302


def test_a_visit_is_counted_once_and_on_its_day(event):
    source(event)
    phone = browser()

    phone.get("/s/kp7m4")
    phone.get("/s/kp7m4")
    browser().get("/s/kp7m4")

    row = SourceVisit.objects.get()
    assert (row.visits, row.day) == (2, timezone.localdate())


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": ""},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "facebookexternalhit/1.1;line-poker/1.0"},
        {"User-Agent": "Twitterbot/1.0"},
        {"User-Agent": "curl/8.5.0"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"Sec-Fetch-Dest": "image"},
    ],
)
def test_machines_and_looks_ahead_are_led_on_and_not_counted(event, headers):
    source(event)
    asked = {"User-Agent": PHONE_BROWSER} | headers

    assert browser().get("/s/kp7m4", headers=asked).status_code == 302
    assert visits() == 0


def test_a_head_is_not_counted_and_a_post_is_refused(event):
    source(event)

    assert browser().head("/s/kp7m4").status_code == 302
    assert browser().post("/s/kp7m4").status_code == 405
    assert visits() == 0


def test_one_address_is_counted_so_often_and_led_on_for_ever(event, monkeypatch):
    source(event)
    monkeypatch.setattr(
        "events.outreach.views.source.VISITS_PER_ADDRESS", {"limit": 3, "seconds": 60}
    )

    answers = [browser().get("/s/kp7m4").status_code for _unused in range(6)]

    assert answers == [302] * 6
    assert visits() == 3


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("code", ["nosuch", "kp7m4", "draft", "a%00b", "a" * 90])
def test_a_code_that_leads_nowhere_is_told_kindly(event, code, language):
    """Switched off, of a draft, never there: all alike, with what is coming."""
    source(event, is_active=False)
    source(cast.event(slug="secret", status="DRAFT", now=timezone.now()), code="draft")

    answer = browser(language).get(f"/s/{code}")

    page = Page(answer)
    assert answer.status_code == 404
    assert "no-store" in answer["Cache-Control"]
    assert COOKIE not in answer.cookies
    assert answer["Content-Language"] == language
    assert any(link.endswith("/events/talk/") for link in page.links)
    assert not any("secret" in link for link in page.links)
    assert "042-576-2111" in page.words
    assert visits() == 0


def test_the_kind_page_speaks_easy_japanese_too(event):
    answer = browser().get("/s/nosuch?l=ja-easy")

    assert "<ruby>" in answer.content.decode()
    assert "《" not in answer.content.decode()


def test_the_form_remembers_the_poster(event):
    source(event)
    phone = browser()
    phone.get("/s/kp7m4")
    slot = event.timeslots.first()

    phone.post(f"/events/{event.slug}/register/", cast.form_data(slot))

    assert Registration.objects.get().source == "kp7m4"


def test_a_visitor_cannot_write_a_source_of_their_own(event):
    source(event)
    slot = event.timeslots.first()
    for value in ("kp7m4", signing.get_cookie_signer(salt="other").sign("kp7m4")):
        phone = browser()
        phone.cookies[COOKIE] = value
        phone.post(
            f"/events/{event.slug}/register/",
            cast.form_data(slot, source="kp7m4", phone=f"090{len(value):08d}"),
        )

    assert set(Registration.objects.values_list("source", flat=True)) == {""}


def test_the_cookie_holds_the_code_and_ends_with_the_visit(event):
    source(event)

    cookie = browser().get("/s/kp7m4").cookies[COOKIE]

    assert cookie.value.split(":")[0] == "kp7m4"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] <= timedelta(hours=2).total_seconds()

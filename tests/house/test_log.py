"""What the log keeps, and what it keeps for itself."""

import io
import json
import logging

import pytest
from django.conf import settings as house_settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from events.registration.models import Registration
from peace import urls
from peace.logs import RedactingFormatter
from tests import cast
from tests.accounts.people import PASSWORD, enter_password

pytestmark = pytest.mark.django_db

NAME, KANA, PHONE = "金糸雀 花子", "かなりあ", "09046490001"
EMAIL = "canary@example.jp"


@login_not_required
def broken(request: HttpRequest, token: str) -> HttpResponse:
    raise ZeroDivisionError(EMAIL)


handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
urlpatterns = [path("registration/<str:token>/broken", broken), *urls.urlpatterns]


@pytest.fixture
def log():
    """Everything that is logged, as the settings write it."""
    line = house_settings.LOGGING["formatters"]["line"]
    assert line["class"] == "peace.logs.RedactingFormatter"
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(RedactingFormatter(line["format"]))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_registration_and_a_scan_leave_no_trace_of_a_person_in_the_log(log):
    now = timezone.now()
    event = cast.event(now=now, starts_at=now + cast.HOUR)
    (slot, *_) = cast.timeslots(event)
    data = cast.form_data(slot, phone=PHONE, email=EMAIL)
    data |= {"p1-name": NAME, "p1-kana": KANA}
    client = Client(raise_request_exception=False)
    page = client.post(f"/events/{event.slug}/register/", data)
    registration = Registration.objects.get()
    link, token = registration.signed_token, registration.tickets.get().token
    device, secret = cast.device(event, now=now)
    headers = {"Authorization": f"Bearer {secret}"}
    scan = {
        "id": "0d6f2c9e-7a51-4c1a-9c57-1f0a3b2c4d5e",
        "code": token,
        "timeslot": slot.pk,
        "at": now.isoformat(),
    }
    for path_ in (
        f"/registration/{link}/",
        f"/registration/{link}/none/",
        f"/registration/{link[:-2]}/",
        f"/find/{token}/",
        f"/{EMAIL}/",
    ):
        client.get(path_)
    client.post(f"/registration/{link}/")
    Client(enforce_csrf_checks=True).post(f"/registration/{link}/cancel/")
    client.post("/find/", {"receipt_number": registration.receipt_number})
    client.post(
        "/scanner/api/scans",
        json.dumps({"scans": [scan]}),
        content_type="application/json",
        headers=headers,
    )
    for words in (KANA, NAME, PHONE[-4:]):
        found = client.post(
            "/scanner/api/search",
            json.dumps({"q": words}),
            content_type="application/json",
            headers=headers,
        )
        assert NAME in found.json()["hits"][0]["name"]
    client.post("/scanner/api/scans", headers={"Authorization": f"Bearer x{secret}"})
    enter_password(client, EMAIL, "wrong-" + PASSWORD)

    assert page.status_code == 302
    lines = log.getvalue()
    assert "Not Found" in lines
    assert "Forbidden" in lines
    for canary in (NAME, KANA, PHONE, EMAIL, token, link, link[:-2], secret, PASSWORD):
        assert canary not in lines


def test_a_fault_is_written_down_without_the_link_or_the_address(log, settings):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)

    client.get("/registration/secret-link/broken")

    lines = log.getvalue()
    assert "ZeroDivisionError" in lines
    assert "Traceback" in lines
    assert "secret-link" not in lines
    assert EMAIL not in lines


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("Not Found: /registration/a:b/", "Not Found: /registration/…/"),
        ("GET /network/for/a:b/home/", "GET /network/for/…/home/"),
        ("GET /en/network/invitation/x_y-z/", "GET /en/network/invitation/…/"),
        ("GET /network/application/a:b/x/", "GET /network/application/…/x/"),
        ("GET /en/talks/a:b/change/", "GET /en/talks/…/change/"),
        ("GET /talks/answer/a:b/", "GET /talks/answer/…/"),
        ("POST /talks/request/", "POST /talks/request/"),
        ("Not Found: /en/kotoba/mine/a:b/", "Not Found: /en/kotoba/mine/…/"),
        ("GET /kotoba/committee/a:b/?n=2", "GET /kotoba/committee/…/?n=2"),
        ("GET /en/news/a_b:c-d/", "GET /en/news/…/"),
        ("POST /news/end/S.1.2:abc/", "POST /news/end/…/"),
        ("GET /news/confirm/a:b:c/", "GET /news/confirm/…/"),
        ("GET /staff/outreach/news/12/", "GET /staff/outreach/news/12/"),
        ("K1" + "A2" * 16 + " was read", "… was read"),
        ("to a..b@docomo.ne.jp now", "to … now"),
        ("tel 09012345678.", "tel …."),
        ("Authorization: Bearer abc.def", "Authorization: Bearer …"),
        ("Not Found: /en/network/for/a:b/home/", "Not Found: /en/network/for/…/home/"),
        ("/accounts/password/reset/key/1-abc/", "/accounts/password/reset/key/…/"),
        ("sent 12 letters in 0.25 s", "sent 12 letters in 0.25 s"),
        ("event talk-2026-02-15 at 10:00", "event talk-2026-02-15 at 10:00"),
    ],
)
def test_what_the_log_keeps_for_itself(line, written):
    record = logging.LogRecord("x", logging.INFO, "", 0, line, None, None)

    assert RedactingFormatter("%(message)s").format(record) == written

"""What every answer of the house carries, and what it never carries."""

import io
import json
import logging
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.conf import settings as house_settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from events.registration.models import Registration
from peace import urls
from peace.accounts.choices import Role
from peace.logs import RedactingFormatter
from tests import cast
from tests.accounts.people import PASSWORD, enter_password, person

pytestmark = pytest.mark.django_db

NAME, KANA, PHONE = "金糸雀 花子", "かなりあ", "09046490001"
EMAIL = "canary@example.jp"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@login_not_required
def broken(request: HttpRequest, token: str) -> HttpResponse:
    raise ZeroDivisionError(EMAIL)


handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
urlpatterns = [path("registration/<str:token>/broken", broken), *urls.urlpatterns]


def headers_are_set(response: HttpResponse) -> bool:
    policy = response["Content-Security-Policy"]
    return (
        all(response[name] == value for name, value in HEADERS.items())
        and "default-src 'none'" in policy
        and "frame-ancestors 'none'" in policy
        and "unsafe" not in policy
    )


# Headers


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/nothing/here/", 404),
        ("/en/nothing/", 404),
        ("/find", 301),
        ("/staff/", 302),
        ("/healthz", 200),
        ("/scanner/api/manifest", 401),
    ],
)
def test_every_kind_of_answer_is_protected(address, status):
    response = Client().get(address)

    assert response.status_code == status
    assert headers_are_set(response)


def test_a_refusal_by_role_and_by_mark_are_protected():
    resident = cast.signed_in(cast.fukuda(), Client(enforce_csrf_checks=True))

    for response in (resident.get("/staff/"), resident.post("/find/")):
        assert response.status_code == 403
        assert headers_are_set(response)


def test_a_fault_is_protected_and_says_nothing(settings):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)

    response = client.get("/registration/secret-link/broken")

    assert response.status_code == 500
    assert headers_are_set(response)
    assert "ZeroDivision" not in response.content.decode()
    assert "secret-link" not in response.content.decode()


def test_a_page_that_asked_who_is_there_is_stored_nowhere():
    client = cast.signed_in(cast.aoki())

    for address in ("/accounts/email/", "/accounts/2fa/", "/accounts/sessions/"):
        response = client.get(address)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]


# Public pages


def public_pages():
    event = cast.event(now=timezone.now())
    pages = ["", f"events/{event.slug}/", "programmes/talks/", "network/", "privacy/"]
    return [f"/{lang}{page}" for lang in ("", "en/", "ja-easy/") for page in pages]


def test_public_pages_neither_read_the_session_nor_depend_on_it():
    pages = public_pages()
    client = cast.signed_in(cast.aoki())
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(page)
        assert response.status_code == 200
        assert [q for q in queries if "session" in q["sql"] or "user" in q["sql"]] == []
        assert "cookie" not in response.get("Vary", "").lower()
        assert response.cookies == {}
        assert "青木" not in response.content.decode()


@pytest.mark.parametrize("cookie", ["", "x" * 4000, "' OR 1=1", "é"])
def test_a_made_up_cookie_is_no_reason_to_stumble(cookie):
    client = Client()
    client.cookies[house_settings.SESSION_COOKIE_NAME] = cookie

    assert client.get("/").status_code == 200
    assert client.get("/mine/").status_code == 302


# Whose name we go by


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil", "[::1", ""]
)
@pytest.mark.parametrize("address", ["/", "/find/", "/accounts/login/", "/scanner/"])
def test_another_host_is_refused(host, address):
    response = Client().get(address, headers={"Host": host})

    assert response.status_code == 400
    assert "evil" not in response.content.decode()


def test_a_forwarded_host_is_not_believed(settings):
    settings.SITE_URL = "https://peace.city.test"
    pages = [Client().get("/", headers={"X-Forwarded-Host": "evil.example"})]

    assert all("evil" not in page.content.decode() for page in pages)


def test_only_the_health_of_the_process_is_told_without_encryption(settings):
    settings.SECURE_SSL_REDIRECT = True

    for address in ("/", "/staff/", "/scanner/api/scans", "/healthz/", "/readyzz"):
        response = Client().get(address)
        assert response.status_code == 301
        assert response["Location"].startswith("https://")
    for address in ("/healthz", "/readyz"):
        assert Client().get(address).status_code == 200


# Where one is led

ELSEWHERE = [
    "https://evil.example",
    "http://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "https:evil.example",
    "https:///evil.example",
    "http:/\\evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//evil.example\\@testserver",
    "https://testserver@evil.example",
    "https://testserver.evil.example",
    "\t//evil.example",
    "\n//evil.example",
    " https://evil.example",
    "%2F%2Fevil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "ftp://evil.example",
    "//evil%E3%80%82example",
    "//evil。example",
    "https://evil.example/staff/",
    "/\x00/evil.example",
    "http://[::1",
]


@pytest.mark.parametrize("wish", ELSEWHERE)
def test_nobody_is_led_off_the_site_after_signing_in(wish):
    user = person("mori@example.jp", Role.RESIDENT)
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    page = client.get(f"/accounts/login/?next={quote(wish)}")
    data = {"login": user.email, "password": PASSWORD, "next": wish}

    answers = [
        client.post("/accounts/login/", data),
        client.get(f"/accounts/login/?next={quote(wish)}"),
        client.post(f"/accounts/logout/?next={quote(wish)}", {"next": wish}),
    ]

    assert page.status_code == 200
    for response in answers:
        assert response.status_code == 302
        assert_stays_here(response["Location"])


def assert_stays_here(location):
    page = "http://testserver/accounts/login/"
    browser_sees = urljoin(page, location.replace("\\", "/").strip())
    assert urlsplit(browser_sees).netloc == "testserver"
    for sign in "\t\n\r\x00":
        assert sign not in location


def test_one_is_led_back_to_the_page_one_came_from():
    user = person("mori@example.jp", Role.RESIDENT)
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    came_from = client.get("/mine/?a=1")["Location"]

    assert came_from == "/accounts/login/?next=/mine/%3Fa%3D1"
    data = {"login": user.email, "password": PASSWORD, "next": "/mine/?a=1"}
    assert client.post("/accounts/login/", data)["Location"] == "/mine/?a=1"


# What is written down


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
        ("K1" + "A2" * 16 + " was read", "… was read"),
        ("to a..b@docomo.ne.jp now", "to … now"),
        ("tel 09012345678.", "tel …."),
        ("Authorization: Bearer abc.def", "Authorization: Bearer …"),
        ("/accounts/password/reset/key/1-abc/", "/accounts/password/reset/key/…/"),
        ("sent 12 letters in 0.25 s", "sent 12 letters in 0.25 s"),
        ("event talk-2026-02-15 at 10:00", "event talk-2026-02-15 at 10:00"),
    ],
)
def test_what_the_log_keeps_for_itself(line, written):
    record = logging.LogRecord("x", logging.INFO, "", 0, line, None, None)

    assert RedactingFormatter("%(message)s").format(record) == written

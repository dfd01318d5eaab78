"""What every answer of the house carries, and what it never carries."""

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

from peace import urls
from peace.accounts.choices import Role
from tests import cast
from tests.accounts.people import PASSWORD, person

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

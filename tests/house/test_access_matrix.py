"""Walks every address with every role, and compares with docs/access-matrix.toml."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.house.canaries import CANARIES
from tests.house.walk import (
    DEMO_URLS,
    Address,
    addresses,
    answer,
    client_for,
    knock,
    matrix,
    use_folder,
    world,
)
from tests.house.walk_network import READERS

ROLES: list[str] = matrix()["roles"]
URLS: dict[str, dict] = matrix()["urls"]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# What a GET may write: who is there, and that a phone is in reach.
LOOSE_TABLES = ("django_session", "usersessions_usersession", "door_scannerdevice")
# allauth notes when somebody first saw their codes.
LOOSE = {
    "mfa_view_recovery_codes": "mfa_authenticator",
    "mfa_download_recovery_codes": "mfa_authenticator",
}
WRITE = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)")


@pytest.fixture
def of(settings, tmp_path, db):
    use_folder(settings, tmp_path / "mail")
    return world(tmp_path / "mail")


def expected(name, method):
    """By role. A list may leave out readers of personal links: they are anonymous."""
    row = URLS[name][method]
    if not isinstance(row, list):
        row = [row] * len(ROLES)
    if len(row) == len(ROLES) - len(READERS):
        row = row + [row[0]] * len(READERS)
    return dict(zip(ROLES, row, strict=True))


def test_every_address_stands_in_the_matrix_and_no_other(settings):
    settings.ROOT_URLCONF = DEMO_URLS

    assert {each.name for each in addresses()} == set(URLS)


def test_the_demos_doors_exist_in_a_demo_only():
    assert not [each.name for each in addresses() if each.name.startswith("demo:")]


def test_every_address_has_a_name_of_its_own(settings):
    settings.ROOT_URLCONF = DEMO_URLS
    names = [each.name for each in addresses()]

    assert len(names) == len(set(names))
    assert not [name for name in names if name.endswith("None")]


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_every_door_opens_for_whom_it_should(of, role):
    client = client_for(role, of, raise_request_exception=False)
    wrong = []
    for address in addresses():
        path = address.path(of.arguments(address.name))
        for method in ("GET", "POST"):
            response = knock(client, method, address, path, of)
            wrong += [
                f"{role} {method} {address.name}: {fault}"
                for fault in _faults(
                    response, address, expected(address.name, method)[role]
                )
            ]

    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("role", ["anonymous", "resident"])
@pytest.mark.parametrize("language", ["en", "ja-easy"])
def test_the_doors_are_the_same_in_every_language(of, role, language):
    client = client_for(role, of, raise_request_exception=False)
    wrong, walked = [], 0
    for address in addresses():
        with translation.override(language):
            path = address.path(of.arguments(address.name))
        if path.startswith(f"/{language}/"):
            walked += 1
            response = knock(client, "GET", address, path, of)
            want = expected(address.name, "GET")[role]
            wrong += [f"{path}: {x}" for x in _faults(response, address, want)]

    assert wrong == []
    assert walked > 10


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_there_or_not_theirs_answers_the_same(of, role):
    client = client_for(role, of, raise_request_exception=False)
    wrong = []
    for address in addresses():
        for method in ("GET", "POST"):
            want = expected(address.name, method)[role]
            want = "404" if want in {"200", "201", "302"} else want
            bodies = set()
            for path in of.missing(address):
                response = knock(client, method, address, path, of)
                if answer(response) != want:
                    wrong.append(f"{role} {method} {path}: {answer(response)}")
                bodies.add(_without_path(response, path))
                if _shows_a_person(response):
                    wrong.append(f"{role} {method} {path} shows a person")
            if len(bodies) > 1:
                wrong.append(f"{role} {method} {address.name} tells them apart")

    assert wrong == []


def _without_path(response, path):
    text = response.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    location = response.get("Location", "")
    return text.replace(path, "PATH") if not location else ""


def _faults(response, address: Address, want: str):
    row = URLS[address.name]
    if answer(response) != want:
        yield f"{answer(response)} instead of {want}"
    # The list of events may be framed; its own policy says by whom.
    framed = {"X-Frame-Options"} if address.name == "feeds:embed" else set()
    for name, value in HEADERS.items():
        if name in framed:
            continue
        if response.get(name) != value:
            yield f"{name} is {response.get(name)}"
    policy = response.get("Content-Security-Policy", "")
    if address.name == "door-decoder":  # WebAssembly, in this one worker
        policy = policy.replace(" 'wasm-unsafe-eval'", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"the policy is {policy!r}"
    if response.status_code in {200, 201} and row["personal"]:
        if "no-store" not in response.get("Cache-Control", ""):
            yield "may be stored"
    elif _shows_a_person(response):
        yield "shows a person and is not marked"


def _shows_a_person(response):
    text = response.content.decode(errors="replace")
    return any(canary in text for canary in CANARIES)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_a_get_changes_nothing(of, role):
    client = client_for(role, of, raise_request_exception=False)
    before = _rows()
    written = []
    for _ in range(2):
        for address in addresses():
            with CaptureQueriesContext(connection) as queries:
                client.get(address.path(of.arguments(address.name)))
            tables = {found[2] for q in queries if (found := WRITE.match(q["sql"]))} - {
                *LOOSE_TABLES,
                LOOSE.get(address.name, ""),
            }
            written += [f"{address.name} writes {table}" for table in tables]

    assert written == []
    assert _rows() == before


def _rows():
    return {
        model._meta.db_table: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.db_table not in LOOSE_TABLES
    }


def test_every_post_needs_the_mark_of_our_own_page_except_the_doors(of):
    client = client_for("staff", of, enforce_csrf_checks=True)
    open_to_all, stopped = set(), set()
    for address in addresses():
        if "403" not in {expected(address.name, "POST")["staff"]}:
            response = knock(
                client, "POST", address, address.path(of.arguments(address.name)), of
            )
            stale = response.status_code == 403 and b"<form" not in response.content
            (stopped if stale else open_to_all).add(address.name)

    assert open_to_all == door_api()
    assert len(stopped) > 60


def door_api() -> set[str]:
    """A device has a token and no cookie, so there is no mark to ask for. Nor has a
    visitor who counts themselves: a forged tap is worth what a real one is. And a
    mail program that ends somebody's news (RFC 8058) has neither; a questionnaire sets
    no cookie, so that no answer can be told from another."""
    return {
        each.name
        for each in addresses()
        if each.name.startswith("scanner-")
        or each.name in {"count:visitor", "news-end", "results:questionnaire"}
    }


def test_only_the_doors_views_are_exempt_from_the_mark(settings):
    settings.ROOT_URLCONF = DEMO_URLS

    assert {
        each.name
        for each in addresses()
        if getattr(each.pattern.callback, "csrf_exempt", False)
    } == door_api()

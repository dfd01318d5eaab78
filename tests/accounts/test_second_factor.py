"""Nobody sees other people's data with one factor."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from peace import encryption
from peace.accounts.adapter import MFAAdapter
from peace.accounts.choices import Role
from peace.accounts.models import User
from peace.accounts.usecases.rotate_factor_secrets import rotate_factor_secrets
from tests.accounts.people import (
    PASSWORD,
    SECRET,
    app_code,
    ask_for_code,
    authenticator_of,
    code_in,
    enter_code,
    enter_password,
    person,
    signed_in_with_app,
    with_app,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]
NEED_ONE = [Role.STAFF, Role.COORDINATOR, Role.SECRETARIAT]


@pytest.mark.parametrize("role", NEED_ONE)
def test_without_a_second_factor_every_page_leads_to_adding_one(
    client: Client, role: Role
) -> None:
    user = person("sato@example.jp", role)
    enter_password(client, user.email)
    for page in ("/desk/", "/city/", "/mine/", reverse("account_change_password")):
        response = client.get(page)
        assert (response.status_code, response.url) == (302, reverse("mfa_index"))
    assert client.get(reverse("mfa_index")).status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth tells of the app after the commit
def test_adding_an_app_opens_the_pages(client: Client) -> None:
    user = person("sato@example.jp", Role.STAFF)
    enter_password(client, user.email)
    activate = reverse("mfa_activate_totp")
    asked = client.get(activate)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    client.post(asked.url, {"password": PASSWORD})
    client.get(activate)
    code = app_code(client.session["mfa.totp.secret"])
    client.post(activate, {"code": code})
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    assert client.get("/desk/").content == b"desk"


def test_the_password_is_followed_by_the_app(client: Client) -> None:
    user = with_app(person("sato@example.jp", Role.STAFF))
    response = enter_password(client, user.email)
    assert response.url == reverse("mfa_authenticate")
    assert client.get("/desk/").url.startswith(reverse("account_login"))
    client.post(reverse("mfa_authenticate"), {"code": app_code()})
    assert client.get("/desk/").content == b"desk"


def test_the_code_by_mail_is_followed_by_the_app(
    client: Client, mailoutbox: list
) -> None:
    user = with_app(person("sato@example.jp", Role.STAFF))
    ask_for_code(client, user.email)
    response = enter_code(client, code_in(mailoutbox))
    assert response.url == reverse("mfa_authenticate")
    assert client.get("/desk/").url.startswith(reverse("account_login"))


def test_a_session_from_before_the_factor_proves_it(client: Client) -> None:
    user = person("sato@example.jp", Role.STAFF)
    enter_password(client, user.email)
    with_app(user)
    assert client.get("/desk/").url.startswith(reverse("mfa_reauthenticate"))
    # With the password alone a stranger must not add an app of their own.
    assert client.get(reverse("mfa_add_webauthn")).url.startswith(
        reverse("mfa_reauthenticate")
    )
    client.post(reverse("mfa_reauthenticate"), {"code": app_code()})
    assert client.get("/desk/").content == b"desk"


def test_the_positive_answer_is_kept_in_the_session(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    signed_in_with_app(client, with_app(person("sato@example.jp", Role.STAFF)))
    client.get("/desk/")
    with django_assert_num_queries(2):  # the session and the user
        client.get("/desk/")


def test_the_last_factor_stays(client: Client) -> None:
    user = with_app(person("sato@example.jp", Role.STAFF))
    assert not MFAAdapter().can_delete_authenticator(authenticator_of(user))
    signed_in_with_app(client, user)
    client.post(reverse("mfa_deactivate_totp"))
    assert authenticator_of(user)


def test_a_resident_may_remove_a_factor() -> None:
    user = with_app(person())
    assert MFAAdapter().can_delete_authenticator(authenticator_of(user))


def test_the_secret_of_the_app_lies_encrypted_and_moves_to_a_new_key(
    settings: Settings,
) -> None:
    settings.FIELD_KEYS = ["old key"]
    user = with_app(person("sato@example.jp", Role.STAFF))
    stored = authenticator_of(user).data["secret"]
    assert SECRET not in stored
    settings.FIELD_KEYS = ["new key", "old key"]
    assert rotate_factor_secrets() == 2  # the app and the recovery codes
    assert rotate_factor_secrets() == 0
    settings.FIELD_KEYS = ["new key"]
    assert encryption.decrypt(authenticator_of(user).data["secret"]) == SECRET


def test_the_demo_door_counts_in_the_demo_only(
    client: Client, settings: Settings
) -> None:
    client.force_login(person("sato@example.jp", Role.STAFF))
    session = client.session
    session["second_factor"] = "demo"
    session.save()
    assert client.get("/desk/").status_code == 302
    settings.DEMO = True
    assert client.get("/desk/").content == b"desk"


def test_passkeys_are_a_way_in(settings: Settings, client: Client) -> None:
    assert settings.MFA_PASSKEY_LOGIN_ENABLED
    assert "webauthn" in settings.MFA_SUPPORTED_TYPES
    assert not getattr(settings, "MFA_TRUST_ENABLED", False)
    page = client.get(
        reverse("mfa_login_webauthn"), headers={"x-requested-with": "XMLHttpRequest"}
    )
    assert "publicKey" in page.json()["request_options"]


def test_a_public_page_loads_no_session(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(person("sato@example.jp", Role.STAFF))
    with django_assert_num_queries(0):
        response = client.get("/")
    assert "Cookie" not in response.get("Vary", "")


def test_the_first_visit_ends_with_a_password_of_ones_own(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("createstaff", "Sato@Example.jp", "--name=佐藤", "--role=staff")
    printed = capsys.readouterr().out.split("first visit: ")[1].split()[0]
    user = with_app(User.objects.get())
    enter_password(client, user.email, printed)
    client.post(reverse("mfa_authenticate"), {"code": app_code()})
    change = reverse("account_change_password")
    assert client.get("/desk/").url == change
    response = client.post(
        change,
        {"oldpassword": printed, "password1": PASSWORD, "password2": PASSWORD},
    )
    assert response.status_code == 302
    assert client.get("/desk/").content == b"desk"

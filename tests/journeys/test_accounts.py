"""Signing in for the first time, and every page of it for all."""

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.inspection import inspect
from tests.journeys.mail import open_mail
from tests.journeys.stack import ROOT, DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]
EMAIL = "sakura@example.jp"
OWN = "umi-no-mieru-machi-1945"


def test_a_new_colleague_comes_in(demo: DemoStack, open_context: Opener) -> None:
    page = open_context().new_page()
    faults: list[str] = []

    def look(name: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        faults.extend(inspect(page, name))

    first = create_staff(demo)
    sign_in(page, demo, "wrong-password-of-somebody")
    look("password refused")
    sign_in(page, demo, first)
    expect(page).to_have_url(f"{demo.url}/accounts/2fa/")
    look("mfa_index")
    page.goto(f"{demo.url}/accounts/2fa/totp/activate/")
    look("account_reauthenticate")
    page.locator("input[type=password]").fill(first)
    press(page)
    look("mfa_activate_totp")
    secret = page.locator("#authenticator_secret").input_value()
    press(page, "000000")
    look("mfa_activate_totp refused")
    press(page, app_code(secret))
    look("after the app")
    for name, path in (
        ("account_change_password", "/accounts/password/change/"),
        ("mfa_view_recovery_codes", "/accounts/2fa/recovery-codes/"),
        ("mfa_generate_recovery_codes", "/accounts/2fa/recovery-codes/generate/"),
        ("mfa_deactivate_totp", "/accounts/2fa/totp/deactivate/"),
        ("mfa_list_webauthn", "/accounts/2fa/webauthn/"),
        ("mfa_add_webauthn", "/accounts/2fa/webauthn/add/"),
        ("mfa_reauthenticate", "/accounts/2fa/reauthenticate/"),
        ("usersessions_list", "/accounts/sessions/"),
    ):
        page.goto(demo.url + path)
        look(name)
        if name == "account_change_password":
            choose_password(page, first)
    page.goto(f"{demo.url}/accounts/logout/")
    press(page)
    sign_in(page, demo, OWN)
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    look("mfa_authenticate")
    assert not faults, "\n".join(faults)


def test_a_resident_waits_for_a_code(demo: DemoStack, open_context: Opener) -> None:
    page, box = open_context().new_page(), open_context().new_page()
    faults: list[str] = []
    page.goto(f"{demo.url}/accounts/signup/")
    page.get_by_label("メールアドレス").fill("new@example.jp")
    press(page)
    faults += inspect(page, "account_email_verification_sent")
    open_mail(box, demo.url, box.locator("article", has_text="new@example.jp"))
    faults += inspect(box, "demo:mail")
    digits = re.search(r"^\d{6}$", box.locator("pre.letter").first.inner_text(), re.M)
    assert digits
    press(page, digits[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("わたしの申込み")
    for path in ("/mine/", "/accounts/password/set/"):
        page.goto(demo.url + path)
        faults += inspect(page, path)
    for prefix in ("", "/en", "/ja-easy"):
        # Nobody can tell from the page whether the address is known.
        other = open_context().new_page()
        other.goto(f"{demo.url}{prefix}/accounts/login/code/")
        other.locator("#id_email").fill("nobody@example.jp")
        press(other)
        faults += inspect(other, f"{prefix} account_confirm_login_code")
        press(other, "000000")
        faults += inspect(other, f"{prefix} account_confirm_login_code refused")
    assert not faults, "\n".join(faults)


def create_staff(demo: DemoStack) -> str:
    """The password for the first visit, as the command prints it."""
    env = os.environ | {
        "VAR_DIR": str(demo.folder),
        "DEMO": "1",
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "peace.settings",
    }
    printed = subprocess.run(
        [sys.executable, "manage.py", "createstaff", EMAIL, "--name", "桜"],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = re.search(r"first visit: (\S+)", printed)
    assert found
    return found[1]


def sign_in(page: Page, demo: DemoStack, password: str) -> None:
    page.goto(f"{demo.url}/accounts/login/")
    staff = page.locator("details")
    if staff.get_attribute("open") is None:
        staff.locator("summary").click()
    staff.locator("input[type=email], input[name=login]").first.fill(EMAIL)
    staff.locator("input[type=password]").fill(password)
    with page.expect_navigation():
        staff.get_by_role("button", name="パスワードで入る").click()


def choose_password(page: Page, first: str) -> None:
    page.locator("#id_oldpassword").fill(first)
    page.locator("#id_password1").fill(OWN)
    page.locator("#id_password2").fill(OWN)
    press(page)


def press(page: Page, code: str = "") -> None:
    """The first button of the page's form, after CODE where one is asked for."""
    if code:
        page.locator("main #id_code").fill(code)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def app_code(secret: str) -> str:
    """What an authenticator app shows now."""
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))

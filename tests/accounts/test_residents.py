"""Residents sign in with six digits from an e-mail, and nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from peace.accounts.choices import Role
from peace.accounts.models import User
from tests.accounts.people import (
    ask_for_code,
    code_in,
    enter_code,
    person,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]


def test_a_resident_signs_in_with_six_digits(client: Client, mailoutbox: list) -> None:
    person()
    ask_for_code(client, "Hanako@Example.JP")
    response = enter_code(client, code_in(mailoutbox))
    assert response.status_code == 302
    assert client.get("/mine/").content == b"mine"


def test_full_width_digits_and_spaces_are_digits(
    client: Client, mailoutbox: list
) -> None:
    person()
    ask_for_code(client, "hanako@example.jp")
    code = code_in(mailoutbox)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert enter_code(client, f" {wide} ").status_code == 302


def test_a_code_is_used_once(client: Client, mailoutbox: list) -> None:
    person()
    ask_for_code(client, "hanako@example.jp")
    code = code_in(mailoutbox)
    enter_code(client, code)
    client.post(reverse("account_logout"))
    enter_code(client, code)
    assert client.get("/mine/").status_code == 302


def test_an_unknown_address_sees_the_same_pages_as_a_known_one(
    mailoutbox: list,
) -> None:
    person()
    answers = []
    for email in ("hanako@example.jp", "nobody@example.jp"):
        client = Client()
        asked = ask_for_code(client, email)
        page = client.get(asked.url).content.decode().replace(email, "")
        wrong = enter_code(client, "000000x")
        answers.append((asked.status_code, asked.url, len(page), wrong.status_code))
    assert answers[0] == answers[1]
    assert "まだ登録がありません" in mailoutbox[-1].body


def test_signing_up_twice_looks_the_same_and_makes_one_user() -> None:
    answers = []
    for _ in range(2):
        response = Client().post(
            reverse("account_signup"), {"email": "taro@example.jp"}
        )
        answers.append((response.status_code, response.url))
    assert answers[0] == answers[1]
    assert User.objects.count() == 1


def test_whoever_signs_up_becomes_a_resident(client: Client, mailoutbox: list) -> None:
    client.post(
        reverse("account_signup"),
        {"email": "Taro@Example.jp", "role": Role.SECRETARIAT},
    )
    code = code_in(mailoutbox)
    client.post(reverse("account_email_verification_sent"), {"code": code})
    user = User.objects.get()
    assert (user.email, user.role) == ("taro@example.jp", Role.RESIDENT)
    assert client.get("/mine/").content == b"mine"


def test_the_fourth_request_in_ten_minutes_is_refused_with_a_sentence(
    mailoutbox: list,
) -> None:
    person()
    for _ in range(3):
        assert ask_for_code(Client(), "hanako@example.jp").status_code == 302
    fourth = ask_for_code(Client(), "hanako@example.jp")
    assert fourth.status_code == 200
    assert "10分たってから" in fourth.content.decode()
    assert len(mailoutbox) == 3


def test_three_wrong_codes_end_the_attempt(client: Client, mailoutbox: list) -> None:
    person()
    ask_for_code(client, "hanako@example.jp")
    right = code_in(mailoutbox)
    wrong = "000000" if right != "000000" else "111111"
    first = enter_code(client, wrong)
    assert "確認番号が合いません" in first.content.decode()
    enter_code(client, wrong)
    enter_code(client, wrong)
    enter_code(client, right)
    assert client.get("/mine/").status_code == 302


def test_an_old_address_of_docomo_may_sign_up_and_sign_in(
    client: Client, mailoutbox: list
) -> None:
    address = "hana..ko.@docomo.ne.jp"
    response = client.post(reverse("account_signup"), {"email": address})
    assert response.status_code == 302
    code = code_in(mailoutbox)
    client.post(reverse("account_email_verification_sent"), {"code": code})
    client.post(reverse("account_logout"))
    ask_for_code(client, address)
    assert enter_code(client, code_in(mailoutbox)).status_code == 302


def test_a_person_who_was_switched_off_is_out_at_once(
    client: Client, mailoutbox: list
) -> None:
    user = person()
    ask_for_code(client, user.email)
    enter_code(client, code_in(mailoutbox))
    User.objects.update(is_active=False)
    assert client.get("/mine/").status_code == 302


def test_the_sign_in_page_leads_with_the_six_digits(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert page.index("メールで届く6桁の番号で入る") < page.index('name="password"')
    assert 'id="passkey_login"' in page

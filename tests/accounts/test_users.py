"""Users and the command that makes staff."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from peace.accounts.choices import Role
from peace.accounts.models import User

pytestmark = pytest.mark.django_db


def test_an_address_is_stored_in_one_form() -> None:
    user = User.objects.create_user(" Ｈanako@Example.JP ")
    assert user.email == "hanako@example.jp"
    with pytest.raises(IntegrityError):
        User.objects.create_user("HANAKO@example.jp")


def test_without_a_password_no_password_works() -> None:
    user = User.objects.create_user("hanako@example.jp")
    assert not user.has_usable_password()
    assert user.role == Role.RESIDENT


def test_the_actor_is_an_id() -> None:
    user = User.objects.create_user("hanako@example.jp", name="国立 花子")
    assert user.actor == f"user:{user.pk}"


def test_predicates_follow_the_role() -> None:
    seen = {
        role: (
            (user := User(role=role)).is_city_staff,
            user.is_secretariat,
            user.is_coordinator,
            user.needs_second_factor,
        )
        for role in Role
    }
    assert seen == {
        Role.RESIDENT: (False, False, False, False),
        Role.STAFF: (True, False, False, True),
        Role.COORDINATOR: (False, False, True, True),
        Role.SECRETARIAT: (True, True, False, True),
    }


def test_createstaff_prints_a_password_that_works_and_vouches_for_the_address(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("createstaff", "sato@example.jp", "--name=佐藤", "--role=SECRETARIAT")
    printed = capsys.readouterr().out.split("first visit: ")[1].split()[0]
    user = User.objects.get()
    assert user.check_password(printed)
    assert user.is_secretariat
    assert EmailAddress.objects.get(user=user).verified


def test_createstaff_refuses_an_address_that_is_taken_or_none() -> None:
    User.objects.create_user("sato@example.jp")
    for address in ("Sato@example.jp", "sato"):
        with pytest.raises(CommandError):
            call_command("createstaff", address, "--name=佐藤")
    assert User.objects.get().role == Role.RESIDENT

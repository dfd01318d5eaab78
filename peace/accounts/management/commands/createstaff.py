"""Creates a member of staff, a coordinator or the secretariat."""

import getpass
import secrets
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from peace.accounts.choices import Role
from peace.accounts.usecases.create_staff import AddressTaken, create_staff


class Command(BaseCommand):
    help = "Creates a member of staff and prints a password for the first visit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument(
            "--role",
            type=str.upper,
            default=Role.STAFF,
            choices=[role for role in Role.values if role != Role.RESIDENT],
        )
        parser.add_argument(
            "--ask", action="store_true", help="ask for the password, print none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password = _ask() if options["ask"] else secrets.token_urlsafe(15)
        try:
            user = create_staff(
                email=options["email"],
                name=options["name"],
                role=options["role"],
                password=password,
                now=timezone.now(),
            )
        except AddressTaken as error:
            raise CommandError(f"{error} is in use already") from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{user.email} {user.role}")
        if not options["ask"]:
            self.stdout.write(f"password for the first visit: {password}")
        self.stdout.write(
            "The first visit asks for a second factor and a new password."
        )


def _ask() -> str:
    password = getpass.getpass("Password: ")
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    return password

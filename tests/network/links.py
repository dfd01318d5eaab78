"""Browsers of guardians and delegates, with their links opened."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.youth.choices import Reader
from network.youth.models import Delegate, PersonalLink
from network.youth.usecases.personal_link import make_link


def make(
    of: Delegate, reader: Reader = Reader.GUARDIAN, **options: Any
) -> tuple[PersonalLink, str]:
    return make_link(
        delegate=of, reader=reader, actor="user:1", now=timezone.now(), **options
    )


def opened(of: Delegate, reader: Reader = Reader.GUARDIAN) -> tuple[Client, str]:
    """A browser that typed the code, and the token of its pages."""
    link, code = make(of, reader)
    client = Client()
    answer = client.post(reverse("youth:link", args=[link.token]), {"code": code})
    assert answer.status_code == 302
    return client, link.token


def url(name: str, token: str) -> str:
    return reverse(f"youth:link-{name}", args=[token])


def digest(page: str) -> str:
    """Of the words on the screen, as the form sends it back."""
    found = re.search(r'name="digest" value="(\w+)"', page)
    assert found
    return found[1]

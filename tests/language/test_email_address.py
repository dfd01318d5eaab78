"""E-mail addresses, with the old dot forms of the carriers."""

import pytest
from django.core.exceptions import ValidationError

from peace.language.email_address import (
    has_carrier_dots,
    normalise_email,
    validate_email_address,
)


@pytest.mark.parametrize(
    "address",
    [
        "name@example.jp",
        "a.b@docomo.ne.jp",
        "a..b@docomo.ne.jp",
        "ab.@docomo.ne.jp",
        "a...b..@ezweb.ne.jp",
        "a..b@au.com",
        "a..b@DOCOMO.NE.JP",
        "ab.@t.vodafone.docomo.ne.jp",
    ],
)
def test_accepted(address: str) -> None:
    validate_email_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "name",
        "a..b@example.jp",
        "ab.@gmail.com",
        "a..b@notdocomo.ne.jp",
        "..@docomo.ne.jp",
        "a b..c@docomo.ne.jp",
        ".ab@docomo.ne.jp",
        "a..b@docomo.ne.jp\nBcc: x@example.jp",
    ],
)
def test_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        validate_email_address(address)


def test_only_the_dot_forms_call_for_a_warning() -> None:
    assert has_carrier_dots("a..b@docomo.ne.jp")
    assert not has_carrier_dots("a.b@docomo.ne.jp")
    assert not has_carrier_dots("a..b@example.jp")


def test_the_stored_form() -> None:
    assert normalise_email("　Ｈana.Ko+x@Example.JP ") == "hana.ko+x@example.jp"

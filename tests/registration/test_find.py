"""Finding a registration again by receipt number and four digits."""

import pytest
from django.utils import timezone

from events.registration.models import Registration
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db

NOT_FOUND = "その受付番号と電話番号の組み合わせは見つかりません。"


@pytest.fixture
def party() -> Registration:
    now = timezone.now()
    found = cast.registration(cast.event(now=now), phone="09000001234", now=now)
    Registration.objects.update(receipt_number="47132086")
    found.refresh_from_db()
    return found


def find(client, receipt: str, four: str, language: str = ""):
    return client.post(
        f"{language}/find/", {"receipt_number": receipt, "last_four": four}
    )


@pytest.mark.parametrize("language", ["", "/en", "/ja-easy"])
def test_the_right_pair_leads_to_the_ticket(client, party, language):
    address = language + party.url
    response = find(client, "47132086", "1234", language)

    assert response.status_code == 302
    assert response["Location"] == address


@pytest.mark.parametrize(
    ("receipt", "four"),
    [
        ("4713 2086", "1234"),
        ("４７１３　２０８６", "１２３４"),
        (" 4713-2086 ", " 12 34 "),
        ("４７１３ー２０８６", "1234"),
    ],
)
def test_numbers_may_be_typed_in_many_ways(client, party, receipt, four):
    assert find(client, receipt, four).status_code == 302


@pytest.mark.parametrize(
    ("receipt", "four"), [("47132086", "4321"), ("47132087", "1234")]
)
def test_a_wrong_pair_does_not_tell_which_number_is_wrong(client, party, receipt, four):
    page = Page(find(client, receipt, four))

    assert page.status == 200
    assert NOT_FOUND in page.errors[0]
    assert "042-576-2111" in page.errors[0]
    assert (page.values("receipt_number"), page.values("last_four")) == (
        [receipt],
        [four],
    )
    assert page.dead_targets == []


@pytest.mark.parametrize(
    ("receipt", "four", "sentences"),
    [
        (
            "",
            "",
            ["受付番号を入力してください。", "電話番号の下4桁を入力してください。"],
        ),
        ("123", "1234", ["8桁の数字で入力してください。"]),
        ("47132086", "12345", ["4桁の数字で入力してください。"]),
        ("' OR 1=1--", "%%%%", ["8桁の数字", "4桁の数字"]),
        ("9" * 5000, "x" * 5000, ["8桁の数字", "4桁の数字"]),
        ("٤٧١٣٢٠٨٦", "1234", ["8桁の数字"]),
        ("\0", "\0", ["", ""]),
        ("<script>", "1234", ["8桁の数字"]),
    ],
)
def test_what_is_no_number_is_said_so_beside_the_field(
    client, party, receipt, four, sentences
):
    page = Page(find(client, receipt, four))

    assert page.status == 200
    assert len(page.errors) == len(sentences)
    for error, sentence in zip(page.errors, sentences, strict=True):
        assert sentence in error
    assert page.dead_targets == []
    assert "<script>" not in page.html


def test_after_five_tries_at_one_number_even_the_right_pair_has_to_wait(client, party):
    for _ in range(5):
        assert find(client, "47132086", "0000").status_code == 200

    response = find(client, "47132086", "1234")

    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert "15分" in Page(response).words


def test_somebody_elses_wrong_tries_do_not_stop_another_number(client, party):
    for _ in range(6):
        find(client, "11111111", "0000")

    assert find(client, "47132086", "1234").status_code == 302


def test_one_address_cannot_try_every_number(client, party):
    answers = [
        find(client, str(20_000_000 + number), "1234").status_code
        for number in range(61)
    ]

    assert answers[:60] == [200] * 60
    assert answers[60] == 429


def test_who_gave_no_phone_is_not_found_by_four_digits(client):
    now = timezone.now()
    cast.registration(cast.event(now=now), phone="", now=now)
    receipt = Registration.objects.get().receipt_number

    assert NOT_FOUND in Page(find(client, receipt, "0000")).errors[0]


def test_the_page_is_kept_by_nobody(client):
    assert "no-store" in client.get("/find/")["Cache-Control"]

"""Personal links: made by the city, opened with a code, closed, ended."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.youth.choices import Reader
from network.youth.models import Nomination, PersonalLink
from network.youth.usecases.nominate import withdraw
from network.youth.usecases.personal_link import (
    DelegateEnded,
    LinkClosed,
    NobodyToWrite,
    WrongCode,
    end_link,
    open_link,
)
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.network import builders
from tests.network.links import make, opened, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegate():
    return builders.delegate(
        builders.city(), builders.programme(), born_on=builders.MINOR
    )


@pytest.fixture
def coordinator(delegate):
    return cast.signed_in(builders.coordinator(delegate.municipality).user)


def wrong(code: str) -> str:
    return "00000000" if code != "00000000" else "11111111"


def test_the_letter_carries_the_link_and_never_the_code(delegate):
    link, code = make(delegate)

    letter = OutboxMessage.objects.get(kind="link_guardian")
    assert link.token in letter.text
    assert code not in letter.text
    assert letter.email == "guardian@example.jp"
    assert not letter.phone
    assert code not in link.code_hash


@pytest.mark.parametrize(
    ("language", "words", "path"),
    [
        ("ja", "8けたの数字が要ります", "/network/for/"),
        ("ja-easy", "8つの 数字《すうじ》が いります", "/ja-easy/network/for/"),
        ("en", "asks for eight digits", "/en/network/for/"),
    ],
)
def test_the_letter_is_in_the_language_that_the_city_chose(
    delegate, language, words, path
):
    make(delegate, language=language)

    letter = OutboxMessage.objects.get(kind="link_guardian")
    assert words in letter.text
    assert f"{path}" in letter.text
    assert "{" not in letter.text


def test_without_an_address_nobody_is_written_to_and_the_old_link_stays(delegate):
    link, _code = make(delegate)
    Nomination.objects.update(guardian_email="")

    with pytest.raises(NobodyToWrite):
        make(delegate)

    link.refresh_from_db()
    assert link.ended_at is None


def test_a_new_link_ends_the_one_before(delegate):
    old, _code = make(delegate)

    make(delegate)

    assert delegate.links.filter(ended_at=None).count() == 1
    assert Client().get(old.url).status_code == 404


def test_the_fifth_wrong_code_closes_the_link_for_half_an_hour(delegate):
    link, code = make(delegate)
    now = timezone.now()
    for _ in range(4):
        with pytest.raises(WrongCode):
            open_link(link=link, code=wrong(code), now=now)
    with pytest.raises(LinkClosed):
        open_link(link=link, code=wrong(code), now=now)

    with pytest.raises(LinkClosed):
        open_link(link=link, code=code, now=now + timedelta(minutes=29))
    open_link(link=link, code=code, now=now + timedelta(minutes=31))

    link.refresh_from_db()
    assert link.failures == 0
    assert link.opened_at == now + timedelta(minutes=31)


def test_the_right_code_at_the_fifth_try_opens(delegate):
    link, code = make(delegate)
    now = timezone.now()
    for _ in range(4):
        with pytest.raises(WrongCode):
            open_link(link=link, code=wrong(code), now=now)

    open_link(link=link, code=code, now=now)

    link.refresh_from_db()
    assert link.closed_until is None


def test_before_the_code_the_page_tells_nobody_about_whom_it_is(delegate):
    link, _code = make(delegate)

    page = Client().get(link.url)

    assert page.status_code == 200
    for secret in (
        delegate.nomination.name,
        delegate.nomination.guardian_name,
        delegate.municipality.name,
        "架空",
    ):
        assert secret not in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_code_with_spaces_and_wide_digits_opens(delegate):
    link, code = make(delegate)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)

    answer = Client().post(link.url, {"code": f"{wide[:4]}　{wide[4:]}"})

    assert answer.status_code == 302


def test_a_wrong_code_is_said_next_to_the_field(delegate):
    link, code = make(delegate)

    page = Client().post(link.url, {"code": wrong(code)})

    assert page.status_code == 200
    assert "数字が違います。確かめてください。" in page.content.decode()


def test_cut_foreign_and_ended_links_answer_like_one_that_never_was(delegate):
    link, _code = make(delegate)
    ended, _code = make(delegate, Reader.DELEGATE)
    end_link(
        delegate=delegate, reader=Reader.DELEGATE, actor="user:1", now=timezone.now()
    )
    token = link.token
    pages = set()
    for each in ("made-up", token[:-1], ended.token, f"{token}x"):
        page = Client().get(reverse("youth:link", args=[each]))
        assert page.status_code == 404
        # Its own address stands in the links to the other languages.
        pages.add(page.content.decode().replace(each, ""))

    assert len(pages) == 1


def test_the_session_of_one_link_opens_no_other(delegate):
    client, _token = opened(delegate)
    other, _code = make(delegate, Reader.DELEGATE)
    foreign = builders.delegate(builders.city(builders.HINO), delegate.programme)
    strange, _code = make(foreign, Reader.DELEGATE)

    for link in (other, strange):
        answer = client.get(url("home", link.token))
        assert answer.status_code == 302
        assert answer["Location"] == link.url


def test_a_planted_session_gets_a_new_key(delegate):
    link, code = make(delegate)
    client = Client()
    client.session.save()
    before = client.session.session_key

    client.post(link.url, {"code": code})

    assert client.session.session_key != before


def test_closing_the_page_forgets_the_code(delegate):
    client, token = opened(delegate)

    answer = client.post(url("close", token))

    assert answer.status_code == 302
    assert client.get(url("home", token)).status_code == 302
    assert "ページを閉じました" in client.get(answer["Location"]).content.decode()


def test_after_two_hours_the_code_is_asked_for_again(delegate):
    client, token = opened(delegate)
    session = client.session
    ((key, _at),) = session["youth_links"].items()
    past = timezone.now() - timedelta(hours=2, minutes=1)
    session["youth_links"] = {key: past.isoformat()}
    session.save()

    assert client.get(url("home", token)).status_code == 302


def test_when_the_delegate_ends_their_links_end(delegate):
    client, token = opened(delegate)

    withdraw(
        nomination=delegate.nomination,
        reason="入学",
        actor="user:1",
        now=timezone.now(),
    )

    assert client.get(url("home", token)).status_code == 404
    with pytest.raises(DelegateEnded):
        make(delegate)


def test_too_many_tries_from_one_address_have_to_wait(delegate):
    cache.clear()
    link, _code = make(delegate)
    client = Client()

    answers = [client.post(link.url, {"code": "1"}).status_code for _ in range(31)]

    assert answers == [200] * 30 + [429]
    cache.clear()


# The city's page


def test_the_city_sees_the_code_once_and_the_link_never(delegate, coordinator):
    links = reverse("youth:delegate-links", args=[delegate.pk])
    page = coordinator.post(
        reverse("youth:delegate-link-make", args=[delegate.pk]),
        {"reader": "GUARDIAN", "language": "en"},
    )

    link = PersonalLink.objects.get(ended_at=None)
    shown = page.content.decode()
    code = page.context["code"].replace(" ", "")
    assert link.fits(code)
    assert page.context["code"] in shown
    assert "no-store" in page["Cache-Control"]
    assert "The digits for your page" in shown
    later = coordinator.get(links).content.decode()
    assert page.context["code"] not in later
    for page in (shown, later):
        assert link.token not in page
        assert link.uuid.hex not in page
    assert "まだ開いていない" in later


def test_the_slip_names_neither_the_young_person_nor_the_link(delegate, coordinator):
    page = coordinator.post(
        reverse("youth:delegate-link-make", args=[delegate.pk]), {"reader": "GUARDIAN"}
    )

    slip = page.context["slip"]
    assert delegate.nomination.name not in slip.subject + slip.text
    assert "/network/for/" not in slip.text


def test_a_grown_up_has_no_link_of_a_guardian(coordinator, delegate):
    Nomination.objects.update(born_on=builders.ADULT)

    coordinator.post(
        reverse("youth:delegate-link-make", args=[delegate.pk]), {"reader": "GUARDIAN"}
    )

    assert not PersonalLink.objects.exists()
    page = coordinator.get(reverse("youth:delegate-links", args=[delegate.pk]))
    assert [each.reader for each in page.context["standings"]] == [Reader.DELEGATE]


def test_ending_a_link_shuts_out_whoever_is_inside(delegate, coordinator):
    client, token = opened(delegate)

    coordinator.post(
        reverse("youth:delegate-link-end", args=[delegate.pk]), {"reader": "GUARDIAN"}
    )

    assert client.get(url("home", token)).status_code == 404
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"personal_link.made", "personal_link.ended"} <= verbs


def test_a_viewer_reads_and_cannot_make_or_end(delegate):
    viewer = cast.signed_in(
        builders.coordinator(delegate.municipality, level="VIEWER").user
    )

    page = viewer.get(reverse("youth:delegate-links", args=[delegate.pk]))
    made = viewer.post(
        reverse("youth:delegate-link-make", args=[delegate.pk]), {"reader": "GUARDIAN"}
    )

    assert page.status_code == 200
    assert not page.context["may_edit"]
    assert made.status_code == 403

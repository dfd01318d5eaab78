"""Visitors count themselves with the QR on the wall."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from events.door.counting_code import counting_code
from events.door.models import HandCount
from events.door.views import count as views
from tests import cast
from tests.door.builders import event

pytestmark = pytest.mark.django_db


@pytest.fixture
def show():
    return event(slots=0, ends_at=timezone.now() + timedelta(hours=5))


def page_of(show, language: str = "") -> str:
    return f"{language}/count/{counting_code(show.slug)}/"


@pytest.mark.parametrize("language", ["", "/en", "/ja-easy"])
def test_one_tap_counts_and_leads_on_in_three_languages(client, show, language):
    page = client.get(page_of(show, language))
    tap = re.search(r'name="tap" value="([^"]+)"', page.content.decode())[1]

    form = {"tap": tap, "age": "OVER_70", "visit": "FIRST"}
    answers = [client.post(page_of(show, language), form) for _ in range(3)]

    assert {answer.url for answer in answers} == {page_of(show, language) + "thanks/"}
    head = HandCount.objects.get()
    assert (head.is_by_visitor, head.age_band, head.visit) == (True, "OVER_70", "FIRST")
    assert client.get(answers[0].url).status_code == 200
    assert not client.cookies


def test_saying_nothing_of_oneself_counts_as_well(client, show):
    client.post(page_of(show), {"tap": uuid.uuid4()})

    assert HandCount.objects.get().age_band == ""


@pytest.mark.parametrize("form", [{}, {"tap": "x"}, {"tap": "x" * 3000}])
def test_without_its_id_a_tap_counts_nobody(client, show, form):
    assert client.post(page_of(show), form).status_code == 200
    assert not HandCount.objects.exists()


def test_a_code_that_was_made_up_leads_nowhere(client, show):
    other = signing.Signer(salt="registration").sign(show.slug)

    for code in (show.slug, counting_code(show.slug)[:-1], other):
        assert client.get(f"/count/{code}/").status_code == 404


def test_before_and_after_the_event_nobody_is_counted(client, show):
    show.starts_at = timezone.now() + timedelta(hours=3)
    show.save()

    page = client.post(page_of(show), {"tap": uuid.uuid4()})

    assert "受け付けていません" in page.content.decode()
    assert not HandCount.objects.exists()


def test_a_machine_is_slowed_down_kindly(client, show, monkeypatch):
    monkeypatch.setitem(views.TAPS, "limit", 2)

    codes = [
        client.post(page_of(show), {"tap": uuid.uuid4()}).status_code for _ in range(3)
    ]

    assert codes == [302, 302, 429]


def test_the_questionnaire_is_offered_where_there_is_one(client, show):
    thanks = page_of(show) + "thanks/"
    before = client.get(thanks).content.decode()
    show.questionnaire_url = "https://example.jp/q"
    show.save()

    assert "アンケートに答える" not in before
    assert 'href="https://example.jp/q"' in client.get(thanks).content.decode()


def test_staff_see_visitors_counts_apart_and_print_the_poster(client, show):
    HandCount.objects.create(
        event=show, is_by_visitor=True, actor="visitor", at=timezone.now()
    )
    cast.signed_in(cast.aoki(), client)

    day = client.get(reverse("staff:event", args=[show.slug])).content.decode()
    poster = client.get(reverse("staff:count-poster", args=[show.slug]))

    assert re.search(r'data-count="by-visitors">1<', day)
    assert re.search(r'data-count="by-helpers">0<', day)
    assert page_of(show) in poster.content.decode()

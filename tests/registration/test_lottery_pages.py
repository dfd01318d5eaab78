"""The pages of a lottery: for everybody by number, for staff step by step."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.programme.models import Event
from events.registration.models import Lottery, Registration
from peace.language.dates import jst
from tests import cast
from tests.page import Page, forget_pages
from tests.registration.drawing import (
    CLOSES,
    ask_again,
    draw,
    drawing_day,
    enter,
    lottery_event,
    repeat,
    seal,
)

pytestmark = pytest.mark.django_db

PUBLIC, STAFF = "/events/talk/lottery/", "/staff/events/talk/lottery/"


def now():
    return timezone.now()


def ago(days: int):
    """A NOW such that closing, or the draw, is so long past."""
    return now() - timedelta(days=days)


def read(path: str, language: str = "") -> Page:
    forget_pages()
    return Page(Client().get(f"{language}{path}"))


def entered(at, *, parties: int = 5, seats: int = 4, **values) -> Event:
    event = lottery_event(now=at, seats=seats, **values)
    seal(event, now=at)
    for _ in range(parties):
        enter(event, "国立 花子", "国立 太郎", now=at)
    return event


# For everybody


def test_an_event_without_a_lottery_says_so():
    cast.event(now=now())

    assert "この催しに、抽選はありません。" in read(PUBLIC).words


def test_before_the_seal_nobody_can_enter_and_the_pages_say_why():
    event = lottery_event(now=now())

    page = read("/events/talk/register/")
    sent = Client().post(
        "/events/talk/register/", cast.form_data(*cast.timeslots(event))
    )

    assert "抽選の準備ができたら、このページから申し込めます。" in page.words
    assert "抽選の準備ができたら" in Page(sent).words
    assert "抽選の封を、ここで公開します。" in read(PUBLIC).words
    assert not Registration.objects.exists()


def test_the_agenda_says_lottery_and_not_that_seats_are_free():
    event = lottery_event(now=now())
    seal(event, now=now())

    page = read("/")

    assert "抽選の申込み受付中" in page.words
    assert "空きあり" not in page.words.split("体験伝承者講話")[-1]


def test_the_form_says_that_it_is_a_lottery_and_when_it_is_drawn():
    event = lottery_event(now=now())
    lottery = seal(event, now=now())

    page = read("/en/events/talk/register/")
    sent = Client().post(
        "/events/talk/register/", cast.form_data(*cast.timeslots(event)), follow=True
    )

    assert "your chance is the same whenever you register" in page.words
    assert f"{lottery.public_value_on:%Y}" in page.words
    assert "抽選番号 1" in Page(sent).words
    assert "まだ席は決まっていません。" in Page(sent).words


def test_the_page_shows_the_seal_and_what_comes_next():
    event = lottery_event(now=now())
    lottery = seal(event, now=now(), tiers=["FIRST_TIMERS"])

    for language, words in [
        ("", "受付の前に予告した公の値（第7000回の当選番号）を加えます。"),
        ("/en", "We add a public value named in advance (The number of draw 7000)"),
        ("/ja-easy", "前に 知らせた 数（第7000回の当選番号）を 入れます。"),
    ]:
        page = read(PUBLIC, language)
        assert page.status == 200
        assert lottery.seed_hash in page.words
        assert words in page.words
        assert page.dead_targets == []
    assert "はじめての方を先に並べます。" in read(PUBLIC).words
    assert lottery.sealed_seed not in read(PUBLIC).html


def test_after_closing_the_page_says_until_when_the_list_is_fixed():
    entered(ago(CLOSES.days) - timedelta(hours=2))

    assert "までに確定します。" in read(PUBLIC).words


def test_the_result_is_found_by_number():
    event = entered(ago(7))
    lottery = draw(event, now=ago(7))
    (slot,) = event.timeslots.all()
    result = json.loads(Client().get("/events/talk/lottery.json").content)["draws"][0]
    outcome = result["result"][str(slot.pk)]
    winner, loser = outcome["won"][0], outcome["ranking"][-1]

    assert (
        f"番号{winner} 13:30 広島の話 当選 抽選の順位 1番"
        in read(f"{PUBLIC}?number={winner}").words
    )
    assert (
        f"番号{loser} 13:30 広島の話 落選 抽選の順位 5番"
        in read(f"{PUBLIC}?number={loser}").words
    )
    for typed in ["99", "x", "-1", "٣٣", "9" * 400, "１"]:
        assert Client().get(PUBLIC, {"number": typed}).status_code == 200
    assert "番号99は、この一覧にありません。" in read(f"{PUBLIC}?number=99").words
    assert lottery.seed in read(PUBLIC).words


def test_pages_and_proof_hold_no_names():
    event = entered(ago(7))
    draw(event, now=ago(7))

    for path in [PUBLIC, "/events/talk/lottery.json"]:
        html = Client().get(path).content.decode()
        assert "国立 花子" not in html
        assert "example.jp" not in html


def test_the_proof_is_a_file():
    event = entered(ago(7))
    draw(event, now=ago(7))

    response = Client().get("/events/talk/lottery.json")

    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Content-Disposition"] == (
        'attachment; filename="lottery-talk.json"'
    )
    assert [each["attempt"] for each in response.json()["draws"]] == [1]


def test_a_repeat_shows_both_draws_and_a_request_without_approval_none():
    event = entered(ago(10))
    draw(event, now=ago(10))
    lottery = ask_again(event, base=ago(10))
    assert lottery.seed_hash not in read(PUBLIC).html
    assert len(Client().get("/events/talk/lottery.json").json()["draws"]) == 1
    lottery.delete()

    repeat(event, now=ago(10))

    page = read(PUBLIC)
    for each in Lottery.objects.all():
        assert each.seed in page.words
        assert each.result_hash in page.words
    assert "はがき3通を入れていませんでした。" in page.words
    assert "1回目の抽選の記録" in page.words


def test_a_draft_answers_like_nothing():
    lottery_event(now=now(), status="DRAFT")

    assert Client().get(PUBLIC).status_code == 404
    assert Client().get("/events/talk/lottery.json").status_code == 404


@pytest.mark.parametrize("parties", [1, 8])
def test_statements_do_not_grow_with_the_list(parties, django_assert_max_num_queries):
    event = entered(ago(7), parties=parties)
    draw(event, now=ago(7))

    with django_assert_max_num_queries(6):
        Client().get(PUBLIC)


# For staff


@pytest.fixture
def aoki() -> Client:
    return cast.signed_in(cast.aoki())


@pytest.fixture
def baba() -> Client:
    return cast.signed_in(cast.baba())


def form(**values) -> dict[str, str]:
    return {
        "name_ja": "第7000回の当選番号",
        "known_on": jst(now() + timedelta(days=6)).date().isoformat(),
    } | values


def test_staff_seal_once_and_the_page_goes_on(aoki):
    lottery_event(now=now())

    page = Page(aoki.post(STAFF, form(tiers=["RESIDENTS"]), follow=True))
    again = Page(aoki.post(STAFF, form()))

    lottery = Lottery.objects.get()
    assert lottery.tiers == ["RESIDENTS"]
    assert lottery.public_value_name["ja"] == "第7000回の当選番号"
    assert "封を公開しました。" in page.words
    assert lottery.seed_hash in page.words
    assert lottery.seed_hash in again.words


def test_what_is_missing_is_said_next_to_the_field_and_kept(aoki):
    event = lottery_event(now=now())

    page = Page(aoki.post(STAFF, {"name_ja": "終値", "known_on": ""}))
    early = Page(aoki.post(STAFF, form(known_on=jst(now()).date().isoformat())))
    Event.objects.filter(pk=event.pk).update(closes_at=None)
    endless = Page(aoki.post(STAFF, form()))

    assert page.errors == ["公の値が分かる日を入力してください。"]
    assert page.values("name_ja") == ["終値"]
    assert "先に分かる値では、抽選の証明になりません。" in early.words
    assert "先に、申込みの締切を" in endless.words
    assert not Lottery.objects.exists()


def test_an_event_without_lottery_has_nothing_to_seal(aoki):
    cast.event(now=now())

    assert "この催しに、抽選の回はありません。" in Page(aoki.get(STAFF)).words
    for path in ["freeze/", "draw/", "decide/"]:
        aoki.post(STAFF + path, {"public_value": "1"})
    assert not Lottery.objects.exists()


def test_the_day_page_links_the_lottery_once(aoki):
    lottery_event(now=now(), slots=2)
    cast.event(slug="other", now=now())

    links = Page(aoki.get("/staff/events/talk/")).links
    assert links.count(STAFF) == 1
    assert STAFF not in Page(aoki.get("/staff/events/other/")).links


def test_freeze_look_at_it_draw_and_never_again(aoki):
    event = entered(ago(7))

    frozen = Page(aoki.post(f"{STAFF}freeze/", follow=True))
    check = Page(aoki.post(f"{STAFF}draw/", {"public_value": "４８２１"}))
    assert not Lottery.objects.get().is_drawn
    drawn = Page(
        aoki.post(
            f"{STAFF}draw/", {"public_value": "4821", "confirmed": "1"}, follow=True
        )
    )
    again = Page(
        aoki.post(
            f"{STAFF}draw/", {"public_value": "9999", "confirmed": "1"}, follow=True
        )
    )

    assert "名簿を確定し、公開しました。" in frozen.words
    assert check.values("public_value") == ["4821"]
    assert "定員4人に、5組10人" in check.words
    assert "5組へ、結果のお知らせをすぐに送ります。" in check.words
    assert "抽選しました。" in drawn.words
    assert "もう一度行うには、職員2名の承認と理由が必要です。" in again.words
    assert Lottery.objects.get().public_value == "4821"
    assert event.lotteries.count() == 1


def test_too_early_is_a_sentence(aoki):
    event = lottery_event(now=now())
    seal(event, now=now())

    freeze = Page(aoki.post(f"{STAFF}freeze/", follow=True))
    draws = Page(
        aoki.post(f"{STAFF}draw/", {"public_value": "1", "confirmed": "1"}, follow=True)
    )
    empty = Page(aoki.post(f"{STAFF}draw/", {"public_value": " "}, follow=True))

    assert "申込みを受け付けている間は、名簿を確定できません。" in freeze.words
    assert "先に名簿を確定してください。" in draws.words
    assert "その値を入力してください。" in empty.words


def test_one_asks_and_another_approves(aoki, baba):
    event = entered(ago(7))
    draw(event, now=ago(7))

    asked = Page(aoki.post(f"{STAFF}repeat/", form(reason="もれ"), follow=True))
    own = Page(aoki.post(f"{STAFF}decide/", {"decision": "approve"}, follow=True))
    theirs = Page(baba.get(STAFF))
    approved = Page(baba.post(f"{STAFF}decide/", {"decision": "approve"}, follow=True))

    assert "再抽選を依頼しました。" in asked.words
    assert "再抽選を承認する" not in asked.words
    assert "依頼した人とは別の職員が承認してください。" in own.words
    assert "再抽選を承認する" in theirs.words
    assert "再抽選を承認し、名簿を公開しました。" in approved.words
    assert "2回目青木 葵馬場 弁" in approved.words
    second = Lottery.objects.get(attempt=2)
    assert second.is_frozen
    assert second.approved_by != second.requested_by
    assert second.seed_hash in read(PUBLIC).words


def test_a_request_can_be_taken_back(aoki):
    event = entered(ago(7))
    draw(event, now=ago(7))
    aoki.post(f"{STAFF}repeat/", form(reason="もれ"))

    page = Page(aoki.post(f"{STAFF}decide/", {"decision": "drop"}, follow=True))

    assert "再抽選の依頼を取り下げました。" in page.words
    assert Lottery.objects.count() == 1
    assert drawing_day(ago(7)) < now()


def test_a_request_without_a_reason_is_refused(aoki):
    event = entered(ago(7))
    draw(event, now=ago(7))

    page = Page(aoki.post(f"{STAFF}repeat/", form(reason="")))

    assert page.errors == ["理由を入力してください。"]
    assert Lottery.objects.count() == 1

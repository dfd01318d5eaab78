"""A lottery in the browser: a visitor enters, staff draw, a citizen checks."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from events.registration.models import Lottery
from peace.accounts.models import User
from peace.language.dates import jst
from tests import cast
from tests.journeys.inspection import inspect
from tests.journeys.stack import DemoStack
from tests.registration.drawing import enter, lottery_event, seal

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]


def test_a_visitor_enters_without_scripts_and_reads_how_it_is_drawn(
    demo: DemoStack, open_context: Opener
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"{demo.url}/events/lottery-talk/")
    expect(page.get_by_text("抽選の申込み受付中")).to_be_visible()
    page.get_by_role("link", name="参加する回を選んで申し込む").click()
    expect(page.get_by_text("いつ申し込んでも、当たりやすさは同じです")).to_be_visible()
    page.get_by_label("お名前").fill("国立 花子")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("電話番号").fill("090-0000-5678")

    page.get_by_role("button", name="この内容で申し込む").last.click()

    expect(page.get_by_text("まだ席は決まっていません")).to_be_visible()
    expect(page.locator(".slip").get_by_text("抽選待ち")).to_be_visible()
    number = page.locator("b.reading").inner_text()
    assert number.isdecimal()
    page.get_by_role("link", name="抽選の決め方と結果").click()
    expect(page.get_by_role("heading", name="抽選の確かめ方")).to_be_visible()
    expect(page.locator("code.hash")).to_have_count(1)


def test_a_citizen_finds_a_number_and_checks_the_file(
    demo: DemoStack, open_context: Opener, tmp_path: Path
) -> None:
    page = open_context().new_page()
    page.goto(f"{demo.url}/events/lottery-drawn/lottery/")
    page.get_by_label("抽選番号を探す").fill("3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("番号3")
    with page.expect_download() as download:
        page.get_by_role("link", name="計算に使うファイル").click()
    path = tmp_path / "proof.json"
    download.value.save_as(path)

    said = StringIO()
    call_command("lottery_verify", str(path), stdout=said)
    assert said.getvalue() == "OK: 1 of 1 draws agree.\n"
    assert json.loads(path.read_text("utf-8"))["event"] == "lottery-drawn"


@pytest.mark.django_db(transaction=True)
def test_staff_freeze_and_draw_and_two_of_them_repeat(
    live_server: LiveServer, open_context: Opener
) -> None:
    closed = timezone.now() - timedelta(days=7)
    event = lottery_event(now=closed, seats=3)
    seal(event, now=closed)
    for _ in range(3):
        enter(event, "国立 花子", "国立 太郎", now=closed)
    staff = f"{live_server.url}/staff/events/{event.slug}/lottery/"
    page = _signed_in(open_context(), live_server, cast.aoki())

    page.goto(staff)
    page.get_by_role("button", name="名簿を確定して公開する").click()
    page.get_by_label("公の値").fill("４８２１")
    page.get_by_role("button", name="抽選の前に確かめる").click()
    expect(page.locator(".receipt")).to_have_text("4821")
    assert inspect(page, "staff:lottery-draw") == []
    page.get_by_role("button", name="この値で抽選する").click()
    expect(page.get_by_text("抽選しました。結果を公開しました。")).to_be_visible()
    expect(page.get_by_text("当選", exact=True)).to_have_count(1)

    page.get_by_role("link", name="再抽選を依頼する").click()
    page.get_by_label("やり直す理由").fill("はがき3通がもれていました。")
    page.get_by_label("公の値の名前（日本語）").fill("第7001回の当選番号")
    day = jst(timezone.now() + timedelta(days=2)).date()
    page.get_by_label("公の値が分かる日").fill(day.isoformat())
    page.get_by_role("button", name="再抽選を依頼する").click()
    expect(page.get_by_role("button", name="再抽選を承認する")).to_have_count(0)

    other = _signed_in(open_context(), live_server, cast.baba())
    other.goto(staff)
    assert inspect(other, "staff:lottery to approve") == []
    other.get_by_role("button", name="再抽選を承認する").click()
    expect(other.get_by_text("再抽選を承認し、名簿を公開しました。")).to_be_visible()
    other.get_by_role("link", name="公開ページ").click()
    expect(other.get_by_text("はがき3通がもれていました。")).to_be_visible()
    assert inspect(other, "registration:lottery to repeat") == []
    assert Lottery.objects.drawn().count() == 1


def _signed_in(context: BrowserContext, server: LiveServer, user: User) -> Page:
    cookie = cast.signed_in(user).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": server.url}]
    )
    return context.new_page()

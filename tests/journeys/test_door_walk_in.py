"""People without a ticket: heads, a name, the waiting line, an exhibition."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.door import pair, run_in
from tests.journeys.inspection import inspect
from tests.journeys.pages import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"viewport": {"width": 360, "height": 720}}

_STAGE = """
import json, uuid
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from events.door.counting_code import counting_code
from events.programme.models import Programme, Quota
from tests.door.builders import event, slots_of
from tests.door.line import wait_in
slug = "walk-" + uuid.uuid4().hex[:8]
talks = Programme.objects.get(slug="legacy-talks")
"""


def hall(demo, *, seats: int, waiting: tuple[int, ...] = ()) -> str:
    """A talk for whoever comes first, doors open, with SEATS and a line before it."""
    return run_in(
        demo,
        f"""{_STAGE}
made = event(slug=slug, programme=talks)
(slot,) = slots_of(made)
slot.walk_ins_from = timezone.now()
slot.save()
quota = Quota.objects.filter(timeslot=slot)
quota.update(capacity=0)
with transaction.atomic():
    for people in {waiting!r}:
        wait_in(slot, people)
quota.update(capacity={seats})
print(json.dumps(slug))
""",
    )


def exhibition(demo) -> list[str]:
    """An exhibition that is open now, and the code on its wall."""
    return run_in(
        demo,
        f"""{_STAGE}
event(slug=slug, programme=talks, slots=0, ends_at=timezone.now() + timedelta(hours=3),
      questionnaire_url="https://example.jp/q")
print(json.dumps([slug, counting_code(slug)]))
""",
    )


def figures(demo, slug: str) -> list[int]:
    """Heads inside, of them over, seats taken."""
    return run_in(
        demo,
        f"""
import json
from events.programme.models import Quota
from events.registration.models import WalkIn
heads = WalkIn.objects.counted().filter(timeslot__event__slug={slug!r})
taken = Quota.objects.get(timeslot__event__slug={slug!r}).taken
print(json.dumps([heads.count(), heads.filter(is_over=True).count(), taken]))
""",
    )


def test_heads_are_counted_with_and_without_signal(demo, open_context):
    slug = hall(demo, seats=2)
    context = open_context(**PHONE)
    page = context.new_page()
    pair(page, demo, slug)
    plus = page.get_by_role("button", name="当日入場 +1")
    told = page.locator("#walk-in-told")

    page.get_by_role("button", name="20代").click()
    page.get_by_role("button", name="はじめて").click()
    plus.click()
    expect(told).to_have_text("1人、入場しました。残り1席")
    expect(page.get_by_role("button", name="20代")).to_have_attribute(
        "aria-pressed", "false"
    )

    context.set_offline(True)
    plus.click()
    expect(told).to_contain_text("仮に1人、数えました")
    plus.click()
    expect(page.locator("#strip-unsent")).to_contain_text("2件")
    expect(page.locator("#walk-in-left")).to_have_text("残り0席（仮）")
    page.get_by_role("button", name="1人戻す").click()
    expect(told).to_have_text("1人、元に戻しました。")
    plus.click()
    plus.click()
    expect(page.locator("#strip-unsent")).to_contain_text("5件")

    context.set_offline(False)
    expect(page.locator("#strip-unsent")).to_be_hidden(timeout=20_000)
    expect(page.locator("#walk-in-left")).to_have_text("残り0席")
    plus.click()
    expect(told).to_contain_text("満席です")

    assert figures(demo, slug) == [4, 2, 2]


def test_somebody_with_a_name_leaves_none_on_the_phone(demo, open_context):
    slug = hall(demo, seats=5)
    page = open_context(**PHONE).new_page()
    pair(page, demo, slug)

    page.get_by_role("button", name="名前で登録").click()
    page.get_by_label("お名前", exact=True).fill("金糸雀 花子")
    page.locator("#name-form").get_by_text("2", exact=True).click()
    page.get_by_role("button", name="登録して入場").click()

    expect(page.locator("#slip-receipt")).to_have_text(re.compile(r"^\d{4} \d{4}$"))
    expect(page.locator("#slip-people")).to_have_text("2人、入場しました")
    expect(page.locator("#slip-path")).to_have_attribute("d", re.compile("^M"))
    page.get_by_role("button", name="次の人").click()
    kept = page.evaluate("JSON.stringify([{...localStorage}, document.body.innerHTML])")
    assert "金糸雀" not in kept


def test_the_line_is_seated_in_its_order(demo, open_context):
    slug = hall(demo, seats=3, waiting=(2, 3))
    page = open_context(**PHONE).new_page()
    pair(page, demo, slug)

    page.get_by_role("button", name="当日入場 +1").click()
    expect(page.locator("#walk-in-told")).to_contain_text("番号1の組が先です")
    page.get_by_role("button", name="キャンセル待ちを案内する").click()
    expect(page.locator("#line-free")).to_have_text("空いた席 3")
    page.get_by_role("button", name="番号2 来ている").click()
    expect(page.locator("#line-told")).to_contain_text("番号1の組が先です")
    page.get_by_role("button", name="番号1 いない").click()
    expect(page.get_by_text("呼んだときにいなかった組")).to_be_visible()
    page.get_by_role("button", name="番号2 来ている").click()
    expect(page.locator("#line-told")).to_contain_text("番号2の3人、席が決まり")
    expect(page.get_by_role("button", name="番号1 来ている")).to_be_visible()


def test_an_exhibition_is_counted_by_hand_and_by_visitors(demo, open_context):
    slug, code = exhibition(demo)
    context = open_context(**PHONE)
    page = context.new_page()
    pair(page, demo, slug)

    page.get_by_role("button", name="人数を数える").click()
    page.get_by_role("button", name="+1", exact=True).click()
    page.keyboard.press("Enter")
    page.locator("#screen-count h1").evaluate("each => each.focus()")
    page.keyboard.press(" ")
    expect(page.locator("#count-number")).to_have_text("3")
    # The strip is drawn a moment after the number: it may be hidden before the last.
    expect(page.locator("#count-unsent")).to_be_hidden(timeout=20_000)
    expect(page.locator("#strip-unsent")).to_be_hidden(timeout=20_000)
    context.set_offline(True)
    page.keyboard.press(" ")
    expect(page.locator("#count-number")).to_have_text("4")
    expect(page.locator("#count-unsent")).to_have_text("うち未送信 1人（仮）")
    page.get_by_role("button", name="1人戻す").click()
    expect(page.locator("#count-number")).to_have_text("3")
    context.set_offline(False)
    expect(page.locator("#strip-unsent")).to_be_hidden(timeout=20_000)
    expect(page.locator("#count-number")).to_have_text("3")
    expect(page.locator("#count-hours li").first).to_be_visible()

    visitor = open_context(java_script_enabled=False, **PHONE)
    wall = visitor.new_page()
    wall.goto(f"{demo.url}/count/{code}/")
    wall.get_by_text("はじめて", exact=True).click()
    wall.get_by_role("button", name="来ました（1人）").click()
    expect(wall.get_by_role("link", name="アンケートに答える")).to_be_visible()
    wall.reload()
    assert visitor.cookies() == []

    staff = open_context().new_page()
    staff.goto(f"{demo.url}/demo/enter/staff/")
    staff.click("main form button")
    staff.goto(f"{demo.url}/staff/events/{slug}/")
    expect(staff.locator("[data-count=by-helpers]")).to_have_text("3")
    expect(staff.locator("[data-count=by-visitors]")).to_have_text("1")


@pytest.mark.parametrize("prefix", LANGUAGES, ids=["ja", "en", "ja-easy"])
def test_counting_oneself_is_for_all(demo, open_context, prefix):
    _slug, code = exhibition(demo)
    page = open_context().new_page()
    page.goto(f"{demo.url}{prefix}/count/{code}/")
    faults = inspect(page, f"{prefix} count")
    page.locator("main form button").click()
    expect(page.locator("main form button")).to_have_count(0)
    faults += inspect(page, f"{prefix} thanks")
    assert not faults, "\n".join(faults)

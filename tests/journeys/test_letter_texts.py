"""A clerk words a letter for one event, and settles what did not arrive."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.door import run_in
from tests.journeys.inspection import inspect
from tests.journeys.mail import open_mail
from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]


def enter(page: Page, demo: DemoStack) -> None:
    page.goto(f"{demo.url}/demo/enter/staff/")
    page.locator("main form button").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def an_event(demo: DemoStack) -> str:
    """A talk of a journey's own in two weeks, open for registrations."""
    return run_in(
        demo,
        """
import uuid
from django.utils import timezone
from events.programme.models import Programme
from tests import cast
made = cast.event(
    slug="letters-" + uuid.uuid4().hex[:8], now=timezone.now(),
    programme=Programme.objects.get(slug="legacy-talks"),
)
print(json.dumps(made.slug))
""",
    )


def somebody_registers(demo: DemoStack, slug: str, email: str, **changes: str) -> int:
    """A party with a letter; CHANGES are written into its row of the outbox."""
    return run_in(
        demo,
        f"""
from django.db import transaction
from django.utils import timezone
from events.programme.models import Event
from peace.outbox.models import OutboxMessage
from tests import cast
with transaction.atomic():
    party = cast.registration(
        Event.objects.get(slug={slug!r}), email={email!r}, phone="042-000-1234",
        people=["手紙 " + {email!r}.partition("-")[0]], now=timezone.now(),
    )
    letter = OutboxMessage.objects.get(about=party.about)
    OutboxMessage.objects.filter(pk=letter.pk).update(**{changes!r})
print(json.dumps(letter.pk))
""",
    )


def test_a_letter_is_worded_looked_at_sampled_and_sent(
    demo: DemoStack, open_context: Opener
) -> None:
    slug = an_event(demo)
    page, box = open_context().new_page(), open_context().new_page()
    enter(page, demo)
    page.goto(f"{demo.url}/staff/events/{slug}/edit/")
    page.get_by_role("link", name="お知らせの文面").click()
    page.get_by_role("link", name="申込みの控え", exact=True).click()

    body = page.locator("#id_ja-body")
    body.click()
    body.press("Control+Home")
    body.press_sequentially("ようこそ。場所は ")
    page.get_by_role("button", name="会場の住所").click()
    body.press("Enter")
    expect(body).to_have_value(re.compile(r"^ようこそ。場所は \{venue_address\}\n"))
    # What would make it half a letter is refused by name, and kept.
    body.fill(body.input_value().replace("{office_block}", "{office}"))
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_role("alert")).to_contain_text("{office}は、この手紙では")
    expect(body).to_have_value(re.compile(r"\{office\}"))
    assert inspect(page, "staff:text, refused") == []
    body.fill(body.input_value().replace("{office}", "{office_block}"))

    page.get_by_role("button", name="見え方を確かめる").click()
    expect(page.locator("pre.letter").first).to_contain_text("ようこそ。場所は ")
    expect(page.locator("pre.letter").first).to_contain_text("国立 花子 様")
    page.get_by_role("button", name="自分に見本を送る").first.click()
    expect(page.get_by_role("status")).to_contain_text("に送りました")
    open_mail(box, demo.url, box.locator("article", has_text="【見本】申込みを"))
    expect(box.locator("main")).to_contain_text("ようこそ。場所は ")
    expect(box.locator("main")).to_contain_text("1234 5678")
    expect(box.locator("main")).to_contain_text("ticket-qr-sample.png")

    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_role("status")).to_contain_text("保存しました。")
    expect(page.get_by_text("やさしい日本語、英語は、直していません。")).to_be_visible()
    somebody_registers(demo, slug, "worded@example.jp")
    open_mail(box, demo.url, box.locator("article", has_text="worded@example.jp"))
    expect(box.locator("main")).to_contain_text("ようこそ。場所は ")
    expect(box.locator("main")).to_contain_text(re.compile("手紙 [a-z@.]+ 様"))


def test_without_a_script_the_words_are_copied_from_a_table(
    demo: DemoStack, open_context: Opener
) -> None:
    slug = an_event(demo)
    page = open_context(java_script_enabled=False).new_page()
    enter(page, demo)
    page.goto(f"{demo.url}/staff/letters/texts/reminders/reminder/?event={slug}")

    expect(page.get_by_text("を写して、文に入れます。")).to_be_visible()
    expect(page.locator("button[data-insert]").first).to_be_hidden()
    english = page.locator("#id_en-body")
    english.fill("See you at {venue}.\n" + english.input_value())
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_role("status")).to_contain_text("保存しました。")

    page.get_by_text("元の文面と比べる").click()
    expect(page.locator("ins")).to_have_text("See you at {venue}.")
    page.get_by_role("button", name="この文面をやめる").click()
    expect(english).not_to_have_value(re.compile("See you at"))
    page.get_by_role("button", name="1つ前に戻す").click()
    expect(english).to_have_value(re.compile("See you at"))


def test_what_did_not_arrive_is_settled_on_one_screen(
    demo: DemoStack, open_context: Opener
) -> None:
    slug = an_event(demo)
    for name, status in (
        ("failed", "FAILED"),
        ("back", "BOUNCED"),
        ("odd", "UNCERTAIN"),
    ):
        somebody_registers(demo, slug, f"{name}-{slug}@example.jp", status=status)
    page = open_context(java_script_enabled=False).new_page()
    enter(page, demo)
    page.goto(f"{demo.url}/staff/letters/")
    page.get_by_role("link", name=re.compile("電話に替える$")).click()
    page.get_by_label("催し").select_option(value=slug)
    page.get_by_role("button", name="絞り込む").click()
    expect(page.locator(".trouble-card")).to_have_count(3)
    look = open_context().new_page()  # with scripts: the inspection needs them
    enter(look, demo)
    look.goto(page.url)
    assert inspect(look, "staff:trouble") == []

    tick(page, f"failed-{slug}")
    page.get_by_role("button", name="選んだものをもう一度送る").click()
    expect(page.get_by_role("status")).to_contain_text("1通をもう一度送ります。")
    tick(page, f"back-{slug}")
    page.get_by_role("button", name="電話に替える").click()
    expect(page.get_by_role("status")).to_contain_text("電話の一覧に移しました。")
    tick(page, f"odd-{slug}")
    page.get_by_label(re.compile("^ひとこと")).fill("窓口で話しました")
    page.get_by_role("button", name="対応しないで済ませる").click()
    expect(page.get_by_text("この条件のお知らせはありません。")).to_be_visible()
    row = page.locator("tr", has_text="窓口で話しました")
    row.get_by_role("button", name="元に戻す").click()
    expect(page.get_by_role("status")).to_contain_text("対応を元に戻しました。")

    box = open_context().new_page()
    open_mail(box, demo.url, box.locator("article", has_text=f"failed-{slug}"))
    expect(box.locator("main")).to_contain_text(re.compile("手紙 [a-z@.]+ 様"))


def test_the_bar_of_decisions_never_covers_what_has_the_focus(
    demo: DemoStack, open_context: Opener
) -> None:
    slug = an_event(demo)
    for number in range(6):
        somebody_registers(
            demo, slug, f"low{number}-{slug}@example.jp", status="FAILED"
        )
    page = open_context(viewport={"width": 1280, "height": 600}).new_page()
    enter(page, demo)
    page.goto(f"{demo.url}/staff/letters/trouble/?event={slug}")
    page.locator(".trouble-card a").first.focus()

    focused = page.locator(":focus")
    while focused.and_(page.locator(".trouble-card *")).count():
        box = focused.bounding_box()
        bar = page.locator(".decide-bar").bounding_box()
        assert box
        assert bar
        assert box["y"] + box["height"] <= bar["y"] + 1, focused.inner_text()
        page.keyboard.press("Tab")
    expect(focused).to_have_text("選んだものをもう一度送る")


def tick(page: Page, email: str) -> None:
    page.locator(".trouble-card", has_text=email).get_by_role("checkbox").check()

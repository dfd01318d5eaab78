"""Every page, for everybody: axe, one column, one heading, nothing from elsewhere."""

import tomllib
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys import pages
from tests.journeys.inspection import inspect
from tests.journeys.stack import ROOT, DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]


def test_a_bad_page_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<h1>A</h1><h1>B</h1><img src=data:,><div style=width:99em>《</div>"
        "<p style=color:#ccc><ruby>平和<rt>へいわ</rt></ruby></p>"
        "<p>日<ruby>々<rt style=color:#000001>び</rt></ruby></p>"
    )
    faults = "\n".join(inspect(page, "bad"))
    kept = page.locator("ruby").all_inner_texts()
    page.close()

    for part in ("image-alt", "html-has-lang", "2 h1", "px wide", "marks", "no title"):
        assert part in faults
    assert faults.count("a colour of its own") == 1
    assert faults.count("color-contrast") == 2  # the grey words, on a phone and a desk
    assert [text.replace("\n", "") for text in kept] == ["平和へいわ", "々び"]


def test_no_page_is_forgotten() -> None:
    """Each address that answers a GET with 200 is opened here or is known why not."""
    matrix = tomllib.loads((ROOT / "docs" / "access-matrix.toml").read_text("utf-8"))
    opened = {
        *pages.PUBLIC,
        *pages.DEMO,
        *pages.STAFF,
        *pages.ON_THE_WAY,
        *pages.NO_PAGE,
        *pages.WITH_A_PASSKEY,
    }
    answering = {name for name, row in matrix["urls"].items() if "200" in row["GET"]}

    assert answering - opened == set()
    assert opened - {"404"} - matrix["urls"].keys() == set()


@pytest.mark.parametrize("prefix", pages.LANGUAGES, ids=["ja", "en", "ja-easy"])
def test_public_pages_are_for_all(
    demo: DemoStack, open_context: Opener, prefix: str
) -> None:
    page = open_context().new_page()
    faults = []
    for name, path in pages.PUBLIC.items():
        page.goto(f"{demo.url}{prefix}{path}")
        faults += inspect(page, f"{prefix} {name}")
        language = page.locator("html").get_attribute("lang")
        assert language == ("en" if prefix == "/en" else "ja")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_of_an_event_and_the_demo_are_for_all(
    demo: DemoStack, open_context: Opener, scheme: str
) -> None:
    page = open_context(color_scheme=scheme).new_page()
    dark = [pages.PUBLIC["home"], pages.PUBLIC["registration:register"]]
    paths = [*pages.STATES, *pages.DEMO.values()] if scheme == "light" else dark
    faults = []
    for path in [*paths, "/events/talks-today/"]:
        page.goto(demo.url + path)
        faults += inspect(page, f"{scheme} {path}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("prefix", pages.LANGUAGES, ids=["ja", "en", "ja-easy"])
def test_the_way_from_errors_to_a_ticket_and_back_is_for_all(
    demo: DemoStack, open_context: Opener, prefix: str
) -> None:
    page = open_context().new_page()
    faults = []
    page.goto(f"{demo.url}{prefix}/events/talks-tomorrow/register/")
    if page.locator("form fieldset.person").count() == 0:
        page.goto(f"{demo.url}{prefix}/events/talks-today/register/")
    page.locator("button[name=add]").click()
    submit(page)
    faults += inspect(page, f"{prefix} form with errors")
    for number, person in enumerate(page.locator("fieldset.person").all(), start=1):
        person.locator("input").first.fill(f"国立 {'花太'[number - 1]}")
        person.locator("input[type=checkbox]:enabled").last.check()
    page.locator("#id_phone").fill("09012345678")
    submit(page)
    expect(page.locator(".slip svg.qr")).to_be_visible()
    faults += inspect(page, f"{prefix} ticket")
    page.locator("a[href$='/cancel/']").click()
    page.locator("main input[type=checkbox]").first.uncheck()
    page.locator("main input[type=checkbox]").last.uncheck()
    page.locator("main form button").click()
    faults += inspect(page, f"{prefix} nothing chosen to cancel")
    page.locator("main form button").click()
    page.goto(f"{demo.url}{prefix}/find/")
    page.locator("#id_receipt_number").fill("12")
    page.locator("main form button").click()
    faults += inspect(page, f"{prefix} find with errors")
    assert not faults, "\n".join(faults)


def test_pages_of_staff_are_for_all(demo: DemoStack, open_context: Opener) -> None:
    page = open_context().new_page()
    enter(page, demo, "staff")
    faults = []
    for name, path in pages.STAFF.items():
        page.goto(demo.url + path)
        faults += inspect(page, name)
    page.goto(demo.url + pages.STAFF["staff:event-cancel"])
    page.locator("button.harm").click()
    faults += inspect(page, "cancel an event, without a reason")
    page.goto(f"{demo.url}{pages.STAFF['staff:registrations']}?q=ん")
    faults += inspect(page, "nobody found")
    page.goto(demo.url + pages.STAFF["staff:registrations"])
    page.locator("tbody th a").first.click()
    faults += inspect(page, "staff:registration")
    page.goto(demo.url + pages.STAFF["staff:letters"])
    page.get_by_role("link", name="1通目の文を読む").first.click()
    faults += inspect(page, "staff:letter")
    page.goto(demo.url + pages.STAFF["staff:event"])
    page.locator("form[action$='/pair/'] button").click()
    faults += inspect(page, "staff:device-pair")
    page.goto(f"{demo.url}/staff/events/no-such-event/")
    faults += inspect(page, "404 of staff")
    assert not faults, "\n".join(faults)


def test_pages_of_a_resident_are_for_all(demo: DemoStack, open_context: Opener) -> None:
    page = open_context().new_page()
    enter(page, demo, "resident")
    faults = []
    for prefix in pages.LANGUAGES:
        for path in ("/mine/", "/accounts/sessions/", "/accounts/email/"):
            page.goto(demo.url + prefix + path)
            faults += inspect(page)
    page.goto(f"{demo.url}/staff/")
    faults += inspect(page, "403")
    page.goto(f"{demo.url}/accounts/logout/")
    faults += inspect(page, "account_logout")
    assert not faults, "\n".join(faults)


def test_the_scanner_is_for_all(demo: DemoStack, open_context: Opener) -> None:
    context = open_context(permissions=["camera"], reduced_motion="reduce")
    page = context.new_page()
    faults = []
    page.goto(f"{demo.url}/scanner/")
    page.get_by_role("button", name="端末を登録する").click()
    expect(page.locator("#pair-told")).not_to_be_empty()
    faults += inspect(page, "scanner: pairing, told what is missing")
    page.goto(f"{demo.url}/demo/enter/door/")
    page.locator("main form button").click()
    page.get_by_label("端末の名前").fill("入口B")
    page.get_by_role("button", name="端末を登録する").click()
    expect(page.locator("#choose-slots input").first).to_be_visible()
    faults += inspect(page, "scanner: choosing a timeslot")
    page.get_by_role("button", name="この回の受付を始める").click()
    faults += inspect(page, "scanner: ready")
    page.get_by_role("button", name="カメラを使う").click()
    expect(page.locator("#video")).to_be_visible()
    faults += inspect(page, "scanner: camera on")
    for code in ("99999999", "https://example.com/"):
        page.get_by_label("受付番号を入れる").fill(code)
        page.get_by_role("button", name="確かめる").click()
        expect(page.locator("#verdict-word")).to_be_visible()
        faults += inspect(page, f"scanner: {code}")
        page.get_by_role("button", name="次の人").click()
    context.set_offline(True)
    page.get_by_label("受付番号を入れる").fill("K1" + "A" * 32)
    page.get_by_role("button", name="確かめる").click()
    expect(page.locator("#verdict-tag")).to_have_text("仮")
    faults += inspect(page, "scanner: provisional")
    page.get_by_role("button", name="次の人").click()
    context.set_offline(False)
    second = context.new_page()
    second.goto(f"{demo.url}/scanner/")
    expect(second.locator("#screen-second")).to_be_visible()
    faults += inspect(second, "scanner: second tab")
    second.close()
    page.get_by_role("button", name="回・カメラ・言葉を変える").click()
    page.get_by_role("button", name="端末を外す").click()
    expect(page.locator("#forget-sure")).to_be_visible()
    faults += inspect(page, "scanner: menu")
    page.get_by_role("button", name="登録と記録を消して外す").click()
    expect(page.locator("#over-note")).to_be_visible()
    faults += inspect(page, "scanner: ended")
    assert not faults, "\n".join(faults)


def submit(page: Page) -> None:
    page.locator("main form section button:not([name])").last.click()


def enter(page: Page, demo: DemoStack, role: str) -> None:
    page.goto(f"{demo.url}/demo/enter/{role}/")
    page.locator("main form button").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

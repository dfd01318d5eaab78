"""A guardian signs on a phone in easy Japanese, a city sees it, a delegate reads."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.inspection import inspect
from tests.journeys.pages import LANGUAGES, THIS_YEAR
from tests.journeys.stack import DemoStack
from tests.journeys.test_network import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 360, "height": 740}


def send_link(city: Page) -> str:
    """The city makes the guardian's link anew; the code that it has to tell."""
    card = city.locator("article.card", has_text="保護者").first
    card.get_by_label("手紙の言語").select_option("ja-easy")
    card.get_by_role("button", name="作り直して送る").click()
    return city.locator(".receipt").first.inner_text()


def letter_links(page: Page, demo: DemoStack, email: str) -> list[str]:
    """The addresses in the letters to EMAIL, the newest first."""
    page.goto(f"{demo.url}/demo/mail/")
    letters = page.locator("article", has_text=email).locator("a")
    found = []
    for path in [each.get_attribute("href") for each in letters.all()]:
        page.goto(demo.url + (path or ""))
        text = page.locator("pre.letter").first.inner_text()
        found += re.findall(r"http\S+/network/for/\S+", text)
    return found


def wait_for_link(page: Page, demo: DemoStack, email: str, *, not_in: list[str]) -> str:
    for _ in range(60):
        new = [x for x in letter_links(page, demo, email) if x not in not_in]
        if new:
            return new[0]
        page.wait_for_timeout(500)
    raise AssertionError(f"no letter with a link to {email}")


def overflows(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_guardian_answers_in_easy_japanese_and_the_city_sees_it(demo, open_context):
    faults: list[str] = []
    city = open_context().new_page()
    enter(city, demo, "coordinator")
    city.goto(f"{demo.url}/network/city/")
    city.locator("#past ~ ul a").first.click()
    city.get_by_role("link", name="本人・保護者のリンク").click()
    faults += inspect(city, "youth:delegate-links")
    links = city.url
    email = re.search(r"family\d+@example\.jp", city.content())[0]  # type: ignore[index]
    code = send_link(city)
    faults += inspect(city, "youth:delegate-link-make")

    # Five wrong tries: the page rests, and even the right code has to wait.
    guardian = open_context(viewport=PHONE).new_page()
    first = wait_for_link(guardian, demo, email, not_in=[])
    assert "/ja-easy/" in first
    guardian.goto(first)
    faults += inspect(guardian, "youth:link")
    for tried in ("1111 1111", "2222", *["1111 1112"] * 4, code):
        guardian.locator("#id_code").fill(tried)
        guardian.locator("main form button").click()
        expect(guardian.get_by_role("alert")).to_be_visible()
    faults += inspect(guardian, "youth:link refused")

    # The city tells a new code; the link before is gone.
    city.goto(links)
    expect(city.get_by_text("違う数字が続いたため休み")).to_be_visible()
    code = send_link(city)
    guardian.goto(wait_for_link(guardian, demo, email, not_in=[first]))
    guardian.locator("#id_code").fill(code)
    guardian.locator("main form button").click()
    expect(guardian).to_have_url(re.compile("/home/"))
    home = guardian.url
    faults += inspect(guardian, "youth:link-home")

    guardian.goto(home.replace("home/", "media/"))
    faults += inspect(guardian, "youth:link-media")
    guardian.locator("input[value=WITHOUT_NAME]").check()
    guardian.locator("#id_relation").fill("はは")
    guardian.locator("form.flow button.button").click()
    expect(guardian.get_by_role("status")).to_be_visible()
    guardian.goto(home.replace("home/", "emergency/"))
    faults += inspect(guardian, "youth:link-emergency")
    for number, phone in (("1", "042-000-1111"), ("2", "042-000-2222")):
        guardian.locator(f"#id_name{number}").fill("かくう はは")
        guardian.locator(f"#id_relation{number}").fill("はは")
        guardian.locator(f"#id_phone{number}").fill(phone)
    guardian.locator("form.flow button.button").click()
    guardian.goto(home.replace("home/", "health/"))
    faults += inspect(guardian, "youth:link-health")
    guardian.locator("button[name=nothing]").click()
    expect(guardian.get_by_role("status")).to_be_visible()
    for name in (
        "insurance",
        "consent",
        "consent/signed",
        "consent/withdraw",
        "media/signed",
        "media/withdraw",
        "letters",
    ):
        guardian.goto(home.replace("home/", f"{name}/"))
        faults += inspect(guardian, f"youth:link-{name}")
        assert not overflows(guardian), name

    city.goto(links)
    card = city.locator("article.card", has_text="保護者").first
    for label in ("緊急連絡先", "健康と食事の調査"):
        done = card.locator("li", has_text=label)
        expect(done).not_to_contain_text("未提出")
    faults += inspect(city, "youth:delegate-links answered")
    for kind in ("trip", "media", "emergency", "health", "insurance"):
        city.goto(links.replace("/links/", f"/paper/{kind}/"))
        faults += inspect(city, f"youth:delegate-paper {kind}")
    for language in LANGUAGES:
        path = links.replace(demo.url, "").replace("/links/", "/paper/")
        city.goto(f"{demo.url}{language}{path}")
        faults += inspect(city, f"youth:delegate-paper-form {language}")

    guardian.goto(home)
    guardian.locator("form[action$='/close/'] button").click()
    expect(guardian.locator("#id_code")).to_be_visible()
    guardian.goto(home)
    expect(guardian.locator("#id_code")).to_be_visible()
    assert not faults, "\n".join(faults)


def test_a_delegate_reads_the_itinerary_on_a_phone(demo, open_context):
    faults: list[str] = []
    page = open_context(viewport=PHONE).new_page()
    page.goto(f"{demo.url}/demo/enter/link/delegate/")
    code = page.locator(".receipt").inner_text()
    page.locator("main a.button").click()
    page.locator("#id_code").fill(code)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/home/"))
    home = page.url.replace(demo.url, "")
    for language in LANGUAGES:
        for name in ("home", "itinerary", "packing", "letters", "media"):
            page.goto(f"{demo.url}{language}{home.replace('/home/', f'/{name}/')}")
            faults += inspect(page, f"youth:link-{name} {language}")
            assert not overflows(page), f"{name} {language}"
    expect(page.locator("#id_media_0")).to_be_visible()
    page.goto(f"{demo.url}{home.replace('/home/', '/itinerary/')}")
    expect(page.locator("h2").first).to_contain_text(re.compile(r"\d+月\d+日"))

    office = open_context().new_page()
    enter(office, demo, "secretariat")
    office.goto(f"{demo.url}/network/years/{THIS_YEAR}/words/")
    faults += inspect(office, "youth:year-words")
    assert not faults, "\n".join(faults)

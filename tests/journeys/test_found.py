"""Events where people come across them: in the city's page, in a chat, in an app."""

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, BrowserContext, expect

from tests.journeys.inspection import inspect
from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@contextmanager
def other_site(html: str) -> Iterator[str]:
    """A page of another origin; its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def test_the_list_stands_in_another_sites_page_and_leads_to_the_event(
    demo: DemoStack, open_context: Callable[..., BrowserContext]
) -> None:
    context = open_context()
    page = context.new_page()
    frame_url = f"{demo.url}/embed/events/?count=3&language=en"
    around = (
        '<!doctype html><html lang="ja"><title>市のページ</title>'
        f'<iframe src="{frame_url}" title="催し" width="375" height="600"></iframe>'
    )
    with other_site(around) as address:
        page.goto(address)
        frame = page.frame_locator("iframe")
        expect(frame.get_by_role("heading", level=1)).to_be_visible()
        assert frame.locator("li").count() == 3
        assert context.cookies() == []
        frame.locator("li a").first.click()
        page.wait_for_url(f"{demo.url}/en/events/*/")
    assert context.cookies() == []


def test_a_frame_that_nobody_allowed_stays_empty(
    demo: DemoStack, browser: Browser
) -> None:
    """The control: the same page around an address that may not be framed."""
    # Unwatched: the browser says in the console that it refuses.
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    around = f'<!doctype html><iframe src="{demo.url}/events/talks/"></iframe>'
    with other_site(around) as address:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert not page.frame_locator("iframe").get_by_role("heading").count()
    assert any("frame-ancestors" in text for text in said), said
    context.close()


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_the_list_alone_and_the_open_data_are_readable_by_all(
    demo: DemoStack, open_context: Callable[..., BrowserContext], language: str
) -> None:
    page = open_context().new_page()
    page.goto(f"{demo.url}/embed/events/?language={language}")
    faults = inspect(page)
    prefix = "" if language == "ja" else f"/{language}"
    page.goto(f"{demo.url}{prefix}/opendata/")

    assert faults + inspect(page) == []


@pytest.mark.parametrize("prefix", ["", "/en", "/ja-easy"])
def test_a_chat_shows_a_picture_and_an_app_subscribes(
    demo: DemoStack, open_context: Callable[..., BrowserContext], prefix: str
) -> None:
    context = open_context()
    page = context.new_page()
    page.goto(f"{demo.url}{prefix}/events/talks/")
    picture = page.locator('meta[property="og:image"]').get_attribute("content")
    with other_site(f'<!doctype html><img alt="" src="{picture}">') as chat:
        page.goto(chat)
        size = page.locator("img").evaluate("it => [it.naturalWidth, it.naturalHeight]")
    assert size == [1200, 630]

    page.goto(f"{demo.url}{prefix}/programmes/legacy-talks/")
    feed = page.locator('a[href*="legacy-talks.ics"]').get_attribute("href")
    answer = context.request.get(f"{demo.url}{feed}")
    entries = Calendar.from_ical(answer.body()).walk("VEVENT")
    assert any(str(each["uid"]).startswith("event-talks@") for each in entries)


def test_staff_copy_the_lines_with_one_click(
    demo: DemoStack, open_context: Callable[..., BrowserContext]
) -> None:
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{demo.url}/demo/enter/staff/")
    page.get_by_role("button", name="ログインする").click()
    page.goto(f"{demo.url}/staff/outreach/embed/")
    assert inspect(page) == []
    page.get_by_label("催しの数").select_option("3")
    page.get_by_role("button", name="この内容で作る").click()
    page.get_by_role("button", name="コピーする").click()

    expect(page.get_by_role("status")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f'<iframe src="{demo.url}/embed/events/?count=3"')

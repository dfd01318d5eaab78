"""Makes docs/pictures/: `python -m tests.journeys.pictures`.

The demo, with a clock on which it is early afternoon in Tokyo, whenever this runs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.stack import ROOT
from tests.ports import free_port

PICTURES = ROOT / "docs" / "pictures"
PHONE = {"width": 375, "height": 760}
DESK = {"width": 1280, "height": 900}
CLOCK = time(13, 5)
MOST_BYTES = 120_000
COLOURS = 256


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        demo_at(CLOCK, folder) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        draw(browser, url)
        browser.close()


def draw(browser: Browser, url: str) -> None:
    home = open_page(browser, **DESK)
    home.goto(url)
    keep(home, "home")

    for name, path in (
        ("line", "/events/full-talk/line/"),
        ("lottery", "/events/lottery-drawn/lottery/"),
    ):
        home.goto(url + path)
        keep(home, name)

    visitor = open_page(browser, **PHONE)
    receipt = register(visitor, url)

    staff = open_page(browser, **DESK)
    staff.goto(f"{url}/demo/enter/staff/")
    staff.locator("main form button").click()
    door = open_page(browser, **PHONE)
    admit(door, url, receipt)
    staff.goto(f"{url}/staff/events/talks-today/")
    keep(staff, "staff")
    staff.goto(f"{url}/staff/intake/?event=talks")
    keep(staff, "intake")

    home.goto(f"{url}/kotoba/demo-wall/wall/?write=down")
    keep(home, "wall")
    staff.goto(f"{url}/staff/outreach/sources/results/")
    keep(staff, "sources")
    keep_poster(staff, url)

    office = open_page(browser, **DESK)
    office.goto(f"{url}/demo/enter/secretariat/")
    office.locator("main form button").click()
    office.goto(f"{url}/network/board/?show=map")
    keep(office, "board")
    office.goto(f"{url}/network/board/")
    office.get_by_role("link", name="派遣", exact=True).click()
    office.get_by_role("link", name="点呼を見る").click()
    keep(office, "roll-call")
    guardian = open_page(browser, **PHONE)
    guardian.goto(f"{url}/demo/enter/link/guardian/")
    code = guardian.locator("main b, main strong, main .code").first.inner_text()
    guardian.get_by_role("link", name="リンクを開く").click()
    guardian.get_by_label("8けたの数字").fill(code)
    guardian.get_by_role("button", name="開く").click()
    keep(guardian, "guardian")


def register(page: Page, url: str) -> str:
    """The form, filled in, and the ticket."""
    page.goto(f"{url}/events/talks-today/register/")
    people = page.locator("fieldset.person")
    names = [("国立 花子", "くにたち はなこ"), ("国立 太郎", "くにたち たろう")]
    for number, (name, kana) in enumerate(names):
        if number:
            page.locator("button[name=add]").click()
            expect(people).to_have_count(number + 1)
        people.nth(number).get_by_label("お名前").fill(name)
        people.nth(number).get_by_label("ふりがな").fill(kana)
        people.nth(number).get_by_role("checkbox").first.check()
    people.nth(0).get_by_role("checkbox").last.check()
    top = people.nth(0).evaluate("one => one.getBoundingClientRect().top + scrollY")
    page.evaluate("top => scrollTo(0, top - 8)", top)
    keep(page, "register")
    page.get_by_label("電話番号").fill("090-0000-5678")
    page.get_by_role("button", name="この内容で申し込む").last.click()
    slip = page.locator(".slip")
    expect(slip).to_be_visible()
    page.evaluate("top => scrollTo(0, top - 24)", slip.evaluate("one => one.offsetTop"))
    keep(page, "ticket")
    return page.locator(".receipt").inner_text()


def admit(page: Page, url: str, receipt: str) -> None:
    page.goto(f"{url}/demo/enter/door/")
    page.locator("main form button").click()
    page.get_by_label("端末の名前").fill("入口A")
    page.get_by_role("button", name="端末を登録する").click()
    page.locator("#choose-slots input").nth(1).check()
    page.get_by_role("button", name="この回の受付を始める").click()
    page.get_by_label("受付番号を入れる").fill(receipt)
    page.get_by_role("button", name="確かめる").click()
    expect(page.locator("#verdict-word")).to_have_text("どうぞ")
    keep(page, "scanner")


def keep_poster(page: Page, url: str) -> None:
    """The sheet of an event, made into a picture by poppler's program."""
    address = f"{url}/staff/events/talks/outreach/print/file/?sheet=poster&ink=colour"
    paper = PICTURES / "poster.pdf"
    paper.write_bytes(page.request.get(address).body())
    subprocess.run(
        ["pdftoppm", "-r", "66", "-png", "-singlefile", paper, PICTURES / "poster"],
        check=True,
    )
    paper.unlink()
    shrink(PICTURES / "poster.png")


def open_page(browser: Browser, **viewport: int) -> Page:
    context = browser.new_context(
        locale="ja-JP", viewport=viewport, reduced_motion="reduce"
    )
    return context.new_page()


def keep(page: Page, name: str) -> None:
    """As a PNG of few colours: a page has few, and the file stays small."""
    page.evaluate("document.activeElement.blur()")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    shrink(path)


def shrink(path: Path) -> None:
    few = Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    size = path.stat().st_size
    sys.stdout.write(f"{path.relative_to(ROOT)} {size} bytes\n")
    if size > MOST_BYTES:
        raise SystemExit(f"{path} is larger than {MOST_BYTES} bytes")


@contextmanager
def demo_at(clock: time, folder: str) -> Iterator[str]:
    """The demo in this process, where the hour is CLOCK; its address."""
    url = f"http://localhost:{free_port()}"
    os.environ |= {"VAR_DIR": folder, "DEMO": "1", "SITE_URL": url}
    os.environ |= {"DATABASE_URL": "", "REDIS_URL": "", "LOG_LEVEL": "WARNING"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "peace.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    import django  # noqa: PLC0415 - the environment comes first
    from django.utils import timezone  # noqa: PLC0415

    django.setup()
    turn_to(clock)
    for command in ("migrate", "collectstatic", "seed_demo"):
        quietly(command)
    from django.core.servers import basehttp  # noqa: PLC0415
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    class Silent(basehttp.WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    port = int(url.rpartition(":")[2])
    server = basehttp.ThreadedWSGIServer(("127.0.0.1", port), Silent)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    assert timezone.localtime().hour == clock.hour
    yield url
    server.shutdown()


def turn_to(clock: time) -> None:
    """From now on `timezone.now()` says that it is CLOCK of today, and goes on."""
    from django.utils import timezone  # noqa: PLC0415

    real = timezone.now
    today = timezone.localtime(real())
    ahead = datetime.combine(today.date(), clock, tzinfo=today.tzinfo) - today
    timezone.now = lambda: real() + ahead


def quietly(command: str) -> None:
    from django.core.management import call_command  # noqa: PLC0415

    with Path(os.devnull).open("w") as nowhere:
        call_command(command, stdout=nowhere)


if __name__ == "__main__":
    main()

"""A door without network: it starts, decides, keeps, sends, and forgets."""

import contextlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from tests.door.builders import EMAIL, KANA, NAME, PHONE
from tests.journeys.camera import film_of, phone_that_sees
from tests.journeys.door import Stage, pair, run_in, scan, stage
from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Opener = Callable[..., BrowserContext]
# The verdict stays until somebody presses the button.
PHONE_OF_A_HELPER: dict[str, Any] = {
    "viewport": {"width": 375, "height": 720},
    "reduced_motion": "reduce",
}
LIST = re.compile(r"名簿 \d\d:\d\d")
# A tick of the page is 5 s; the machine may be slow.
SOON_MS = 20_000
DECIDED_WITHIN_MS = 100
MANY = 2000

# All that a browser keeps for this site, as text.
DUMP = """async () => {
  const found = {local: {...localStorage}, session: {...sessionStorage}};
  for (const {name} of await indexedDB.databases()) {
    const database = await new Promise((done) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => done(request.result);
    });
    for (const table of database.objectStoreNames) {
      found[`${name}/${table}`] = await new Promise((done) => {
        const request = database.transaction(table).objectStore(table).getAll();
        request.onsuccess = () => done(request.result);
      });
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      found[request.url] = await answer.text();
    }
  }
  return found;
}"""

# The door's own modules, without its page, on the database that the page uses.
A_BUSY_DAY = """async ({codes, timeslot}) => {
  const sw = await (await fetch("/scanner/sw.js")).text();
  const {files} = JSON.parse(sw.slice("self.DOOR = ".length, sw.indexOf(";\\n")));
  const load = (name) => import(files.find((url) => url.includes(`/door/${name}.`)));
  const [tables, stores, lists, insides, judges, queues, askings] = await Promise.all(
    ["tables", "store", "list", "inside", "judge", "queue", "asking"].map(load));
  const opened = await tables.openTables();
  const now = () => new Date();
  const {event} = JSON.parse(localStorage.getItem("door.pairing"));
  const ask = async () => ({kind: "retry"});
  const list = lists.createList({tables: opened.tables, ask, event: () => event, now});
  await list.load();
  const inside = insides.createInside({tables: opened.tables, now});
  const queue = queues.createQueue({store: stores.createStore({tables: opened.tables}),
    send: ask, now});
  const judge = judges.createJudge({list, inside, now});
  const asking = askings.createAsking({queue, judge, linked: () => false});
  const took = [], said = {};
  for (const code of codes) {
    const start = performance.now();
    const {judged} = await asking.ask({kind: "ticket", code, timeslot});
    took.push(performance.now() - start);
    said[judged.said] = (said[judged.said] ?? 0) + 1;
  }
  took.sort((a, b) => a - b);
  return {lasting: opened.lasting, said, unsent: await queue.unsent(),
    p50: took[took.length >> 1], p95: took[Math.floor(took.length * 0.95)]};
}"""


@pytest.fixture
def helper(demo: DemoStack, open_context: Opener) -> Callable[..., Page]:
    """A phone that is paired with a hall, and has its list and its page on board."""

    def paired(hall: Stage, *, of: Browser | None = None, **options: Any) -> Page:
        context = open_context(of=of, **(PHONE_OF_A_HELPER | options))
        page = context.new_page()
        pair(page, demo, hall.slug)
        is_ready_for_the_basement(page)
        return page

    return paired


def is_ready_for_the_basement(page: Page) -> None:
    expect(page.locator("#strip-list")).to_have_text(LIST, timeout=SOON_MS)
    # Asked from outside: a function to wait for would be evaluated in the page, which
    # its policy forbids.
    for _ in range(SOON_MS // 100):
        if page.evaluate("() => navigator.serviceWorker.controller !== null"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the service worker did not take over")


def go_offline(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("#strip-link")).to_have_text("圏外")


def come_back(page: Page) -> None:
    page.context.set_offline(False)
    expect(page.locator("#strip-link")).to_have_text(
        "つながっています", timeout=SOON_MS
    )
    expect(page.locator("#strip-unsent")).to_be_hidden(timeout=SOON_MS)


def shows(page: Page, word: str, *, number: int | None = None, here: bool) -> None:
    """The verdict's WORD; HERE: this phone decided, and says so."""
    expect(page.locator("#verdict-word")).to_have_text(word)
    if number is not None:
        expect(page.locator("#verdict-number")).to_have_text(str(number))
    expect(page.locator("#verdict-tag")).to_have_text("仮" if here else "")
    by = re.compile(r"この端末が判定（名簿 \d\d:\d\d）") if here else ""
    expect(page.locator("#verdict-by")).to_have_text(by)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="次の人").click()


def scans_of(demo: DemoStack, hall: Stage) -> list[list[Any]]:
    """Mode, verdict, what the phone said, and whom it let in."""
    return run_in(
        demo,
        f"""
from events.door.models import Scan
rows = Scan.objects.filter(event__slug={hall.slug!r}).order_by("at")
print(json.dumps([[r.mode, r.verdict, r.said, r.let_in] for r in rows]))
""",
    )


def test_a_family_goes_in_through_reload_and_crash_and_the_server_hears_of_it(
    demo: DemoStack, helper: Callable[..., Page]
) -> None:
    hall = stage(demo, (0, 4))
    page = helper(hall)
    context = page.context
    go_offline(page)

    scan(page, hall.codes[0])
    shows(page, "どうぞ", number=4, here=True)
    expect(page.locator("#door")).to_have_attribute("data-is", "held")

    page.reload()
    expect(page.locator("#strip-unsent")).to_contain_text("未送信 1件")
    expect(page.locator("#strip-counts")).to_have_text("入場 4 / 4")
    scan(page, hall.codes[0])
    shows(page, "入場済み", here=True)

    crash(page)
    page = context.new_page()
    page.goto(f"{demo.url}/scanner/")
    expect(page.locator("#strip-unsent")).to_contain_text("未送信 2件")
    come_back(page)
    expect(page.locator("#ready-told")).to_contain_text("入場 1件、ほか 1件")
    assert scans_of(demo, hall) == [
        ["offline", "admitted", "admitted", [1, 2, 3, 4]],
        ["offline", "already_in", "already_in", []],
    ]


def crash(page: Page) -> None:
    """As when a phone kills a tab that takes too much memory."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()


def test_the_camera_reads_after_a_start_without_network(
    demo: DemoStack,
    helper: Callable[..., Page],
    browser: Browser,
    chromium: str,
    tmp_path: Path,
) -> None:
    hall = stage(demo, (0, 2))
    camera = phone_that_sees(
        film_of(hall.codes[0], tmp_path / "qr.mjpeg"), browser, chromium
    )
    try:
        page = helper(hall, of=camera, permissions=["camera"])
        go_offline(page)
        page.reload()
        page.get_by_role("button", name="カメラを使う").click()
        expect(page.locator("#screen-verdict")).to_be_visible(timeout=30_000)
        shows(page, "どうぞ", number=2, here=True)
        page.context.close()
    finally:
        camera.close()


def test_a_server_that_is_silent_is_waited_for_a_moment_and_heard_when_it_speaks(
    demo: DemoStack, helper: Callable[..., Page]
) -> None:
    hall = stage(demo, (0, 2))
    page = helper(hall)
    held: list[Route] = []
    page.route("**/scanner/api/scans", lambda route: held.append(route))

    scan(page, hall.codes[0])
    shows(page, "どうぞ", number=2, here=True)
    assert len(held) == 1
    held[0].continue_()

    shows(page, "どうぞ", number=2, here=False)
    expect(page.locator("#door")).to_have_attribute("data-is", "in")
    assert scans_of(demo, hall) == [["online", "admitted", "", [1, 2]]]


def test_who_is_not_in_the_list_is_found_on_paper_or_by_the_server(
    demo: DemoStack, helper: Callable[..., Page]
) -> None:
    hall = stage(demo, (0, 1))
    page = helper(hall)
    on_paper, late = run_in(
        demo,
        f"""
from events.programme.models import Event
from tests.door.builders import parties, slots_of
slot = slots_of(Event.objects.get(slug={hall.slug!r}))[0]
print(json.dumps([each.token for each in parties(slot, number=2)]))
""",
    )
    go_offline(page)

    scan(page, on_paper)
    shows(page, "該当なし", here=True)
    expect(page.locator("#verdict-next")).to_contain_text("名簿が古いかもしれません")
    page.get_by_role("button", name="紙の名簿で確かめて入れた").click()
    expect(page.locator("#ready-told")).to_contain_text("記録しました")
    scan(page, late)
    shows(page, "該当なし", here=True)
    page.context.set_offline(False)

    expect(page.locator("#verdict-word")).to_have_text("どうぞ", timeout=SOON_MS)
    go_on(page)
    come_back(page)
    assert scans_of(demo, hall) == [
        ["offline", "admitted", "admitted", [1]],
        ["offline", "admitted", "unknown", []],
        ["online", "admitted", "", [1]],
    ]


def test_two_phones_admit_one_ticket_and_a_card_tells_of_it(
    demo: DemoStack, helper: Callable[..., Page]
) -> None:
    hall = stage(demo, (0, 1))
    phones = [helper(hall), helper(hall)]
    for page in phones:
        go_offline(page)
        scan(page, hall.codes[0])
        shows(page, "どうぞ", number=1, here=True)
        go_on(page)
    for page in reversed(phones):
        come_back(page)

    assert run_in(
        demo,
        f"""
from events.door.models import Conflict
from events.registration.models import Seat
cards = Conflict.objects.filter(event__slug={hall.slug!r})
seats = Seat.objects.filter(timeslot__event__slug={hall.slug!r})
print(json.dumps([
    list(cards.values_list("kind", flat=True)),
    [seat.admitted_at is not None for seat in seats],
]))
""",
    ) == [["double"], [True]]


def test_two_thousand_scans_are_decided_at_once_and_none_is_lost(
    demo: DemoStack, helper: Callable[..., Page]
) -> None:
    hall = stage(demo)
    codes = run_in(
        demo,
        f"""
from events.programme.models import Event
from tests.door.builders import parties, slots_of
slot = slots_of(Event.objects.get(slug={hall.slug!r}))[0]
print(json.dumps([each.token for each in parties(slot, number={MANY - 100})]))
""",
    )
    page = helper(hall)
    page.goto(f"{demo.url}/healthz")

    day = page.evaluate(
        A_BUSY_DAY, {"codes": codes + codes[:100], "timeslot": hall.timeslots[0]}
    )

    print(day)
    assert day["lasting"]
    assert day["said"] == {"admitted": MANY - 100, "already_in": 100}
    assert day["unsent"] == MANY
    assert day["p95"] <= DECIDED_WITHIN_MS, day
    page.goto(f"{demo.url}/scanner/")
    expect(page.locator("#ready-told")).to_contain_text(
        f"入場 {MANY - 100}件、ほか 100件", timeout=60_000
    )
    expect(page.locator("#strip-unsent")).to_be_hidden()
    assert len(scans_of(demo, hall)) == MANY


def test_a_second_tab_says_so_and_may_take_over(
    demo: DemoStack, helper: Callable[..., Page]
) -> None:
    first = helper(stage(demo, (0, 1)))
    second = first.context.new_page()
    second.goto(f"{demo.url}/scanner/")

    expect(second.locator("#screen-second")).to_be_visible()
    second.get_by_role("button", name="この画面で受付をする").click()
    expect(second.get_by_label("受付番号を入れる")).to_be_visible()
    expect(first.locator("#screen-second")).to_be_visible()


def test_no_name_no_number_is_in_the_browser_after_a_day_at_the_door(
    demo: DemoStack, helper: Callable[..., Page]
) -> None:
    hall = stage(demo, (0, 4), (0, 1), (0, 2))
    page = helper(hall)
    scan(page, hall.codes[1])
    go_on(page)
    go_offline(page)
    for code in (hall.codes[0], hall.codes[1], "12345678"):
        scan(page, code)
        go_on(page)
    page.reload()
    expect(page.locator("#strip-unsent")).to_contain_text("未送信 3件")

    found = page.evaluate(DUMP)
    cookies = page.context.cookies()

    text = f"{found}{cookies}"
    assert found["door/tickets"]
    assert len(found["door/outgoing"]) == 3
    assert cookies == []
    for canary in (NAME, *NAME.split(), KANA, *KANA.split(), PHONE, EMAIL):
        assert canary not in text
    # Nor the line of anybody whose ticket was not here.
    assert hall.codes[2] not in text


@pytest.mark.parametrize("end", ["taken off", "stopped", "day over"])
def test_a_phone_that_ends_hands_over_what_it_holds_and_keeps_nothing(
    demo: DemoStack, helper: Callable[..., Page], end: str
) -> None:
    hall = stage(demo, (0, 1), (0, 1))
    page = helper(hall)
    go_offline(page)
    scan(page, hall.codes[0])
    shows(page, "どうぞ", here=True)
    go_on(page)

    if end == "taken off":
        page.get_by_role("button", name="回・カメラ・言葉を変える").click()
        page.get_by_role("button", name="端末を外す").click()
        expect(page.locator("#forget-told")).to_contain_text("未送信の記録が1件")
        page.get_by_role("button", name="登録と記録を消して外す").click()
    else:
        field = "revoked_at" if end == "stopped" else "expires_at"
        run_in(
            demo,
            f"""
from django.utils import timezone
from events.door.models import ScannerDevice
ScannerDevice.objects.filter(event__slug={hall.slug!r}).update({field}=timezone.now())
print("null")
""",
        )
        page.context.set_offline(False)

    expect(page.locator("#screen-over")).to_be_visible(timeout=SOON_MS)
    found = page.evaluate(DUMP)
    tables = {name: rows for name, rows in found.items() if name.startswith("door/")}
    assert tables == {"door/outgoing": [], "door/tickets": [], "door/meta": []}
    assert found["local"] == {}
    assert len(scans_of(demo, hall)) == (0 if end == "taken off" else 1)

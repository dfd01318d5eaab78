"""A helper finds a family without its ticket; and a phone that only practises."""

import json

import pytest
from playwright.sync_api import expect

from tests.door.builders import KANA, NAME, PHONE
from tests.journeys.door import pair, run_in, scan, stage
from tests.journeys.inspection import inspect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE_SIZE = {"width": 360, "height": 640}
STORED = """async () => {
  const found = [document.cookie, JSON.stringify(localStorage),
    JSON.stringify(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((resolve) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
    });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((resolve) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => resolve(asked.result);
      });
      found.push(JSON.stringify(rows));
    }
    db.close();
  }
  return found.join("\\n");
}"""


def test_a_family_without_its_ticket_is_found_by_one_letter(demo, open_context):
    hall = stage(demo, (0, 4))
    page = open_context(viewport=PHONE_SIZE).new_page()
    pair(page, demo, hall.slug)

    page.get_by_role("button", name="お名前や番号でさがす").click()
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.type("か")
    page.keyboard.press("Enter")
    hit = page.locator(".hit")
    expect(hit).to_contain_text(NAME)
    expect(hit).to_contain_text("4名")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    stored = page.evaluate(STORED)
    assert hall.slug in stored
    for canary in (NAME, KANA, PHONE):
        assert canary not in stored

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(hit).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#verdict-word")).to_have_text("どうぞ")
    expect(page.locator("#verdict-number")).to_have_text("4")
    assert NAME not in page.locator("body").inner_html()


def test_names_leave_the_screen_with_it_and_offline_the_paper_helps(demo, open_context):
    hall = stage(demo, (0, 1))
    context = open_context(viewport=PHONE_SIZE)
    page = context.new_page()
    pair(page, demo, hall.slug)
    page.get_by_role("button", name="お名前や番号でさがす").click()

    page.get_by_role("searchbox").fill(PHONE[-4:])
    page.keyboard.press("Enter")
    expect(page.locator(".hit")).to_contain_text(NAME)
    assert inspect(page, "scanner: search") == []
    page.keyboard.press("Escape")
    expect(page.get_by_label("受付番号を入れる")).to_be_visible()
    assert NAME not in page.content()

    page.get_by_role("button", name="お名前や番号でさがす").click()
    page.get_by_role("searchbox").fill("んん")
    page.keyboard.press("Enter")
    expect(page.locator("#search-told")).to_contain_text("見つかりません")
    context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.locator("#search-told")).to_contain_text("紙の受付名簿")


def test_a_phone_that_practises_says_so_and_leaves_no_trace(demo, open_context):
    hall = stage(demo, (0, 2))
    codes = run_in(
        demo,
        f"""
from events.door.rehearsal import practice_cards
from events.programme.models import Event
event = Event.objects.get(slug={hall.slug!r})
print(json.dumps({{card.words: card.code for card in practice_cards(event.pk)}}))
""",
    )
    page = open_context(viewport=PHONE_SIZE, reduced_motion="reduce").new_page()
    pair(page, demo, hall.slug, is_rehearsal=True)

    expect(page.locator("#rehearsal")).to_have_text("練習 記録は残りません")
    for words, shown in (("cancelled", "取消し"), ("admitted_some", "あと1名")):
        scan(page, codes[words])
        expect(page.locator("#verdict-word")).to_have_text(shown)
        expect(page.locator("#rehearsal")).to_be_visible()
        page.get_by_role("button", name="次の人").click()
    scan(page, hall.codes[0])
    expect(page.locator("#verdict-number")).to_have_text("2")
    page.reload()
    expect(page.locator("#rehearsal")).to_be_visible()
    kept = run_in(
        demo,
        f"""
from events.door.models import Scan
print(json.dumps(Scan.objects.filter(event__slug={hall.slug!r}).count()))
""",
    )
    assert json.dumps(kept) == "0"

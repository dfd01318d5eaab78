"""What every page has to be: readable by all, in one column, under one heading."""

import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
RULES = {
    "runOnly": {
        "type": "tag",
        "values": [
            *["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
            "best-practice",
        ],
    },
    "resultTypes": ["violations"],
    "elementRef": False,
}
NARROW, PHONE, DESK = 320, 375, 1280
HEIGHT = 800
PATIENCE_S = 60


def inspect(page: Page, name: str = "") -> list[str]:
    """All that is wrong with the page as it stands, at the widths of phone and desk.

    The page's scripts must be on: without them its timers stand still, and axe with
    them.
    """
    name = name or page.url
    page.wait_for_load_state()  # a click returns while its answer is still coming
    # Behind another tab the browser slows the page's timers down, and axe waits.
    page.bring_to_front()
    page.evaluate(AXE.axe_script)
    faults = [f"{name}: {fault}" for fault in _frame(page)]
    for width in (NARROW, PHONE, DESK):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{name}: {wide} px wide on a screen of {width}")
        if width != NARROW:
            # Readings are many, and a contrast is the same at every width: once.
            colours = width == PHONE or not page.locator("main.easy").count()
            faults += [f"{name} at {width}: {found}" for found in _axe(page, colours)]
    return faults


def _axe(page: Page, colours: bool) -> list[str]:
    rules = RULES | {"rules": {"color-contrast": {"enabled": colours}}}
    # Asked for, not waited for: a promise that never ends would hold the test for ever.
    page.evaluate(
        """rules => {
          window.axeFound = null;
          axe.run(document, rules).then(
              found => window.axeFound = {violations: found.violations},
              error => window.axeFound = {error: String(error)});
        }""",
        rules,
    )
    ends_at = time.monotonic() + PATIENCE_S
    while (found := page.evaluate("window.axeFound")) is None:
        if time.monotonic() > ends_at:
            raise AssertionError(f"axe did not end within {PATIENCE_S} s at {page.url}")
        page.wait_for_timeout(20)
    if "error" in found:
        raise AssertionError(f"axe broke off at {page.url}: {found['error']}")
    return [
        f"{violation['id']} {node['target']} {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def _frame(page: Page) -> list[str]:
    facts = page.evaluate(
        """() => {
          // The hints of some fields show how a reading is written.
          let seen = document.body.innerText;
          for (const hint of document.querySelectorAll(".hint")) {
            seen = seen.replace(hint.innerText, "");
          }
          return {
            lang: document.documentElement.lang,
            title: document.title,
            headings: [...document.querySelectorAll("h1")]
                .filter(h => h.checkVisibility()).length,
            marks: /《|%\\(|\\{\\{|\\{%/.test(seen),
          }
        }"""
    )
    faults = []
    if facts["lang"] not in {"ja", "en"}:
        faults.append(f"lang is {facts['lang']!r}")
    if facts["headings"] != 1:
        faults.append(f"{facts['headings']} h1")
    if not facts["title"].strip():
        faults.append("no title")
    if facts["marks"]:
        faults.append("marks of the source stand on the page")
    return faults

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
        if width == PHONE and page.locator("ruby").count():
            faults += [f"{name}, readings: {found}" for found in _readings(page)]
        if width != NARROW:
            faults += [f"{name} at {width}: {found}" for found in _axe_aside(page)]
    return faults


def _readings(page: Page) -> list[str]:
    """What is wrong with a page of readings, but for its colours.

    There are hundreds on a page, and axe takes seconds to look behind each of them for
    its background. A reading that has the colours of its text needs no look of its own.
    """
    coloured = page.evaluate(
        """() => [...document.querySelectorAll("ruby, rt")].filter(it => {
          const own = getComputedStyle(it), around = getComputedStyle(it.parentElement);
          return own.color !== around.color || own.opacity !== "1"
              || own.backgroundColor !== "rgba(0, 0, 0, 0)"
              || own.backgroundImage !== "none";
        }).map(it => it.outerHTML.slice(0, 160))"""
    )
    faults = [f"a colour of its own: {html}" for html in coloured]
    return faults + _axe(page, colours=False)


def _axe_aside(page: Page) -> list[str]:
    """What axe finds while the text stands there without its readings."""
    page.evaluate(
        """() => {
          window.readings = [...document.querySelectorAll("ruby")].map(ruby => {
            const written = [...ruby.childNodes].filter(it => it.nodeName === "#text");
            const text = new Text(written.map(it => it.data).join(""));
            ruby.replaceWith(text);
            return [text, ruby];
          });
        }"""
    )
    try:
        return _axe(page, colours=True)
    finally:
        page.evaluate(
            "() => { for (const [text, ruby] of readings) text.replaceWith(ruby) }"
        )


def _axe(page: Page, *, colours: bool) -> list[str]:
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

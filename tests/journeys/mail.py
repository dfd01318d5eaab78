"""The demo's letter box, as somebody who waits for a letter looks into it."""

import time
from contextlib import suppress

from playwright.sync_api import Locator, Page, expect


def open_mail(page: Page, url: str, mail: Locator, seconds: int = 30) -> None:
    """Looks again and again until MAIL is there; then opens it."""
    ends = time.monotonic() + seconds
    page.goto(f"{url}/demo/mail/")
    while not mail.count() and time.monotonic() < ends:
        # The page does not renew itself: give it a moment, then look again.
        with suppress(AssertionError):
            expect(mail.first).to_be_visible(timeout=1_000)
        page.reload()
    mail.first.get_by_role("link").click()

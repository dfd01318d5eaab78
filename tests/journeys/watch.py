"""What no page of the house may do, whoever opens it."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

HOSTS = {"localhost", "127.0.0.1"}
# A page that says 404 or 422 is meant to; Chromium mentions it in the console.
EXPECTED = ("Failed to load resource",)


def watch(context: BrowserContext, faults: list[str]) -> None:
    """Notes into FAULTS requests to other hosts, broken scripts and console errors.

    A violated content policy is a console error.
    """

    def of_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.hostname not in HOSTS:
            faults.append(f"request to another host: {request.url}")

    def of_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            faults.append(f"console of {message.location['url']}: {message.text}")

    def of_page(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))

    context.on("request", of_request)
    context.on("console", of_console)
    context.on("page", of_page)

"""A phone on a slow line: what a visitor has to wait for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Request

from tests.journeys.pages import THIS_YEAR
from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_BYTES = 60_000


@pytest.mark.parametrize(
    "path",
    [
        f"{prefix}{path}"
        for prefix in ("", "/en", "/ja-easy")
        for path in (
            "/",
            "/events/talks/",
            "/events/talks/register/",
            f"/network/youth/{THIS_YEAR}/",
            f"/network/youth/{THIS_YEAR - 1}/reports/",
            f"/network/summit/{THIS_YEAR}/",
        )
    ],
)
def test_a_public_page_is_light(
    demo: DemoStack, open_context: Callable[..., BrowserContext], path: str
) -> None:
    page = open_context().new_page()
    finished: list[Request] = []
    page.on("requestfinished", lambda request: finished.append(request))
    page.goto(demo.url + path, wait_until="networkidle")

    # Pictures of a report come lazily, and are what one comes to see.
    sizes = {
        request.url: request.sizes()
        for request in finished
        if request.resource_type != "image"
    }
    carried = {
        url: size["responseBodySize"] + size["responseHeadersSize"]
        for url, size in sizes.items()
    }
    assert sum(carried.values()) <= MOST_BYTES, carried
    blocking = page.locator(
        "head link[rel=stylesheet], head script:not([type=module], [type*=json])"
    )
    assert blocking.count() <= 1
    [look] = [each for each in finished if each.url.endswith(".css")]
    assert look.response().headers["content-encoding"] == "gzip"

"""The demo for the journeys that look at it, and browsers that watch their pages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.stack import DemoStack
from tests.journeys.watch import watch


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoStack]:
    """The demo, started once for all who only look or who register."""
    stack = DemoStack(Path(tmp_path_factory.mktemp("demo")))
    try:
        yield stack.with_tables().start()
    finally:
        stack.stop()


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of somebody's own; at the end, its pages must have kept the rules."""
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def open_one(*, of: Browser | None = None, **options: object) -> BrowserContext:
        context = (of or browser).new_context(locale="ja-JP", **options)
        context.set_default_timeout(15_000)
        watch(context, faults)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
    assert not faults, "\n".join(faults)

"""A mail server, and dice that always fall the same way."""

from collections.abc import Iterator
from random import Random

import pytest

from tests.outbox.smtp_sink import SmtpSink


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    server = SmtpSink()
    yield server
    server.close()


@pytest.fixture
def dice() -> Random:
    return Random(20260215)

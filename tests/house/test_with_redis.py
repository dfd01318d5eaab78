"""With Redis, attempts are counted over all processes."""

import uuid

import pytest
from django.conf import settings
from django.core.cache import caches

from peace.rate_limits import is_over, uses_of
from peace.redis_cache import KeepingRedisCache

pytestmark = [
    pytest.mark.redis,
    pytest.mark.skipif(not settings.REDIS_URL, reason="needs REDIS_URL"),
]


def test_uses_are_counted_up_to_the_limit():
    key = f"test:{uuid.uuid4()}"

    assert [is_over(key, limit=2, seconds=60) for _ in range(3)] == [False, False, True]
    assert uses_of(key) == 3


def test_another_process_sees_the_same_count():
    key = f"test:{uuid.uuid4()}"
    is_over(key, limit=2, seconds=60)

    elsewhere = caches.create_connection("default")

    assert isinstance(elsewhere, KeepingRedisCache)
    assert elsewhere is not caches["default"]
    assert elsewhere.get(f"limit:{key}") == 1


def test_the_client_is_built_once():
    kept = caches["default"]._cache

    assert kept.get_client("a") is kept.get_client("b", write=True)

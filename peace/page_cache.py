"""The cache of public pages: when Redis is gone, a page is simply made anew."""

from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError


class ForgivingRedisCache(RedisCache):
    """Redis that may be out of reach: reads miss, writes are forgotten.

    For pages only. Counters of sign-in attempts stay on a cache that fails loudly,
    because an attempt that nobody counts must not pass.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except (RedisError, OSError):
            return default

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        try:
            super().set(key, value, *args, **kwargs)
        except (RedisError, OSError):
            return

"""Redis as a cache that keeps its client: building one costs more than asking it."""

from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class _KeepingClient(RedisCacheClient):
    _kept: Any = None

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """One for all keys: it is safe to share, and all ours lie on one server."""
        if self._kept is None:
            self._kept = super().get_client(key, write=True)
        return self._kept


class KeepingRedisCache(RedisCache):
    """Django's own in everything else."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _KeepingClient

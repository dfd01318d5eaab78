"""Limits by key first and by address last.

A school class, a city hall and a library sit behind one address each: an address
alone is a poor reason to refuse somebody. Counters live in the cache and may vanish;
nothing that matters (seats, codes) depends on them.
"""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError


def is_over(key: str, *, limit: int, seconds: int) -> bool:
    """Count one use of KEY and tell whether it is above LIMIT within SECONDS.

    A cache that cannot be reached counts nothing: the door stays open.
    """
    try:
        if cache.add(f"limit:{key}", 1, timeout=seconds):
            return limit < 1
        return cache.incr(f"limit:{key}") > limit
    except (ValueError, OSError, RedisError):  # ran out meanwhile, or out of reach
        return False


def uses_of(key: str) -> int:
    """How often KEY was used in its current window; counts nothing."""
    try:
        return cache.get(f"limit:{key}", 0)
    except (OSError, RedisError):
        return 0


def address_of(request: HttpRequest) -> str:
    """The visitor's address; a forwarded one only as many proxies back as we run."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    if settings.PROXY_COUNT and len(hops) >= settings.PROXY_COUNT:
        return hops[-settings.PROXY_COUNT]
    return request.META.get("REMOTE_ADDR", "")

"""Redis is a bell and a memory of attempts: without it people still get in."""

import pytest
from django.conf import settings
from django.test import override_settings

from peace.rate_limits import is_over, uses_of

NOWHERE = "redis://127.0.0.1:1/0"
pytestmark = pytest.mark.django_db


@pytest.fixture
def _redis_gone():
    with override_settings(
        CACHES={
            "default": {
                "BACKEND": "peace.redis_cache.KeepingRedisCache",
                "LOCATION": NOWHERE,
            },
            "pages": settings.CACHES["pages"],
        }
    ):
        yield


@pytest.mark.usefixtures("_redis_gone")
@pytest.mark.parametrize("address", ["/", "/en/", "/privacy/", "/network/"])
def test_public_pages_open_without_redis(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.usefixtures("_redis_gone")
def test_a_limit_that_cannot_count_lets_people_through():
    assert not is_over("register:127.0.0.1", limit=1, seconds=60)
    assert not is_over("register:127.0.0.1", limit=1, seconds=60)
    assert uses_of("register:127.0.0.1") == 0


def test_a_page_is_kept_for_a_moment_and_is_the_same_for_all(
    client, django_assert_num_queries
):
    first = client.get("/network/").content

    with django_assert_num_queries(0):
        second = client.get("/network/").content

    assert first == second

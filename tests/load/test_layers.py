"""The profile watches functions by name: a renamed one must not fall out of it."""

from tests.load.layers import WATCHED, Layer, Stopwatch, owner_of, with_server


def test_every_watched_function_is_there():
    for place, attribute in WATCHED.values():
        assert callable(getattr(owner_of(place), attribute))


def test_time_inside_is_not_counted_twice():
    watch = Stopwatch()
    inner = watch.around("inner", lambda: sum(range(200_000)))

    watch.around("outer", inner)()

    assert watch.cpu["inner"] > watch.cpu["outer"] >= 0


def test_the_server_is_what_an_empty_request_costs_beyond_the_middleware():
    found = with_server([Layer("middleware, routing", 0.5, 0.4)], 1.0)

    assert found[-1] == Layer("HTTP server", 0.6, 0.6)

"""Where a scan's time goes: each layer of the request path on a stopwatch.

The request runs in this process, without a server, on the run's own database. The
watches lie around a dozen functions, so they cost next to nothing; cProfile would
make Python look three times as dear and the database as cheap.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from io import BytesIO
from typing import Any

from django.core.wsgi import get_wsgi_application

from tests.load.scans import PATH, bodies, headers_of
from tests.load.seeding import Door, empty_the_hall

# What is timed, by the name it is looked up under. Inner ones are taken from outer.
WATCHED = {
    "device and timetable": ("events.door.views.guard", "device_at_door"),
    "reading the JSON": ("events.door.views.api", "read_batch"),
    "is it guessing? (Redis)": ("events.door.views.api", "_is_guessing"),
    "ticket and seats": ("events.door.usecases.record_scans", "load_tickets"),
    "deciding": ("events.door.usecases.record_scans", "decide"),
    "words": ("events.door.answers.Answers", "row"),
    "writing, durable": ("events.door.usecases.record_scans", "admit_and_record"),
    "rest of the use case": ("events.door.views.api", "record_scans"),
    "writing the JSON": ("events.door.views.api", "JsonResponse"),
}
REST = "view"
EMPTY = "middleware, routing"
SERVER = "HTTP server"


@dataclass
class Layer:
    """Milliseconds of one scan: by the clock, and of this process's CPU."""

    name: str
    wall_ms: float
    cpu_ms: float


class Stopwatch:
    """Time in each name, without what was spent in names inside it."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = defaultdict(float)
        self.cpu: dict[str, float] = defaultdict(float)
        self._inside: list[list[float]] = []

    def around(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **options: Any) -> Any:
            self._inside.append([0.0, 0.0])
            wall, cpu = time.perf_counter(), time.thread_time()
            try:
                return work(*args, **options)
            finally:
                wall, cpu = time.perf_counter() - wall, time.thread_time() - cpu
                inner = self._inside.pop()
                self.wall[name] += wall - inner[0]
                self.cpu[name] += cpu - inner[1]
                if self._inside:
                    self._inside[-1][0] += wall
                    self._inside[-1][1] += cpu

        return timed


def layers(door: Door, *, scans: int) -> list[Layer]:
    """The layers of a scan inside the application, largest part of the clock first."""
    empty_the_hall(door)
    wanted = bodies(door, 1)[: scans + 20]
    application = get_wsgi_application()
    for body in wanted[:20]:
        _ask(application, door, PATH, body)
    watch = Stopwatch()
    with _watching(watch):
        ask, ask_empty = watch.around(REST, _ask), watch.around(EMPTY, _ask)
        for body in wanted[20:]:
            # In turn: after a wait for the database, all Python is slower.
            ask(application, door, PATH, body)
            ask_empty(application, door, "/bench/empty", body)
    number = max(1, len(wanted) - 20)
    for kind in (watch.wall, watch.cpu):
        kind[REST] -= kind[EMPTY]
    found = [
        Layer(name, watch.wall[name] / number * 1000, watch.cpu[name] / number * 1000)
        for name in watch.wall
    ]
    return sorted(found, key=lambda layer: -layer.wall_ms)


@contextmanager
def _watching(watch: Stopwatch) -> Iterator[None]:
    with ExitStack() as undo:
        for name, (place, attribute) in WATCHED.items():
            owner = owner_of(place)
            found = getattr(owner, attribute)
            setattr(owner, attribute, watch.around(name, found))
            undo.callback(setattr, owner, attribute, found)
        yield


def owner_of(place: str) -> Any:
    """A module, or a class in one."""
    try:
        return import_module(place)
    except ModuleNotFoundError:
        module, _, name = place.rpartition(".")
        return getattr(import_module(module), name)


def _ask(application: Any, door: Door, path: str, body: bytes) -> None:
    status = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_AUTHORIZATION": headers_of(door)["Authorization"],
        "HTTP_X_FORWARDED_FOR": "10.0.0.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    answer = application(environ, lambda line, headers: status.append(line))
    b"".join(answer)
    answer.close()
    if not status[0].startswith("200"):
        raise RuntimeError(f"{path}: {status[0]}")


def with_server(found: list[Layer], empty_cpu_ms: float | None = None) -> list[Layer]:
    """FOUND and what an empty request costs the web processes beyond the middleware."""
    if empty_cpu_ms is None:
        return found
    inside = sum(layer.cpu_ms for layer in found if layer.name == EMPTY)
    outside = max(0.0, empty_cpu_ms - inside)
    return [*found, Layer(SERVER, outside, outside)]


def as_json(found: list[Layer]) -> list[dict[str, Any]]:
    return [asdict(layer) for layer in found]

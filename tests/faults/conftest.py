"""The houses of a run, made once a test worker, and the servers they stand on."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.house import House
from tests.faults.reckoning import Class
from tests.faults.servers import Postgres, Redis, postgres_binaries

HERE = Path(__file__).parent
FIGURE = "figure"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a fault, and none uses the run's own database."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.fault)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    binaries = postgres_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL's initdb and postgres are not installed")
    server = Postgres(tmp_path_factory.mktemp("postgres"), binaries)
    yield server
    server.close()


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed")
    server = Redis(tmp_path_factory.mktemp("redis"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def _sqlite_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    house = House(folder, f"sqlite:///{folder / 'peace.sqlite3'}")
    yield house
    house.close()


@pytest.fixture(scope="session")
def _postgres_house(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house"), postgres.create("faults"))
    yield house
    house.close()


@pytest.fixture(params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    """On both databases, unless a test asks for one of them."""
    found: House = request.getfixturevalue(f"_{request.param}_house")
    is_kept = "busy" in request.fixturenames
    found.fresh(keep=is_kept)
    yield found
    if not is_kept:
        found.working.close()


@pytest.fixture
def busy(house: House) -> House:
    """Two workers without Redis, the same for all tests that ask for them."""
    house.keep_draining(2)
    return house


on_postgres = pytest.mark.parametrize("house", ["postgres"], indirect=True)


@pytest.fixture
def record(
    request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> Callable[[str, Class], None]:
    """Write a figure down; a run of this folder prints the table of them."""
    backend = request.node.callspec.params.get("house", "")

    def write(fault: str, *found: Class) -> None:
        for each in found:
            record_property(FIGURE, [fault, backend, *each.figures()])

    return write


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """As a table for docs/outbox.md."""
    lines = [
        "| " + " | ".join(map(str, value)) + " |"
        for report in terminalreporter.stats.get("passed", [])
        for name, value in report.user_properties
        if name == FIGURE
    ]
    if lines:
        terminalreporter.section("what broke, and what became of the letters")
        head = "fault | on | class | letters | lost | doubles | uncertain (arrived)"
        terminalreporter.write_line(f"| {head} |\n|{'---|' * 7}")
        terminalreporter.write_line("\n".join(lines))

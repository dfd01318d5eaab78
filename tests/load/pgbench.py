"""The bare transaction in pgbench: the one statement of a check-in, without Python.

Its tickets lie in a table of their own, which costs one look-up more than the view.
"""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from django.db import connection, connections

from events.registration.token import hash_token
from tests.load.bare import OF_PGBENCH
from tests.load.place import conninfo
from tests.load.rounds import Row, load_now
from tests.load.seeding import Door, empty_the_hall

# Debian keeps it beside the server, out of the PATH.
_PLACES = ("/usr/lib/postgresql", "/usr/local/bin", "/usr/bin")
_RATE = 6_000  # more a second than this machine's disk allows


def find_pgbench() -> str | None:
    if found := shutil.which("pgbench"):
        return found
    there = [each for place in _PLACES for each in Path(place).glob("*/bin/pgbench")]
    return str(max(there)) if there else None


def bare_transaction(
    door: Door, *, clients: Sequence[int], rounds: int, seconds: float
) -> list[Row]:
    """One row for each number of clients; none on SQLite or without pgbench."""
    program = find_pgbench()
    if connection.vendor != "postgresql" or program is None:
        return []
    codes = door.codes[: int(_RATE * seconds)]
    _lay_out(codes)
    rows = []
    for number in clients:
        runs = []
        for _ in range(rounds):
            empty_the_hall(door)
            connections.close_all()
            runs.append(_run(program, door, len(codes), number))
        rows.append(
            Row(
                "bare transaction, pgbench",
                number,
                tickets=door.tickets,
                per_second=median(run[0] for run in runs),
                p50=median(_quantile(run[1], 0.5) for run in runs),
                p95=median(_quantile(run[1], 0.95) for run in runs),
                load=load_now(),
            )
        )
    return rows


def _lay_out(codes: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_turn")
        cursor.execute("DROP SEQUENCE IF EXISTS bench_turn_next")
        cursor.execute(
            "CREATE UNLOGGED TABLE bench_turn (n bigint PRIMARY KEY, code_hash text)"
        )
        cursor.execute("CREATE SEQUENCE bench_turn_next MINVALUE 0")
        with cursor.copy("COPY bench_turn FROM STDIN") as copy:
            for number, code in enumerate(codes):
                copy.write_row((number, hash_token(code)))
        cursor.execute("ANALYZE bench_turn")


def _run(
    program: str, door: Door, turns: int, clients: int
) -> tuple[float, list[float]]:
    """Check-ins a second, and the time of each in ms, sorted."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "admit.sql"
        # pgbench ends a statement at its line's semicolon; a variable is no parameter
        # within quotes.
        text = OF_PGBENCH.replace("':device'", f"'{door.device_id}'")
        script.write_text(text.replace(":event", str(door.event_id)).strip() + ";\n")
        done = subprocess.run(
            [
                *[program, "-n", "-M", "prepared", "-f", str(script)],
                *["-D", f"turns={turns}", "-c", str(clients), "-j", "2"],
                *["-t", str(turns // clients)],
                *["-l", "--log-prefix", f"{folder}/times", conninfo()],
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        found = re.search(r"tps = ([\d.]+)", done.stdout)
        if done.returncode or not found:
            raise RuntimeError(done.stderr[-1000:] or done.stdout[-1000:])
        times = [
            int(line.split()[2]) / 1000
            for log in Path(folder).glob("times*")
            for line in log.read_text().splitlines()
        ]
    return float(found[1]), sorted(times)


def _quantile(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0

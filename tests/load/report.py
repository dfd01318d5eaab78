"""The table, the goals, and bench.json."""

import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.load.rounds import Row
from tests.load.server import ROOT

_HEAD = (
    f"{'':<30}{'tickets':>10}{'clients':>8}{'/s':>9}{'limit':>7}{'empty':>7}"
    f"{'p50 ms':>9}{'p95 ms':>9}"
    f"{'CPU ms':>9}{'web':>7}{'db':>7}{'SQL':>5}{'err':>5}{'load':>6}"
)
_MOST_SQL = {"scan": 4, "event page": 3, "registration": 15}


@dataclass(frozen=True)
class Goal:
    """A figure of the design and what was measured; `most` tells which way is good."""

    name: str
    value: float
    limit: float
    most: bool = True
    unit: str = ""

    @property
    def is_met(self) -> bool:
        return self.value <= self.limit if self.most else self.value >= self.limit

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "value": self.value,
            "goal": self.limit,
            "met": self.is_met,
        }

    @property
    def line(self) -> str:
        sign = "≤" if self.most else "≥"
        state = "met   " if self.is_met else "MISSED"
        return (
            f"  {state} {self.name}: {self.value:,.4g} {self.unit}"
            f" (goal {sign} {self.limit:,.4g})"
        )


def table(rows: list[Row]) -> str:
    return "\n".join([_HEAD, *(_line(row) for row in rows)])


def _line(row: Row) -> str:
    share = f"{row.share:.0%}" if row.share is not None else ""
    empty = f"{row.of_empty:.0%}" if row.of_empty is not None else ""
    tickets = f"{row.tickets:,}" if row.tickets is not None else ""
    sql = str(row.sql) if row.sql is not None else ""
    web, db = f"{row.web_ms:.2f}", f"{row.db_ms:.2f}"
    line = (
        f"{row.name:<30}{tickets:>10}{row.clients:>8}{row.per_second:>9,.0f}"
        f"{share:>7}{empty:>7}"
        f"{row.p50:>9.1f}{row.p95:>9.1f}{row.cpu_ms:>9.2f}{web:>7}{db:>7}{sql:>5}"
        f"{row.errors:>5}{row.load:>6.1f}"
    )
    return f"{line}\n    {row.note}" if row.note else line


def machine() -> dict[str, Any]:
    return {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "commit": _commit(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "database": "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite",
        "redis": bool(os.environ.get("REDIS_URL")),
        "load_before": os.getloadavg()[0],
    }


def _commit() -> str:
    """The version that is measured; empty outside a repository."""
    done = subprocess.run(
        ["git", "rev-parse", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


def layers(name: str, found: Sequence[dict[str, Any]]) -> str:
    """Where one scan goes, a line a layer."""
    lines = [f"  {name}: where one scan goes{'ms':>22}{'CPU ms':>9}"]
    lines += [
        f"    {layer['name']:<40}{layer['wall_ms']:>9.3f}{layer['cpu_ms']:>9.3f}"
        for layer in found
    ]
    return "\n".join(lines)


def others(mails: dict[str, float], facts: dict[str, float]) -> str:
    """Letters and single figures, a line each."""
    return "\n".join(
        f"  {name.replace('_', ' '):<32}{value:>10,.2f}"
        for name, value in {**mails, **facts}.items()
    )


def goals(
    rows: list[Row], mails: dict[str, float], facts: dict[str, float]
) -> list[Goal]:
    """Those of the design's figures that this run measured."""
    found: list[Goal] = []
    for row in rows:
        found += _goals_of(row)
    if mails:
        rate = 1 / (1 / mails["planned_per_second"] + 1 / mails["relay_per_second"])
        cpu = mails["plan_cpu_ms"] + mails["relay_cpu_ms"]
        db = mails["plan_db_ms"] + mails["relay_db_ms"]
        found.append(Goal("reminders, written and sent", rate, 150, False, "/s"))
        found.append(Goal("a reminder, worker", cpu, 6, True, "ms CPU"))
        found.append(Goal("a reminder, with database", cpu + db, 6, True, "ms CPU"))
        sql = mails["plan_sql"] + mails["relay_sql"]
        found.append(Goal("a reminder: SQL", sql, 3, True, "statements"))
        planned = mails["memory_planned_mb"] - mails["memory_plan_warm_mb"]
        sent = mails["memory_sent_mb"] - mails["memory_sent_warm_mb"]
        name = f"memory, after the first {mails['sent_warm']:,} reminders"
        found.append(Goal(name, max(planned, sent), 8, True, "MB more"))
    if "memory_web_mb" in facts:
        memory = facts["memory_web_mb"] + facts["memory_worker_mb"]
        found.append(
            Goal("QR", max(facts["qr_path_ms"], facts["qr_png_ms"]), 5, True, "ms")
        )
        found.append(Goal("memory, 4 web + worker", memory, 400, True, "MB"))
    return found


def _goals_of(row: Row) -> list[Goal]:
    found: list[Goal] = []
    if row.sql is not None:
        most = {"scan": 4, "event": 3, "registration,": 15}[
            row.name.split(" ")[0].removesuffix(",")
            if not row.name.startswith("registration")
            else "registration,"
        ]
        found.append(Goal(f"{row.name}: SQL", row.sql, most, True, "statements"))
    among = f" among {row.tickets:,}" if row.tickets else ""
    if row.name == "scan, one a request" and row.clients == 8:
        found.append(Goal(f"scan{among}: CPU", row.cpu_ms, 4, True, "ms"))
        found.append(Goal(f"scan{among}: p95", row.p95, 50, True, "ms"))
        found.append(
            Goal(f"scan{among}: of the one-statement view", row.share, 0.5, False)
        )
        found.append(Goal(f"scan{among}: of an empty view", row.of_empty, 0.5, False))
    # Doubles are rare, and merging them may take its time.
    plain = row.name.startswith("batches") and not row.name.endswith("doubles")
    if plain and row.clients == 8:
        name = f"{row.name}{among}"
        found.append(Goal(name, row.per_second, 5_000, False, "/s"))
    if row.name == "event page, warm":
        found.append(Goal("event page, warm: of an empty view", row.share, 0.6, False))
    if row.name.startswith("registration") and row.clients == 8:
        found.append(Goal("registration: CPU", row.cpu_ms, 20, True, "ms"))
    if row.name.startswith("burst"):
        name = f"burst, {row.clients} at once"
        found.append(Goal(f"{name}: errors", row.errors, 0))
        found.append(Goal(f"{name}: all answered", 500 / row.per_second, 10, True, "s"))
        found.append(Goal(f"{name}: p95", row.p95, 1_500, True, "ms"))
    return found

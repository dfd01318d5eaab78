"""The table, the goals, and bench.json."""

import json
import os
import platform
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.load.rounds import Row
from tests.load.server import ROOT

_HEAD = (
    f"{'':<32}{'clients':>8}{'/s':>9}{'limit':>7}{'p50 ms':>9}{'p95 ms':>9}"
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
    sql = str(row.sql) if row.sql is not None else ""
    web, db = f"{row.web_ms:.2f}", f"{row.db_ms:.2f}"
    line = (
        f"{row.name:<32}{row.clients:>8}{row.per_second:>9,.0f}{share:>7}"
        f"{row.p50:>9.1f}{row.p95:>9.1f}{row.cpu_ms:>9.2f}{web:>7}{db:>7}{sql:>5}"
        f"{row.errors:>5}{row.load:>6.1f}"
    )
    return f"{line}\n    {row.note}" if row.note else line


def machine() -> dict[str, Any]:
    return {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "database": "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite",
        "redis": bool(os.environ.get("REDIS_URL")),
        "load_before": os.getloadavg()[0],
    }


def write_json(
    about: dict[str, Any],
    rows: list[Row],
    letters: dict[str, float],
    figures: dict[str, float],
    goals: list[Goal],
) -> None:
    found = {
        "machine": about,
        "rows": [row.as_json() for row in rows],
        "letters": letters,
        "figures": figures,
        "goals": [
            {"name": g.name, "value": g.value, "goal": g.limit, "met": g.is_met}
            for g in goals
        ],
    }
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (ROOT / "bench.json").write_text(text + "\n", encoding="utf-8")


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
    if facts:
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
    if row.name.startswith("scan, one") and row.clients == 8:
        found.append(Goal("scan: CPU", row.cpu_ms, 4, True, "ms"))
        found.append(Goal("scan: p95", row.p95, 50, True, "ms"))
        found.append(Goal("scan: of the one-statement view", row.share, 0.5, False))
    if row.name.startswith("scans in batches"):
        found.append(Goal(row.name, row.per_second, 5_000, False, "/s"))
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

"""Writes the door's figures into docs/benchmark.md, between two marks."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from tests.load.progress import Progress
from tests.load.rounds import Row
from tests.load.server import ROOT

PAGE = ROOT / "docs" / "benchmark.md"
BEGIN, END = "<!-- by make bench: the door -->", "<!-- end -->"
_MARKED = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.S)


def write_page(progress: Progress) -> None:
    """What stands between the marks is replaced; the rest is written by people."""
    text = PAGE.read_text(encoding="utf-8")
    body = f"{BEGIN}\n\n{door_text(progress)}\n\n{END}"
    PAGE.write_text(_MARKED.sub(lambda found: body, text), encoding="utf-8")


def door_text(progress: Progress) -> str:
    about, rows = progress.about, [row for row in progress.rows if row.tickets]
    how = ", one short round" if about["quick"] else ""
    parts = [
        f"Measured {about['at'][:10]} at commit {about['commit'][:7]}{how}:"
        f" {about['cores']} cores, Python {about['python']}, {about['database']},"
        f" {'Redis' if about['redis'] else 'no Redis'},"
        f" load {about['load_before']:.1f} before.",
        _table(
            ("tickets", "clients", "scans /s", "p50 ms", "p95 ms", "CPU ms")
            + ("empty view /s", "of it", "one-statement view /s", "of it")
            + ("pgbench /s", "p50 ms", "p95 ms"),
            (_single(row, rows) for row in _named(rows, "scan, one a request")),
        ),
        _table(
            ("tickets", "clients", "what", "scans /s", "p50 ms", "p95 ms", "CPU ms"),
            (
                (*_where(row), row.name, f"{row.per_second:,.0f}", *_times(row))
                for row in rows
                if row.name.startswith(("batches", "scan, one, decided"))
            ),
        ),
    ]
    for name, section in progress.sections.items():
        if section.layers:
            tickets = name.removeprefix("door ")
            parts.append(f"Where one scan goes, among {int(tickets):,} tickets:")
            parts.append(_layers(section.layers))
    return "\n\n".join(parts)


def _single(row: Row, rows: Sequence[Row]) -> tuple[str, ...]:
    def beside(name: str) -> Row | None:
        found = [
            each
            for each in _named(rows, name)
            if (each.tickets, each.clients) == (row.tickets, row.clients)
        ]
        return found[0] if found else None

    empty, statement = beside("limit: empty view"), beside("limit: one-statement view")
    bare = beside("bare transaction, pgbench")
    return (
        *_where(row),
        f"{row.per_second:,.0f}",
        *_times(row),
        f"{empty.per_second:,.0f}" if empty else "–",
        f"{row.of_empty:.0%}" if row.of_empty is not None else "–",
        f"{statement.per_second:,.0f}" if statement else "–",
        f"{row.share:.0%}" if row.share is not None else "–",
        f"{bare.per_second:,.0f}" if bare else "–",
        f"{bare.p50:.1f}" if bare else "–",
        f"{bare.p95:.1f}" if bare else "–",
    )


def _layers(layers: Sequence[dict[str, Any]]) -> str:
    whole = sum(layer["wall_ms"] for layer in layers) or 1
    rows = [
        (
            layer["name"],
            f"{layer['wall_ms']:.2f}",
            f"{layer['cpu_ms']:.2f}",
            f"{layer['wall_ms'] / whole:.0%}",
        )
        for layer in layers
    ]
    cpu = sum(layer["cpu_ms"] for layer in layers)
    rows.append(("together", f"{whole:.2f}", f"{cpu:.2f}", ""))
    return _table(("layer", "ms", "CPU ms", "share"), rows)


def _named(rows: Iterable[Row], name: str) -> list[Row]:
    return [row for row in rows if row.name == name]


def _where(row: Row) -> tuple[str, str]:
    return f"{row.tickets:,}", str(row.clients)


def _times(row: Row) -> tuple[str, str, str]:
    return f"{row.p50:.1f}", f"{row.p95:.1f}", f"{row.cpu_ms:.2f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

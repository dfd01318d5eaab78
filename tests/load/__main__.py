"""`python -m tests.load [--quick]`: the benchmark, beside the limits of the machine.

With DATABASE_URL (and REDIS_URL) it runs on those, in a database of its own that is
made and dropped; without, on SQLite. All traffic stays on 127.0.0.1. Every drive is
bounded in count and time; a full run takes less than five minutes.
"""

import argparse
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

from tests.load.place import place


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("--quick", action="store_true", help="one short round, < 60 s")
    parser.add_argument(
        "--only", default="", help="door,pages,registering,letters,figures"
    )
    options = parser.parse_args()
    # Stopped from outside, it still stops its server and drops its database.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    started = time.monotonic()
    with place() as folder:
        django.setup()
        run(folder, quick=options.quick, only=options.only)
    say(f"{time.monotonic() - started:.0f} s; figures in bench.json")


def run(folder: Path, *, quick: bool, only: str) -> None:
    """Seed, start the server, measure, print."""
    from django.core.management import call_command
    from django.utils import timezone

    from tests.load import door, figures, letters, pages, registering, report, seeding
    from tests.load.server import Server

    about = report.machine()
    say(
        f"{about['cores']} cores, Python {about['python']}, {about['database']},"
        f" {'Redis' if about['redis'] else 'no Redis'}, load {about['load_before']:.1f}"
    )
    if about["database"] == "SQLite":
        say("SQLite lets one writer in at a time; the goals are for PostgreSQL.")
    now = timezone.now()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    seeding.seed_house()
    at_door = seeding.seed_door(3_000 if quick else 10_000, now=now)
    in_a_week = now + timedelta(days=7)
    open_event = seeding.seed_event("bench-open", starts_at=in_a_week, capacity=10**6)
    seeding.seed_reminders(600 if quick else 2_000, now=now)
    seeding.analyse()

    wanted = set(only.split(",")) if only else set()
    pace = {"rounds": 1, "seconds": 1.5} if quick else {"rounds": 3, "seconds": 3.0}
    rows, facts, mails = [], {}, {}

    def measures(name: str) -> bool:
        return not wanted or name in wanted

    with Server(folder / "gunicorn.log") as server:
        warm = {"rounds": 1, "seconds": 0.7}
        if measures("door"):
            door.single_scans(server, at_door, clients=[32], **warm)
            clients = [8] if quick else [1, 8, 32]
            rows += door.single_scans(server, at_door, clients=clients, **pace)
            rows += door.batches(server, at_door, **pace)
            rows += door.bare_statement(at_door, clients=8, seconds=pace["seconds"])
        if measures("pages"):
            pages.event_page(server, open_event, **warm)
            rows += pages.event_page(server, open_event, **pace)
        if measures("registering"):
            registering.registrations(server, open_event, **warm)
            rows += registering.registrations(server, open_event, **pace)
            for at_once in (32, 500):
                rows.append(
                    registering.burst(server, at_once=at_once, rounds=1 if quick else 2)
                )
        if measures("letters"):
            mails = letters.reminders()
        if measures("figures"):
            facts["qr_path_ms"], facts["qr_png_ms"] = figures.qr_ms()
            web, worker = figures.memory(server, seconds=6 if quick else 12)
            facts["memory_web_mb"], facts["memory_worker_mb"] = web, worker
    goals = report.goals(rows, mails, facts)
    say(report.table(rows))
    say(report.others(mails, facts))
    say("\n".join(goal.line for goal in goals))
    report.write_json(about, rows, mails, facts, goals)


if __name__ == "__main__":
    main()

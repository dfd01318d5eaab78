"""`python -m tests.load [--quick] [--resume]`: the benchmark, beside its limits.

With DATABASE_URL (and REDIS_URL) it runs on those, in a database of its own that is
made and dropped; without, on SQLite. All traffic stays on 127.0.0.1. Every drive is
bounded in count and time. A full run takes about half an hour, most of it the door
among 1,000, 100,000 and 1,000,000 tickets; `--resume` goes on where a run was stopped.
"""

import argparse
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

from tests.load.place import place

DOOR_SIZES = (1_000, 100_000, 1_000_000)
QUICK_SIZES = (1_000, 10_000)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("--quick", action="store_true", help="one short round, minutes")
    parser.add_argument(
        "--resume",
        action="store_true",
        help="keep what bench.json holds of this commit",
    )
    parser.add_argument(
        "--only", default="", help="door,pages,registering,letters,figures"
    )
    parser.add_argument(
        "--tickets",
        type=lambda text: [int(each) for each in text.split(",")],
        help="at the door; otherwise 1000,100000,1000000 (quick: 1000,10000)",
    )
    parser.add_argument(
        "--write", action="store_true", help="into docs/benchmark.md, also if quick"
    )
    options = parser.parse_args()
    # Stopped from outside, it still stops its server and drops its database.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    started = time.monotonic()
    with place() as folder:
        django.setup()
        run(folder, options)
    say(f"{time.monotonic() - started:.0f} s; figures in bench.json")


def run(folder: Path, options: argparse.Namespace) -> None:
    """Seed, start the server, measure, print."""
    from django.core.management import call_command

    from tests.load import page, report, seeding
    from tests.load.parts import DOOR, Parts
    from tests.load.progress import Progress
    from tests.load.server import ROOT, Server

    about = report.machine() | {"quick": options.quick}
    say(
        f"{about['cores']} cores, Python {about['python']}, {about['database']},"
        f" {'Redis' if about['redis'] else 'no Redis'}, load {about['load_before']:.1f}"
    )
    if about["database"] == "SQLite":
        say("SQLite lets one writer in at a time; the goals are for PostgreSQL.")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    seeding.seed_house()
    progress = Progress(ROOT / "bench.json", about, resume=options.resume)
    sizes = options.tickets or (QUICK_SIZES if options.quick else DOOR_SIZES)
    wanted = set(options.only.split(",")) if options.only else set()
    with Server(folder / "gunicorn.log") as server:
        parts = Parts(server, folder, say=say, quick=options.quick)
        for name, work in parts.all(sizes):
            if wanted and name.split(" ")[0] not in wanted:
                continue
            if progress.has(name):
                say(f"{name}: kept from before")
                continue
            started = time.monotonic()
            section = progress.measure(name, work)
            say(report.table(section.rows))
            say(f"{name}: {timedelta(seconds=round(time.monotonic() - started))}")
    mails, facts = progress.merged("letters"), progress.merged("facts")
    goals = report.goals(progress.rows, mails, facts)
    say(report.others(mails, facts))
    for name, section in progress.sections.items():
        if name.startswith(DOOR) and section.layers:
            say(report.layers(name, section.layers))
    say("\n".join(goal.line for goal in goals))
    progress.goals = [goal.as_json() for goal in goals]
    progress.write()
    measured = any(name.startswith(DOOR) for name in progress.sections)
    if measured and (options.write or not options.quick):
        page.write_page(progress)
        say("The door's figures are in docs/benchmark.md.")


if __name__ == "__main__":
    main()

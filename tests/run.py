"""Every check of the house in one go, a line each: `make test`.

All steps run, even after one has failed. What this machine lacks is skipped with a
line that says so. The last lines printed are pytest's own.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--no-header"]


class Step(NamedTuple):
    name: str
    command: list[str]
    environment: dict[str, str]
    lacks: str = ""


def main() -> int:
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="peace-check-") as folder:
        keep_what_is_compiled(Path(folder))
        # Two at a time: hardly one of them keeps more than one processor busy.
        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(passes, steps := [*quiet_steps(Path(folder))]))
        failed = [step.name for step, ok in zip(steps, outcomes, strict=True) if not ok]
        for step in test_steps():
            if failed:
                print(f"Failed so far: {', '.join(failed)}", flush=True)
            print(f"--- {step.name}", flush=True)
            done = subprocess.run(
                step.command, env=os.environ | step.environment, check=False
            )
            if done.returncode:
                failed.append(step.name)
    return 1 if failed else 0


def keep_what_is_compiled(folder: Path) -> None:
    """Where Python may write none of it beside the sources: in FOLDER, for this run.

    The tests start the house a hundred times, and compiling it is a quarter of that.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")


def quiet_steps(folder: Path) -> Iterator[Step]:
    node = shutil.which("node")
    tsc = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
    no_node = "" if node else "node is not installed"
    no_tsc = no_node or ("" if tsc.exists() else "TypeScript is not installed")
    scripts = [str(p) for p in sorted((ROOT / "tests/scanner").glob("*.test.*js"))]
    no_scripts = no_node or ("" if scripts else "there are no tests in tests/scanner")
    templates = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    tool = {name: str(BIN / name) for name in ["ruff", "djade", "lint-imports", "mypy"]}

    yield Step("ruff check", [tool["ruff"], "check", "-q"], {})
    yield Step("ruff format", [tool["ruff"], "format", "--check", "-q"], {})
    yield Step(
        "djade",
        [tool["djade"], "--check", "--target-version", "5.2", *templates],
        {},
    )
    yield Step("import-linter", [tool["lint-imports"], "--no-cache"], {})
    yield Step("mypy", [tool["mypy"]], embedded(folder / "mypy"))
    yield Step(
        "migrations",
        [*MANAGE, "makemigrations", "--check", "--dry-run"],
        embedded(folder / "migrations"),
    )
    yield Step(
        "static files, hashed",
        [*MANAGE, "collectstatic", "--noinput", "-v", "0"],
        embedded(folder / "static"),
    )
    yield Step(
        "check --deploy",
        [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
        production(folder / "deploy"),
    )
    yield Step("TypeScript", [node or "", str(tsc)], {}, no_tsc)
    yield Step("node --test", [node or "", "--test", *scripts], {}, no_scripts)


def test_steps() -> Iterator[Step]:
    """pytest on SQLite always; again on PostgreSQL and Redis where they are given."""
    yield Step("pytest on SQLite", PYTEST, {"DATABASE_URL": "", "REDIS_URL": ""})
    servers = {"DATABASE_URL": "PostgreSQL", "REDIS_URL": "Redis"}
    given = [server for name, server in servers.items() if os.environ.get(name)]
    for name, server in servers.items():
        if server not in given:
            say("skipped", f"pytest on {server}", f"{name} is not set")
    if given:
        # The journeys in Chromium ran on SQLite; here it is the servers that matter.
        # The faults ran on PostgreSQL and Redis already: they bring their own.
        # And what asks for no database would only do the same again.
        rest = "not browser and not fault and not no_database"
        yield Step("pytest on " + " and ".join(given), [*PYTEST, "-m", rest], {})


def embedded(folder: Path) -> dict[str, str]:
    """An environment without a server; a FOLDER each, as the first makes its keys."""
    return {"VAR_DIR": str(folder), "DATABASE_URL": "", "REDIS_URL": ""}


def production(folder: Path) -> dict[str, str]:
    """An environment as `docs/operations.md` asks for it; nothing is connected to."""
    keys = ["SECRET_KEY", "TICKET_KEYS", "FIELD_KEYS", "AUDIT_KEY"]
    return {
        **{name: secrets.token_urlsafe(48) for name in keys},
        "ALLOWED_HOSTS": "peace.city.test",
        "DATABASE_URL": "postgres://peace:secret@db.city.test:5432/peace",
        "DEBUG": "",
        "DEMO": "",
        "EMAIL_DOMAIN": "peace.city.test",
        "EMAIL_URL": "smtp+tls://heiwa:secret@mail.city.test:587",
        "PROXY_COUNT": "1",
        "REDIS_URL": "redis://redis.city.test:6379/0",
        "SITE_URL": "https://peace.city.test",
        "VAR_DIR": str(folder),
    }


def passes(step: Step) -> bool:
    if step.lacks:
        say("skipped", step.name, step.lacks)
        return True
    began = time.monotonic()
    done = subprocess.run(
        step.command,
        env=os.environ | step.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    took = f"{time.monotonic() - began:.1f} s"
    say("failed" if done.returncode else "ok", step.name, took)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def say(verdict: str, name: str, rest: str) -> None:
    print(f"{verdict:8} {name:22} {rest}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""The parts of a run, in their order, each measured by itself."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.utils import timezone

from events.programme.models import Event
from tests.load import (
    door,
    figures,
    layers,
    letters,
    pages,
    pgbench,
    registering,
    seeding,
)
from tests.load.progress import Section
from tests.load.server import Server

DOOR = "door"
CLIENTS = (1, 8, 32)
WARM = {"rounds": 1, "seconds": 0.7}


class Parts:
    """All parts work on one server and one database; the door comes first, alone."""

    def __init__(
        self, server: Server, folder: Path, *, say: Callable[[str], None], quick: bool
    ) -> None:
        self._server, self._folder, self._say = server, folder, say
        self._quick = quick
        self._pace = (
            {"rounds": 1, "seconds": 1.0} if quick else {"rounds": 3, "seconds": 3.0}
        )
        self._event: Event | None = None

    def all(self, sizes: Sequence[int]) -> Iterator[tuple[str, Callable[[], Section]]]:
        for tickets in sorted(sizes):
            yield f"{DOOR} {tickets}", partial(self.door, tickets)
        yield "pages", self.pages
        yield "registering", self.registering
        yield "letters", self.letters
        yield "figures", self.figures

    def door(self, tickets: int) -> Section:
        """Among so many tickets; the profile and the memory with them."""
        started = time.monotonic()
        at_door = seeding.seed_door(tickets, folder=self._folder, now=timezone.now())
        seeded = time.monotonic() - started
        self._say(f"{tickets:,} registrations laid out in {seeded:.0f} s")
        pace = self._pace
        door.single_scans(self._server, at_door, clients=[32], **WARM)
        found = Section(facts={f"seeding_{tickets}_s": seeded})
        found.rows = door.single_scans(self._server, at_door, clients=CLIENTS, **pace)
        bare = pgbench.bare_transaction(at_door, clients=CLIENTS, **pace)
        if not bare:
            self._say("No bare transaction: it needs PostgreSQL and pgbench.")
        found.rows += bare
        found.rows += door.batches(self._server, at_door, clients=CLIENTS, **pace)
        found.facts[f"memory_web_door_{tickets}_mb"] = self._server.pss()
        empty = [
            row.web_ms
            for row in found.rows
            if row.name == "limit: empty view" and row.clients == 1
        ]
        timed = layers.layers(at_door, scans=200 if self._quick else 900)
        found.layers = layers.as_json(layers.with_server(timed, *empty[:1]))
        return found

    def pages(self) -> Section:
        event = self._small_house()
        pages.event_page(self._server, event, **WARM)
        return Section(rows=pages.event_page(self._server, event, **self._pace))

    def registering(self) -> Section:
        event = self._small_house()
        registering.registrations(self._server, event, **WARM)
        rows = registering.registrations(self._server, event, **self._pace)
        rounds = 1 if self._quick else 2
        for at_once in (32, 500):
            rows.append(registering.burst(self._server, at_once=at_once, rounds=rounds))
        return Section(rows=rows)

    def letters(self) -> Section:
        self._small_house()
        return Section(letters=letters.reminders())

    def figures(self) -> Section:
        self._small_house()
        path, png = figures.qr_ms()
        web, worker = figures.memory(self._server, seconds=6 if self._quick else 12)
        return Section(
            facts={
                "qr_path_ms": path,
                "qr_png_ms": png,
                "memory_web_mb": web,
                "memory_worker_mb": worker,
            }
        )

    def _small_house(self) -> Event:
        """An event to register for, and parties to remind; no door beside them."""
        if self._event is None:
            now = timezone.now()
            seeding.empty_the_house()
            in_a_week = now + timedelta(days=7)
            self._event = seeding.seed_event(
                "bench-open", starts_at=in_a_week, capacity=10**6
            )
            seeding.seed_reminders(600 if self._quick else 10_000, now=now)
            seeding.analyse()
        return self._event

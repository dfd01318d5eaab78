"""The reckoning: what the mail server truly took, beside what the table believes.

The table is read with plain SQL, not through the models that wrote it.
"""

import json
import sqlite3
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

_SQL = (
    "SELECT uuid, letter_class, status FROM outbox_outboxmessage"
    " WHERE channel = 'EMAIL'"
)


@dataclass
class Class:
    """One class of letters. DOUBLES are copies beyond the first."""

    name: str
    letters: int = 0
    statuses: Counter = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)  # "sent", and never arrived
    doubles: int = 0
    unheard: int = 0  # taken, and its 250 was lost on the way
    cut: int = 0  # the line broke in the middle of the letter
    uncertain_arrived: int = 0
    changed: int = 0  # copies whose text is another

    def figures(self) -> list[object]:
        """For the table of the run."""
        unsure = f"{self.statuses['UNCERTAIN']} ({self.uncertain_arrived})"
        return [self.name, self.letters, len(self.lost), self.doubles, unsure]


@dataclass
class Reckoning:
    a: Class
    b: Class
    strangers: int  # arrived, and stands in no table


def rows(database_url: str) -> list[tuple[str, str, str]]:
    """(uuid, class, status) of all e-mails."""
    if database_url.startswith("sqlite"):
        path = database_url.removeprefix("sqlite:///")
        line = sqlite3.connect(path, timeout=20)
        try:
            found = line.execute(_SQL).fetchall()
        finally:
            line.close()
    else:
        with psycopg.connect(database_url) as line:
            found = line.execute(_SQL).fetchall()
    return [(str(uuid.UUID(str(each[0]))), each[1], each[2]) for each in found]


def taken(ledger: Path) -> dict[str, list[dict]]:
    """What stands in the sink's ledger, by the uuid in the Message-ID."""
    found: dict[str, list[dict]] = defaultdict(list)
    for line in ledger.read_text().splitlines() if ledger.exists() else ():
        entry = json.loads(line)
        found[entry["id"].strip("<>").partition("@")[0]].append(entry)
    return found


def reckon(database_url: str, ledger: Path) -> Reckoning:
    classes = {"A": Class("A"), "B": Class("B")}
    arrived = taken(ledger)
    known = rows(database_url)
    for number, letter_class, status in known:
        entries = arrived.get(number, [])
        copies = [each for each in entries if each["end"] != "cut"]
        it = classes[letter_class]
        it.letters += 1
        it.statuses[status] += 1
        it.doubles += max(0, len(copies) - 1)
        it.unheard += sum(each["end"] == "lost" for each in copies)
        it.cut += len(entries) - len(copies)
        it.changed += len({each["text"] for each in copies}) > 1
        it.uncertain_arrived += status == "UNCERTAIN" and bool(copies)
        if status == "SENT" and not copies:
            it.lost.append(number)
    strangers = set(arrived) - {number for number, *_ in known}
    return Reckoning(classes["A"], classes["B"], len(strangers))

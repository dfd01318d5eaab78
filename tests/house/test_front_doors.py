"""What import-linter cannot say: front doors between rooms, no HTTP in use cases."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GROUPS = ["events", "network"]
FRONT_DOOR = {
    "usecases",
    "models",
    "choices",
    "reports",
    "access",  # no other way to an object, so it must be open to all
    "exports",  # a room says itself what its things look like in a calendar
    "letters",  # the words for whom and when are the same in every letter
    "forms",  # the fields of an event are the same where its registrants are told
    "plans",  # what the editor wants of a timeslot
    "publishing",  # what must be true before an event is shown, on every storey
    "scope",  # whose rows are there is one question for all rooms of the network
    "seating",  # who sits on whose quota is one rule for those who ask and who wait
    "eligibility",  # whom an event is for is one rule, whoever registers them
    "needs",  # what an event asks and has, read once for every page and use case
    "reception",  # the printed list, and typing it in afterwards, are one list
    "offer_clock",  # on which days the office is closed is one list for all letters
    "afterwards",  # the questionnaire's address, without knowing its room
    "copying",  # what comes along into the next edition, from rooms upstairs too
    "heard",  # what staff note of it, without knowing the room that makes posters
    "audiences",  # whom rooms upstairs let the office write to
    "history",  # what a registration's letters and moments are called, on every page
    "visit_source",  # which poster brought a visitor, for every form they fill in
    "token",  # what is printed on a ticket is one word for all rooms:
    "qr",  # how it is derived, and how it is drawn
}


def test_a_room_enters_another_by_its_front_door_only():
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in _sources()
        for module in _imports(path)
        if _is_side_door(path, module)
    ]

    assert wrong == []


def test_use_cases_and_models_know_nothing_of_http():
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in _sources()
        if {"usecases", "models"} & set(path.relative_to(ROOT).parts)
        for module in _imports(path)
        if module.startswith(("django.http", "django.shortcuts", "django.forms"))
    ]

    assert wrong == []


def _is_side_door(path: Path, module: str) -> bool:
    here = path.relative_to(ROOT).parts[:2]
    there = module.split(".")
    return (
        there[0] in GROUPS
        and len(there) > 2
        and tuple(there[:2]) != here
        and there[2] not in FRONT_DOOR
    )


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _sources() -> list[Path]:
    return [path for group in GROUPS for path in (ROOT / group).rglob("*.py")]

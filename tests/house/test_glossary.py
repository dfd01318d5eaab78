"""docs/glossary.md speaks of what is there, and marks what is not."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| code")
]
CLASSES = {
    found
    for room in ("events", "network", "peace")
    for path in (ROOT / room).rglob("*.py")
    for found in re.findall(r"^class (\w+)", path.read_text("utf-8"), re.MULTILINE)
}


def classes(row):
    return [word for word in re.findall(r"`([A-Z]\w+)`", row[0]) if not word.isupper()]


def test_every_row_has_three_languages_and_a_room():
    assert [row for row in ROWS if len(row) != 5 or not all(row)] == []


def test_a_term_with_a_room_is_in_the_code():
    terms = {word for row in ROWS if row[4] != "*later*" for word in classes(row)}

    assert terms - CLASSES == set()


def test_a_term_of_later_is_not_there_yet():
    terms = {word for row in ROWS if row[4] == "*later*" for word in classes(row)}

    assert terms & CLASSES == set()


def test_every_table_of_the_rooms_is_explained():
    models = {
        found
        for room in ("events", "network", "peace")
        for path in (ROOT / room).glob("*/models/*.py")
        for found in re.findall(
            r"^class (\w+)\((?:models\.Model|AbstractBaseUser)\)",
            path.read_text("utf-8"),
            re.MULTILINE,
        )
    }

    assert models - {word for row in ROWS for word in classes(row)} == set()

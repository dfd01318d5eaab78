"""`docs/operations.md` names every variable that is read and every command there is."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
READERS = {"text", "flag", "number", "words", "secret"}


def test_the_table_and_the_settings_name_the_same_variables():
    table = set(re.findall(r"^\| `([A-Z_]+)`", PAGE, re.MULTILINE))

    assert table == _variables_read()


def test_no_variable_is_read_past_peace_env():
    for path in _sources():
        if path.name != "env.py":
            found = re.findall(
                r"os\.(?:environ\[|environ\.get|getenv)", path.read_text()
            )
            allowed = path.match("management/commands/demo.py")
            assert allowed or not found, path


def test_every_command_is_described():
    commands = {
        path.stem
        for room in ["peace", "events", "network"]
        for path in (ROOT / room).rglob("management/commands/[a-z]*.py")
    }

    assert sorted(name for name in commands if f"`{name}" not in PAGE) == []


def _variables_read() -> set[str]:
    names = set()
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "env"
                and node.func.attr in READERS
                and isinstance(node.args[0], ast.Constant)
            ):
                names.add(node.args[0].value)
    return names


def _sources() -> list[Path]:
    return [
        path
        for room in ["peace", "events", "network"]
        for path in (ROOT / room).rglob("*.py")
    ]

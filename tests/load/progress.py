"""What was measured is kept section by section, so that a run can go on later."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.load.rounds import Row

# Of the machine's description: what has to be the same for figures to stand together.
_SAME = ("commit", "cores", "python", "database", "redis", "quick")


@dataclass
class Section:
    """Rows, and whatever else a part of the benchmark found."""

    rows: list[Row] = field(default_factory=list)
    facts: dict[str, float] = field(default_factory=dict)
    letters: dict[str, float] = field(default_factory=dict)
    layers: list[dict[str, Any]] = field(default_factory=list)


class Progress:
    """The file of a run: written after each section, read again by `--resume`."""

    def __init__(self, path: Path, about: dict[str, Any], *, resume: bool) -> None:
        self.about = about
        self.sections: dict[str, Section] = {}
        self.goals: list[dict[str, Any]] = []
        self._path = path
        if resume:
            self._read()

    def has(self, name: str) -> bool:
        return name in self.sections

    def measure(self, name: str, work: Callable[[], Section]) -> Section:
        """The section NAME: as it was measured before, or by WORK."""
        if name not in self.sections:
            self.sections[name] = work()
            self.write()
        return self.sections[name]

    @property
    def rows(self) -> list[Row]:
        return [row for section in self.sections.values() for row in section.rows]

    def merged(self, kind: str) -> dict[str, float]:
        """Facts or letters of all sections together."""
        found: dict[str, float] = {}
        for section in self.sections.values():
            found |= getattr(section, kind)
        return found

    def write(self) -> None:
        found = {
            "machine": self.about,
            "sections": {
                name: {
                    "rows": [row.as_json() for row in section.rows],
                    "facts": section.facts,
                    "letters": section.letters,
                    "layers": section.layers,
                }
                for name, section in self.sections.items()
            },
            "goals": self.goals,
        }
        text = json.dumps(found, ensure_ascii=False, indent=1)
        draft = self._path.with_suffix(".draft")
        draft.write_text(text + "\n", encoding="utf-8")
        draft.replace(self._path)

    def _read(self) -> None:
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        before = stored.get("machine", {})
        if any(before.get(key) != self.about.get(key) for key in _SAME):
            return
        for name, section in stored.get("sections", {}).items():
            rows = [Row.of_json(row) for row in section.pop("rows")]
            self.sections[name] = Section(rows=rows, **section)

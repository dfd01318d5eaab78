"""The demo's texts: what happens, where, and made-up names of people who come."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "data"


@cache
def texts(name: str) -> Any:
    """The content of one file of the folder `data`. Read it, do not change it."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def event_slugs() -> list[str]:
    """All events of the demo, the draft too."""
    return [
        *(spec["slug"] for spec in texts("events")),
        texts("library")["draft"]["slug"],
    ]

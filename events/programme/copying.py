"""What rooms upstairs keep about an event and bring along into its next edition.

A reminder rule of one event, or a letter worded for it, belongs to a room that this
one does not know. Such a room registers itself here (`AppConfig.ready`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from events.programme.models import Event, Timeslot


@dataclass(frozen=True)
class Edition:
    """COPY was just made from EVENT; `timeslots` has its own ones by the old id."""

    event: Event
    copy: Event
    timeslots: Mapping[int, Timeslot]


@dataclass(frozen=True)
class Companion:
    """`bring` runs in the transaction of the copy and returns how many of what it
    made, for the audit entry; `words` tells staff beforehand what would come along."""

    bring: Callable[[Edition], Mapping[str, int]]
    words: Callable[[Event], list[str]]


_companions: list[Companion] = []


def register_companion(companion: Companion) -> None:
    """Called once, in `AppConfig.ready`."""
    _companions.append(companion)


def bring_along(edition: Edition) -> dict[str, int]:
    """Let every room bring what it has; how many of what, nothing for none."""
    made: dict[str, int] = {}
    for companion in _companions:
        made |= {what: n for what, n in companion.bring(edition).items() if n}
    return made


def what_comes_along(event: Event) -> list[str]:
    """For the page, one sentence each; empty when rooms upstairs have nothing."""
    return [words for each in _companions for words in each.words(event)]


def copy_row(row: Any, **changes: Any) -> Any:
    """A new row like ROW but for CHANGES, written."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    relations = {
        field.name: field.attname
        for field in row._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
    }
    for name in changes:
        values.pop(relations.get(name, name), None)
    return type(row).objects.create(**values, **changes)

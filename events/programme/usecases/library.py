"""Venues, storytellers and phrases: written down once, used in many events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from events.programme.models import Phrase, Storyteller, Venue
from events.programme.models.storyteller import new_calendar_code
from peace.audit.usecases import record

STREAM = "library"


class PhraseNameTaken(Exception):
    """There is a phrase of this kind with this name."""


@transaction.atomic
def save_venue(
    *, venue: Venue | None, values: Mapping[str, Any], actor: str, now: datetime
) -> Venue:
    """Write VALUES into VENUE, or into a new one. Its events show it at once.

    Locks nothing; nothing leaves: who must hear of another place is told when an
    event gets another venue.
    """
    found = venue or Venue(slug=_venue_slug(values["name"]))
    _write(found, values)
    return _recorded(found, "venue", venue is None, actor, now)


@transaction.atomic
def save_storyteller(
    *,
    storyteller: Storyteller | None,
    values: Mapping[str, Any],
    actor: str,
    now: datetime,
) -> Storyteller:
    """Write VALUES into STORYTELLER, or into a new one. Locks nothing."""
    found = storyteller or Storyteller()
    _write(found, values)
    return _recorded(found, "storyteller", storyteller is None, actor, now)


@transaction.atomic
def renew_calendar(*, storyteller: Storyteller, actor: str, now: datetime) -> None:
    """Give STORYTELLER a new secret address; the old one answers no more."""
    storyteller.calendar_code = new_calendar_code()
    storyteller.save(update_fields=["calendar_code"])
    _record("storyteller.calendar_renewed", f"storyteller:{storyteller.pk}", actor, now)


@transaction.atomic
def save_phrase(
    *, phrase: Phrase | None, values: Mapping[str, Any], actor: str, now: datetime
) -> Phrase:
    """Write VALUES into PHRASE, or into a new one. Raises PhraseNameTaken."""
    found = phrase or Phrase()
    others = Phrase.objects.exclude(pk=found.pk)
    if others.filter(kind=values["kind"], name=values["name"]).exists():
        raise PhraseNameTaken
    _write(found, values)
    return _recorded(found, "phrase", phrase is None, actor, now)


@transaction.atomic
def remove_phrase(*, phrase: Phrase, actor: str, now: datetime) -> None:
    """Delete PHRASE; texts that came from it stay where they are."""
    about = f"phrase:{phrase.pk}"
    phrase.delete()
    _record("phrase.removed", about, actor, now)


def _write(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _recorded(row: Any, noun: str, is_new: bool, actor: str, now: datetime) -> Any:
    verb = f"{noun}.created" if is_new else f"{noun}.saved"
    _record(verb, f"{noun}:{row.pk}", actor, now)
    return row


def _record(verb: str, about: str, actor: str, now: datetime) -> None:
    record(stream=STREAM, verb=verb, actor=actor, about=about, now=now)


def _venue_slug(name: Mapping[str, str]) -> str:
    base = slugify(name.get("en", ""))[:40] or "venue"
    taken = set(
        Venue.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken)

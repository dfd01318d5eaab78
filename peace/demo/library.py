"""The demo's library: made-up storytellers, phrases, and a draft that is half done."""

from datetime import datetime, timedelta

from events.programme.models import Event, Phrase, Storyteller, Telling
from events.programme.usecases.copy_event import copy_event
from events.programme.usecases.library import save_phrase, save_storyteller
from peace.demo.texts import texts
from peace.language.dates import jst


def load_library(*, staff: str, now: datetime) -> None:
    """Storytellers and phrases; those that are there are corrected."""
    for row in texts("library")["storytellers"]:
        found = Storyteller.objects.filter(name=row["name"]).first()
        save_storyteller(storyteller=found, values=row, actor=staff, now=now)
    for row in texts("library")["phrases"]:
        phrase = Phrase.objects.filter(kind=row["kind"], name=row["name"]).first()
        save_phrase(phrase=phrase, values=row, actor=staff, now=now)


def load_tellings() -> None:
    """Who tells what in the talks: nobody twice at one time, the load about even."""
    names = texts("library")["tellings"]
    stories = texts("library")["stories"]
    for spec in texts("events"):
        event = Event.objects.get(slug=spec["slug"])
        told = zip(
            event.timeslots.order_by("pk"),
            spec["timeslots"],
            names.get(spec["slug"], []),
            strict=False,
        )
        for slot, row, name in told:
            Telling.objects.create(
                timeslot=slot,
                storyteller=Storyteller.objects.get(name=name),
                story=stories[row["text"]],
            )


def load_draft(*, staff: str, now: datetime) -> None:
    """The next edition of an event that has been, as somebody left it."""
    row = texts("library")["draft"]
    copy_event(
        event=Event.objects.get(slug=row["from"]),
        first_day=jst(now).date() + timedelta(days=row["in_days"]),
        slug=row["slug"],
        actor=staff,
        now=now,
    )

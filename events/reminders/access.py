"""The only way to a letter, its text or a batch, for the city's own staff."""

from collections.abc import Mapping, Sequence

from django.http import Http404

from events.programme.access import public_programme, staff_event
from events.registration.models import Registration, WaitingListEntry
from events.registration.usecases.will_come import QUESTION
from events.reminders.catalogue import LANGUAGES, Letter, letters
from events.reminders.choices import RuleKind
from events.reminders.models import ReminderRule
from events.reminders.place import Place
from peace.outbox.models import (
    LetterDecision,
    LetterText,
    OutboxBatch,
    OutboxMessage,
)


def staff_message(pk: int) -> OutboxMessage:
    found = OutboxMessage.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def staff_batch(pk: int) -> OutboxBatch:
    found = OutboxBatch.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def staff_messages(typed: Sequence[str]) -> list[OutboxMessage]:
    """Those letters among the ids that a browser sent, whatever it sent."""
    ids = {int(each) for each in typed if each.isdecimal() and len(each) < 16}
    return list(OutboxMessage.objects.filter(pk__in=ids).order_by("pk"))


def offer_of(message: OutboxMessage) -> WaitingListEntry:
    """The place in the line of which a call speaks; 404 when it speaks of none."""
    _kind, _code, pk, *_rest = [*message.key.split(":"), "", ""]
    entry = (
        WaitingListEntry.objects.filter(pk=int(pk))
        .select_related("registration")
        .first()
        if message.kind == "offer" and pk.isdecimal()
        else None
    )
    if entry is None or entry.registration.about != message.about:
        raise Http404
    return entry


def staff_letter(room: str, name: str) -> Letter:
    """A letter of the library, by its file."""
    found = letters().get(f"{room}/{name}")
    if found is None:
        raise Http404
    return found


def registration_of(message: OutboxMessage) -> Registration:
    """The registration of which a question "will you come?" speaks; 404 otherwise."""
    pk = message.about.removeprefix("registration:")
    found = (
        Registration.objects.filter(pk=int(pk)).first()
        if message.kind == QUESTION and pk.isdecimal()
        else None
    )
    if found is None:
        raise Http404
    return found


def text_place(asked: Mapping[str, str]) -> Place:
    """What ASKED, a query, wants to word: one event, one programme, or all."""
    if asked.get("event"):
        return Place(event=staff_event(asked["event"]))
    if asked.get("programme"):
        return Place(programme=public_programme(asked["programme"]))
    return Place()


def staff_text(letter: Letter, place: Place, language: str) -> LetterText:
    if language not in LANGUAGES:
        raise Http404
    found = LetterText.objects.filter(
        name=letter.name, scope=place.scope, language=language
    ).first()
    if found is None:
        raise Http404
    return found


def staff_rule(pk: int) -> ReminderRule:
    found = (
        ReminderRule.objects.select_related(
            "programme", "event__programme", "event__venue", "timeslot"
        )
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def registration_to_show(place: Place, typed: str) -> Registration | None:
    """One of PLACE, for a preview; none for an invented one, and for all else."""
    if not (typed.isdecimal() and len(typed) < 16):
        return None
    return place.registrations.filter(pk=int(typed)).first()


def staff_decision(pk: int) -> LetterDecision:
    found = LetterDecision.objects.select_related("message").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def kind_of_rule(typed: str) -> RuleKind:
    """The kind in an address, in small letters; 404 for a word that is none."""
    if typed not in {kind.lower() for kind in RuleKind.values}:
        raise Http404
    return RuleKind(typed.upper())

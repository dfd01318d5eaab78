"""Keep the contacts: add, correct, import a list, switch off and on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import IntegrityError, transaction

from events.outreach.choices import ContactKind
from events.outreach.models import Contact
from peace.audit.usecases import record

STREAM = "outreach"


class CardStanding(StrEnum):
    """What a row of a list is to the contacts that are there; kept nowhere.

    OFF: known, and not to be written to. TWICE: the same as a row above it.
    """

    NEW = "NEW"
    KNOWN = "KNOWN"
    OFF = "OFF"
    TWICE = "TWICE"


class ContactExists(Exception):
    """The same name of the same kind at the same address is there already."""


@dataclass(frozen=True)
class ContactCard:
    """What staff typed, or what stands in a row of their list."""

    kind: str
    name: str
    email: str
    person: str = ""
    language: str = "ja"
    note: str = ""

    @property
    def kind_label(self) -> str:
        return str(ContactKind(self.kind).label)

    @property
    def language_label(self) -> str:
        return str(dict(settings.LANGUAGES)[self.language])


@transaction.atomic
def save_contact(
    *, contact: Contact | None, card: ContactCard, actor: str, now: datetime
) -> Contact:
    """A new contact, or one corrected. An audit entry without the address.

    Leaves nothing. Raises ContactExists.
    """
    saved = contact or Contact(created_at=now)
    for name in ("kind", "name", "email", "person", "language", "note"):
        setattr(saved, name, getattr(card, name))
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError:
        raise ContactExists from None
    _record("contact.saved", saved.about, actor=actor, now=now)
    return saved


def compare_contacts(cards: Sequence[ContactCard]) -> list[CardStanding]:
    """How each of CARDS stands to the contacts that are there. Changes nothing."""
    there = {
        (email.lower(), kind, name): is_active
        for email, kind, name, is_active in Contact.objects.values_list(
            "email", "kind", "name", "is_active"
        )
    }
    above: set[tuple[str, str, str]] = set()
    standings = []
    for card in cards:
        key = (card.email.lower(), card.kind, card.name)
        if key in there:
            standings.append(CardStanding.KNOWN if there[key] else CardStanding.OFF)
        else:
            standings.append(CardStanding.TWICE if key in above else CardStanding.NEW)
        above.add(key)
    return standings


@transaction.atomic
def import_contacts(
    *, cards: Sequence[ContactCard], actor: str, now: datetime
) -> tuple[int, int]:
    """All CARDS or none; how many are new, and how many rows add nothing.

    What is there is not changed by a list, and not switched on again. Changes: the
    new rows, in one statement. An audit entry with the numbers.
    """
    standings = compare_contacts(cards)
    new = [
        each
        for each, standing in zip(cards, standings, strict=True)
        if standing == CardStanding.NEW
    ]
    Contact.objects.bulk_create(
        (
            Contact(
                kind=each.kind,
                name=each.name,
                email=each.email,
                person=each.person,
                language=each.language,
                note=each.note,
                created_at=now,
            )
            for each in new
        ),
        # The button pressed twice, or two of us with one list: once is enough.
        ignore_conflicts=True,
    )
    _record("contact.imported", "contacts", actor=actor, now=now, rows=len(new))
    return len(new), len(cards) - len(new)


@transaction.atomic
def switch_contact(
    *, contact: Contact, is_active: bool, actor: str, now: datetime
) -> None:
    """Write to CONTACT no more, or again. One conditional UPDATE; an audit entry."""
    changed = Contact.objects.filter(pk=contact.pk, is_active=not is_active).update(
        is_active=is_active
    )
    if changed:
        verb = "contact.switched_on" if is_active else "contact.switched_off"
        _record(verb, contact.about, actor=actor, now=now)


def _record(verb: str, about: str, *, actor: str, now: datetime, **detail: int) -> None:
    record(
        stream=STREAM,
        verb=verb,
        actor=actor,
        about=about,
        detail=dict(detail),
        now=now,
    )

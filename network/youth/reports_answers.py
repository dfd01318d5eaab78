"""What a guardian or a delegate has to answer, and what has been answered."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import cached_property

from network.youth.choices import ITEM_OF, ConsentKind, ProtectedKind, Reader
from network.youth.models import (
    ChecklistItem,
    Delegate,
    ProtectedRecord,
    SignedConsent,
)
from network.youth.reports_consent import signers_of


def is_minor(delegate: Delegate) -> bool:
    """Does a guardian sign for them? Decided once, on the first compulsory day."""
    return Reader.GUARDIAN in signers_of(delegate)


def signers(delegate: Delegate, kind: str) -> list[Reader]:
    """Whose answer counts: the guardian's for a minor, else the delegate's own.

    Photographs and the name are the young person's as well: of a minor, both answer.
    """
    if not is_minor(delegate):
        return [Reader.DELEGATE]
    if kind == ConsentKind.MEDIA:
        return [Reader.GUARDIAN, Reader.DELEGATE]
    return [Reader.GUARDIAN]


def is_signed(delegate: Delegate, kind: str) -> bool:
    """Has everybody consented whose answer counts, and nobody taken it back?"""
    said = delegate.consents.in_force().filter(kind=kind)
    return set(signers(delegate, kind)) <= set(said.values_list("signer", flat=True))


def label_of(kind: str) -> str:
    """In the language in force; an adult consents to the trip for themselves."""
    if kind in ConsentKind.values:
        return str(ConsentKind(kind).label)
    return str(ITEM_OF[kind].label)


@dataclass(frozen=True)
class Answer:
    """One thing to answer, for one reader: what was said, never its contents."""

    kind: str
    item: ChecklistItem | None
    consent: SignedConsent | None = None
    record: ProtectedRecord | None = None
    # The other signer of a minor's media consent still has to answer.
    waits_for: str = ""

    @property
    def is_consent(self) -> bool:
        return self.kind in ConsentKind.values

    @property
    def at(self) -> datetime | None:
        if self.consent:
            return self.consent.at
        if self.record:
            return self.record.written_at
        return None

    @cached_property
    def is_done(self) -> bool:
        """Answered here, or the city has it on paper."""
        on_paper = not self.is_consent and self.item is not None and self.item.is_done
        return self.at is not None or on_paper

    @property
    def label(self) -> str:
        return label_of(self.kind)

    @property
    def url_name(self) -> str:
        return _URL_NAMES[self.kind]


_URL_NAMES = {
    ConsentKind.TRIP: "youth:link-consent",
    ConsentKind.MEDIA: "youth:link-media",
    ProtectedKind.EMERGENCY: "youth:link-emergency",
    ProtectedKind.HEALTH: "youth:link-health",
    ProtectedKind.INSURANCE: "youth:link-insurance",
}


def answers_of(delegate: Delegate, reader: str) -> list[Answer]:
    """What READER answers for DELEGATE, in the order of the page. Four statements."""
    items = {each.kind: each for each in delegate.checklist.all()}
    consents = {(each.kind, each.signer): each for each in delegate.consents.in_force()}
    # Not what is sealed: it stays in the table.
    records = {each.kind: each for each in delegate.protected.defer("sealed")}
    found = []
    for kind, item in ITEM_OF.items():
        who = signers(delegate, kind)
        if reader not in who:
            continue
        others = [each for each in who if each != reader]
        waits = [each for each in others if (kind, each) not in consents]
        found.append(
            Answer(
                kind=kind,
                item=items.get(item),
                consent=consents.get((kind, reader)),
                record=records.get(kind),
                waits_for=str(waits[0].label) if waits else "",
            )
        )
    return found


def answer_of(delegate: Delegate, reader: str, kind: str) -> Answer | None:
    """The one of KIND; None when it is not this reader's to answer."""
    return next(
        (each for each in answers_of(delegate, reader) if each.kind == kind), None
    )

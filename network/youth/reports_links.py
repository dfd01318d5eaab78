"""The personal links of a delegate, as the city sees them."""

from dataclasses import dataclass
from datetime import datetime

from network.youth.choices import Reader
from network.youth.models import Delegate, PersonalLink
from network.youth.reports_answers import Answer, answers_of, is_minor
from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage

_NOT_THERE = (Status.FAILED, Status.BOUNCED, Status.SKIPPED)


@dataclass(frozen=True)
class LinkStanding:
    """A reader's link: neither its address nor its code."""

    reader: Reader
    name: str
    email: str
    phone: str
    link: PersonalLink | None
    letter: OutboxMessage | None
    answers: list[Answer]
    now: datetime

    @property
    def letter_failed(self) -> bool:
        return self.letter is not None and self.letter.status in _NOT_THERE

    @property
    def is_resting(self) -> bool:
        """Too many wrong codes; opens again by itself."""
        return self.link is not None and self.link.is_closed_at(self.now)


def link_standings(delegate: Delegate, *, now: datetime) -> list[LinkStanding]:
    """The guardian's (of a minor) and the delegate's, with what each has answered."""
    in_force = {each.reader: each for each in delegate.links.filter(ended_at=None)}
    letters = {
        each.key: each
        for each in OutboxMessage.objects.filter(
            key__in=[_key(each) for each in in_force.values()]
        ).defer("text")
    }
    who = delegate.nomination
    phones = {Reader.GUARDIAN: who.guardian_phone, Reader.DELEGATE: who.phone}
    found = []
    for reader in Reader:
        if reader == Reader.GUARDIAN and not is_minor(delegate):
            continue
        name, email = delegate.addressee(reader)
        link = in_force.get(reader)
        found.append(
            LinkStanding(
                reader=reader,
                name=name,
                email=email,
                phone=phones[reader],
                link=link,
                letter=letters.get(_key(link)) if link else None,
                answers=answers_of(delegate, reader),
                now=now,
            )
        )
    return found


def _key(link: PersonalLink) -> str:
    return f"{link.letter_name}:{link.pk}"

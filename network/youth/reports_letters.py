"""The letters that one reader of a personal link got."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from network.youth.models import PersonalLink
from peace.language.ruby import ruby_plain
from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage

# They hold a signed address, which has no business on a screen.
_WITH_A_LINK = ("link_guardian", "link_delegate")


@dataclass(frozen=True)
class SentLetter:
    """A letter as it left."""

    subject: str
    text: str
    language: str
    at: datetime


def letters_to(link: PersonalLink) -> list[SentLetter]:
    """Newest first; those about the delegate that were addressed to this reader.

    Name and address both have to fit: a family often shares one address, and a
    guardian's letters are none of the delegate's, nor the other way round.
    """
    name, email = link.delegate.addressee(link.reader)
    if not email:
        return []
    about = Q(about=link.delegate.about)
    report = getattr(link.delegate, "report", None)
    if report is not None:
        about |= Q(about=report.about)
    found = (
        OutboxMessage.objects.filter(
            about,
            email=email,
            recipient_name=name,
            status=Status.SENT,
        )
        .exclude(kind__in=_WITH_A_LINK)
        .order_by("-created_at", "-pk")
    )
    return [
        SentLetter(
            subject=ruby_plain(each.subject),
            text=ruby_plain(each.text),
            language="en" if each.language == "en" else "ja",
            at=each.sent_at or each.created_at,
        )
        for each in found
    ]

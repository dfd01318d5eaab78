"""End the news of one address: at once, on every ground, in one click (RFC 8058)."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from events.outreach.choices import ContactKind, ReaderKind, SubscriptionStatus
from events.outreach.models import Announcement, Contact, Subscription
from events.outreach.readers import Reader
from events.outreach.usecases.subscribe import READER, STREAM
from events.registration.models import Registration
from peace.audit.usecases import record
from peace.outbox.usecases.take_back import take_back_news


@transaction.atomic
def end_news(
    *, reader: Reader, announcement: int = 0, actor: str = READER, now: datetime
) -> bool:
    """Nothing more of this kind goes to READER's address; whether anything changed.

    Changes: its subscription ends, its registrations and contacts agree no more, and
    its letters that wait, approved or not, are skipped. A member of a room upstairs
    gets a contact that is switched off. ANNOUNCEMENT, whose letter it was, counts one
    more. An audit entry without the address. Locks nothing beforehand; the same again
    changes nothing. Leaves nothing: an end is not followed by a letter.
    """
    email = reader.email
    ended = (
        Subscription.objects.living()
        .of(email)
        .update(status=SubscriptionStatus.ENDED, ended_at=now)
    )
    ended += Registration.objects.filter(email__iexact=email, wants_news=True).update(
        wants_news=False
    )
    ended += Contact.objects.active().of(email).update(is_active=False)
    if reader.kind == ReaderKind.MEMBER:
        _contact, is_new = Contact.objects.get_or_create(
            kind=ContactKind.CITY,
            email=email,
            name=reader.name[:100],
            defaults={"is_active": False, "created_at": now},
        )
        ended += is_new
    take_back_news(email=email)
    if not ended:
        return False
    Announcement.objects.filter(pk=announcement).update(ended=F("ended") + 1)
    record(
        stream=STREAM,
        verb="news.ended",
        actor=actor,
        about=f"{reader.kind.name.lower()}:{reader.ref}",
        detail={"rows": ended},
        now=now,
    )
    return True

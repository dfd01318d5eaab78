"""A test copy of a letter to the person who is writing it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from peace.accounts.models import User
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Letter, Recipient
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.enqueue import enqueue

KIND = "text_sample"
MARK = {"ja": "【見本】", "ja-easy": "【見本《みほん》】", "en": "[Sample] "}


@transaction.atomic
def send_sample(
    *,
    letter: Letter,
    language: str,
    with_ticket: bool,
    user: User,
    key: UUID,
    now: datetime,
) -> OutboxMessage | None:
    """Send LETTER, filled in for nobody real, to USER's own address and no other.

    Changes: one outbox row, class B, about nothing; None when this click (KEY) has
    sent it already. Leaves: that mail, marked as a sample, with a QR that lets
    nobody in.
    """
    return enqueue(
        key=f"{KIND}:{user.pk}:{key}",
        kind=KIND,
        letter_class=LetterClass.B,
        recipient=Recipient(name=str(user), email=user.email),
        language=language,
        letter=Letter(MARK[language] + letter.subject, letter.text),
        parts=[("ticket_sample", "1")] if with_ticket else [],
        now=now,
    )

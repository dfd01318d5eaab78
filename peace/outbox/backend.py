"""Django's EMAIL_BACKEND: what a library sends becomes rows like everything else."""

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from peace.outbox.choices import Channel, LetterClass
from peace.outbox.letter import Letter, Recipient
from peace.outbox.usecases.enqueue import enqueue


class OutboxBackend(BaseEmailBackend):
    """Login codes, address changes: class A, one row for each recipient.

    Only the plain text is kept; the outbox makes the HTML part of every letter.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        now = timezone.now()
        with transaction.atomic():
            for mail in email_messages:
                for email in mail.recipients():
                    enqueue(
                        key=f"account:{uuid.uuid4()}",
                        kind="account",
                        letter_class=LetterClass.A,
                        recipient=Recipient(name="", email=email),
                        language=get_language() or settings.LANGUAGE_CODE,
                        letter=Letter(subject=str(mail.subject), text=str(mail.body)),
                        # A person who asks for a code must get it where they asked.
                        channel=Channel.EMAIL,
                        now=now,
                    )
        return len(email_messages)

"""A carrier for the demo: every mail becomes a file of a Maildir."""

import mailbox
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """Writes into `settings.MAIL_FOLDER`, readable by any mail program."""

    # A file is complete under its name or not there at all.
    is_unclear = False

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_FOLDER)
        folder.parent.mkdir(parents=True, exist_ok=True)
        box = mailbox.Maildir(folder, create=True)
        for mail in email_messages:
            box.add(mail.message().as_bytes())
        return len(email_messages)

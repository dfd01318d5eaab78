"""Tasks: each loads nothing, calls one thing, and may be lost or run twice."""

import logging
from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from peace.outbox import bell
from peace.outbox.mailbox import MailboxClosed, open_imap
from peace.outbox.models import Heartbeat
from peace.outbox.usecases.read_returns import read_returns
from peace.outbox.usecases.relay import relay

logger = logging.getLogger(__name__)

ROUND = 500


@shared_task(name="outbox.relay")
def relay_due(**kwargs: Any) -> None:
    """One round; asks for the next when there is more than a round to do."""
    now = timezone.now()
    Heartbeat.objects.note("worker", now=now)
    if relay(now=now, limit=ROUND).handled >= ROUND:
        bell.ring()


@shared_task(name="outbox.pulse")
def pulse(**kwargs: Any) -> None:
    """Only beat sends this and only a worker runs it: both are alive."""
    Heartbeat.objects.note("worker", "beat", now=timezone.now())


@shared_task(name="outbox.read_bounces")
def read_bounces(**kwargs: Any) -> None:
    """Look into the mailbox of returned mail, where one is set up."""
    if not settings.RETURN_IMAP_URL:
        return
    try:
        with open_imap(settings.RETURN_IMAP_URL) as box:
            read_returns(box=box, now=timezone.now())
    except MailboxClosed as error:
        logger.warning("Returned mail waits: %s", error)

"""Tasks: each loads nothing, calls one thing, and may be lost or run twice."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from peace.outbox import bell
from peace.outbox.models import Heartbeat
from peace.outbox.usecases.relay import relay

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

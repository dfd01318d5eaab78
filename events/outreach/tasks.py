"""What beat rings for."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from events.outreach.usecases.erase_expired import erase_outreach
from events.outreach.usecases.write_announcements import write_announcements


@shared_task(name="outreach.erase_expired")
def erase_what_is_due(**kwargs: Any) -> None:
    """Once a night; twice, late or on two machines makes no difference."""
    erase_outreach(now=timezone.now())


@shared_task(name="outreach.write_announcements")
def write_letters(**kwargs: Any) -> None:
    """Every quarter of a minute; goes on where a crash has left it."""
    write_announcements(now=timezone.now())

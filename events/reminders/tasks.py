"""What beat rings for."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from events.reminders.usecases.write_due import write_due_reminders


@shared_task(name="reminders.write_due")
def write_due(**kwargs: Any) -> None:
    """Every minute; twice, late or on two machines makes no difference."""
    write_due_reminders(now=timezone.now())

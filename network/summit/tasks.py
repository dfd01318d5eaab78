"""What beat rings for."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from network.summit.usecases.erase_guests import erase_guests
from network.summit.usecases.remind import remind_late_cities


@shared_task(name="summit.remind")
def remind(**kwargs: Any) -> None:
    """Every ten minutes; twice, late or on two machines makes no difference."""
    remind_late_cities(now=timezone.now())


@shared_task(name="summit.erase_guests")
def erase(**kwargs: Any) -> None:
    """Every night; twice, late or on two machines makes no difference."""
    erase_guests(now=timezone.now())

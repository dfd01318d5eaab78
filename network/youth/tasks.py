"""What beat rings for."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from network.youth.usecases.erase_expired import erase_expired
from network.youth.usecases.remind_cities import remind_cities
from network.youth.usecases.remind_reports import remind_reports
from peace.language.dates import jst

# Nobody is written to at night.
FIRST_HOUR, LAST_HOUR = 9, 19


@shared_task(name="youth.erase_expired")
def erase_what_is_due(**kwargs: Any) -> None:
    """Every night; twice, late or on two machines makes no difference."""
    erase_expired(now=timezone.now())


@shared_task(name="youth.remind_cities")
def remind(**kwargs: Any) -> None:
    """Every half hour; twice, late or on two machines makes no difference."""
    remind_cities(now=timezone.now())


@shared_task(name="youth.remind_reports")
def remind_about_reports(**kwargs: Any) -> None:
    """Every hour of the day; twice, late or on two machines makes no difference."""
    now = timezone.now()
    if FIRST_HOUR <= jst(now).hour < LAST_HOUR:
        remind_reports(now=now)

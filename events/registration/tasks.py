"""What beat rings for: time that passes in the line and in a lottery."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from events.registration.usecases.capacity import release_due_quotas
from events.registration.usecases.lottery_freeze import freeze_due_lotteries
from events.registration.usecases.offers import expire_offers


@shared_task(name="registration.keep_time")
def keep_time(**kwargs: Any) -> None:
    """Every minute; twice, late or on two machines makes no difference."""
    now = timezone.now()
    expire_offers(now=now)
    release_due_quotas(now=now)
    freeze_due_lotteries(now=now)

"""Somebody who was rung says that they will come."""

from datetime import datetime

from django.db import transaction

from events.registration.models import Registration
from events.registration.usecases.will_come import say_will_come
from peace.outbox.choices import Outcome
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.record_outcome import record_outcome


@transaction.atomic
def answer_coming_call(
    *, message: OutboxMessage, registration: Registration, actor: str, now: datetime
) -> None:
    """Write down the yes, and end the call as reached.

    Changes what `record_outcome` and `say_will_come` change, both or nothing. Locks the
    registration. Nothing leaves. Raises NotOnTheList, NobodyComes.
    """
    record_outcome(message=message, outcome=Outcome.REACHED, by=actor, now=now)
    say_will_come(registration=registration, actor=actor, now=now)

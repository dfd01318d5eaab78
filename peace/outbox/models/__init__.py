"""What the outbox keeps."""

from peace.outbox.models.attempt import DeliveryAttempt
from peace.outbox.models.batch import OutboxBatch
from peace.outbox.models.decision import LetterDecision
from peace.outbox.models.heartbeat import Heartbeat
from peace.outbox.models.message import OutboxMessage
from peace.outbox.models.text import LetterText
from peace.outbox.models.undeliverable import UndeliverableAddress

__all__ = [
    "DeliveryAttempt",
    "Heartbeat",
    "LetterDecision",
    "LetterText",
    "OutboxBatch",
    "OutboxMessage",
    "UndeliverableAddress",
]

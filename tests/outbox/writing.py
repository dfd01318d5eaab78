"""Letters for tests: short to write, real rows."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import connection, connections, transaction

from peace.outbox.letter import Letter, Recipient
from peace.outbox.models import OutboxMessage
from peace.outbox.smtp import SmtpCarrier
from peace.outbox.usecases.enqueue import enqueue
from tests.outbox.smtp_sink import SmtpSink

NOON = datetime(2026, 2, 15, 3, 0, tzinfo=UTC)
MIDORI = Recipient("緑 みどり", email="midori@example.jp")
TEXT = "緑 みどり 様\n\n席が確定しました。\n\n受付番号　4713 2086\n"


def write(key: str = "confirmation:1", **values) -> OutboxMessage | None:
    """Put one letter into the outbox as a use case would."""
    order = {
        "key": key,
        "kind": "confirmation",
        "letter_class": "A",
        "recipient": MIDORI,
        "language": "ja",
        "letter": Letter("申込みを受け付けました", TEXT),
        "now": NOON,
    }
    with transaction.atomic():
        return enqueue(**{**order, **values})


def write_rows(count: int, **values) -> list[OutboxMessage]:
    """COUNT due letters, in one insert."""
    return OutboxMessage.objects.bulk_create(
        OutboxMessage(
            **{
                "key": f"row:{number}",
                "kind": "reminder",
                "letter_class": "A",
                "channel": "EMAIL",
                "language": "ja",
                "email": f"person{number}@example.jp",
                "subject": "2月15日(日)の催しのご案内",
                "text": TEXT,
                "due_at": NOON,
                "created_at": NOON,
                **values,
            }
        )
        for number in range(count)
    )


def carrier_to(sink: SmtpSink) -> SmtpCarrier:
    return SmtpCarrier(host="127.0.0.1", port=sink.port, timeout=5)


def in_another_process(work: Callable[[], object]) -> int:
    """Run WORK in a fork with database connections of its own; returns its pid."""
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
        connections.close_all()
        os._exit(0)
    except BaseException:
        os._exit(1)


def exit_of(pid: int) -> int:
    """How the process ended: 0, 1, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def database_url() -> str:
    """Where another program finds the database of this test."""
    params = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{params['NAME']}"
    return (
        f"postgres://{params['USER']}:{params['PASSWORD']}@{params['HOST']}"
        f":{params['PORT'] or 5432}/{params['NAME']}"
    )

"""What the hands can do; each is a function of plain values, run inside the house."""

import os
import signal
import sys
import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from celery import current_app
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from events.programme.models import Event
from events.registration.models import Registration
from events.registration.usecases.application import Contact, Person
from events.registration.usecases.register import register
from events.reminders.models import ReminderRule
from events.reminders.usecases.write_due import write_due_reminders
from peace.outbox import bell
from peace.outbox.letter import Letter, Recipient
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.enqueue import enqueue_many
from peace.outbox.usecases.relay import relay
from tests import cast
from tests.faults import fuses, guards

TEXT = "緑 みどり 様\n\n席が確定しました。\n\n" + "平和の催しのご案内です。\n" * 20


def make_tables() -> None:
    call_command("migrate", run_syncdb=True, verbosity=0)


def empty() -> None:
    """Nothing is left of the test before. (`flush` takes seconds on PostgreSQL.)"""
    names = connection.introspection.django_table_names(only_existing=True)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
        for name in names:
            if not name.startswith(("django_", "auth_")):
                table = connection.ops.quote_name(name)
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - names only
    connection.close()


def write(
    *,
    count: int,
    letter_class: str,
    first: int = 0,
    phone: str = "",
    minutes_left: float | None = None,
    off: str = "",
) -> int:
    """COUNT letters of a class, due now, by the use case, in one transaction."""
    if off:
        work = partial(write, count=count, letter_class=letter_class, first=first)
        return _ended(_fork(lambda: (guards.switch_off(off), work())))
    now = timezone.now()
    not_after = None
    if minutes_left is not None:
        not_after = now + timedelta(minutes=minutes_left)
    with transaction.atomic():
        return enqueue_many(
            [
                {
                    "key": f"{letter_class}:{number}",
                    "kind": "reminder",
                    "letter_class": letter_class,
                    "recipient": Recipient(
                        "緑 みどり", email=f"p{number}@example.jp", phone=phone
                    ),
                    "language": "ja",
                    "letter": Letter("催しのご案内", TEXT),
                    "not_after": not_after,
                }
                for number in range(first, first + count)
            ],
            now=now,
        )


def send(*, at: str = "", limit: int = 100_000) -> dict:
    """One round of the relay, at a moment or now."""
    done = relay(now=_moment(at), limit=limit)
    return {name: value for name, value in vars(done).items() if value}


def drain_and_die(*, fuse: str, nth: int, off: str = "") -> int:
    """`drain_outbox` in a fork of this process, with FUSE armed; how it ended."""

    def work() -> None:
        if off:
            guards.switch_off(off)
        fuses.arm(fuse, nth)
        call_command("drain_outbox", stdout=sys.stderr)

    return _ended(_fork(work))


def freeze_in_the_claim(*, off: str = "") -> int:
    """`drain_outbox` in a fork that stops with its first lot locked; its pid."""

    def work() -> None:
        # A minute in production; only here, where nothing else is slow.
        options = connection.settings_dict["OPTIONS"]
        options["options"] = options["options"].replace("=60000", "=2000")
        if off:
            guards.switch_off(off)
        fuses.arm(fuses.WITHIN_CLAIM, 1)
        call_command("drain_outbox", stdout=sys.stderr)

    pid = _fork(work)
    os.waitpid(pid, os.WUNTRACED)
    return pid


def thaw_and_kill(*, pid: int) -> int:
    os.kill(pid, signal.SIGKILL)
    return _ended(pid)


def register_and_die(*, key: str) -> int:
    """A registration whose process dies with everything written, before COMMIT."""

    def work() -> None:
        with transaction.atomic():
            register_party(key=key)
            os.kill(os.getpid(), signal.SIGKILL)

    return _ended(_fork(work))


def register_party(*, key: str) -> dict[str, int]:
    """One party through the use case; KEY is that of the form."""
    event = Event.objects.first() or cast.event(now=timezone.now())
    slots = cast.timeslots(event)
    register(
        event=event,
        timeslots=slots,
        people=[Person(name="国立 花子", timeslot_ids=frozenset([slots[0].pk]))],
        contact=Contact(
            phone="09000000001", email="hanako@example.jp", remind_by="EMAIL"
        ),
        key=uuid.UUID(key),
        language="ja",
        actor="applicant",
        now=timezone.now(),
    )
    return facts()


def facts() -> dict[str, int]:
    return {
        "registrations": Registration.objects.count(),
        "letters": OutboxMessage.objects.count(),
    }


def ring_at(*, redis: str) -> None:
    """What the bell does after a commit: one task into the queue at REDIS."""

    def work() -> None:
        conf = current_app.conf
        conf.broker_url = conf.broker_write_url = redis
        conf.broker_transport_options = {}
        bell.publish()

    assert _ended(_fork(work)) == 0


def invite(*, parties: int, starts_at: str, rule_at: str, days: int, now: str) -> str:
    """An event with PARTIES in its first timeslot, and a rule of its programme."""
    event = cast.event(starts_at=_moment(starts_at), slots=1, now=_moment(now))
    cast.many_parties(event, parties, now=_moment(now))
    OutboxMessage.objects.all().delete()  # the confirmation of the first
    remind(event, days=days, at=time.fromisoformat(rule_at))
    return event.slug


def remind(event: Event, *, days: int, at: time) -> None:
    """The one place that knows how a rule is made."""
    ReminderRule.objects.create(programme=event.programme, days=days, at=at)


def invite_for_tomorrow(*, parties: int) -> None:
    """An event in a day, and a rule that is due since midnight in Tokyo."""
    now = timezone.now()
    event = cast.event(starts_at=now + timedelta(days=1), slots=1, now=now)
    cast.many_parties(event, parties, now=now - timedelta(days=9))
    OutboxMessage.objects.all().delete()
    remind(event, days=1, at=time(0, 0))


def plan(*, at: str = "") -> int:
    """Write the reminders that are due."""
    return write_due_reminders(now=_moment(at))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text) if text else timezone.now()


def _fork(work: Callable[[], object]) -> int:
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
        os._exit(0)
    except BaseException:
        os._exit(1)


def _ended(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

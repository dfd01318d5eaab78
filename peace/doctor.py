"""Proves that the parts of the house are alive, and says what to do where one is not.

Used by `manage.py doctor` and by the page of the same name. Reads only; connects to
Redis and to the SMTP server, sends nothing.
"""

import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import redis
from django.conf import settings
from django.db import DatabaseError, connection, models
from django.utils.translation import gettext as _

from events.registration.usecases.rotate_seeds import count_seeds
from events.reminders.reports_texts import broken_texts
from network.youth.usecases.erase_expired import count_expired
from network.youth.usecases.rotate_protected import count_protected
from peace.accounts.usecases.rotate_factor_secrets import count_factor_secrets
from peace.checks import made_secrets
from peace.encryption import Rotated
from peace.health import missing_migrations
from peace.outbox.models import Heartbeat
from peace.outbox.reports import oldest_due_seconds
from peace.outbox.usecases.read_returns import HEARTBEAT as RETURNS

PATIENCE_S = 3
SILENCE = timedelta(minutes=3)
LATE_LETTER = timedelta(minutes=10)
VERY_LATE_LETTER = timedelta(hours=1)
# Beat looks every five minutes.
RETURNS_LATE = timedelta(hours=1)
BACKUP_DUE = timedelta(hours=26)
BACKUP_OVERDUE = timedelta(hours=72)
CLOCK_WARN_S, CLOCK_RED_S = 2.0, 30.0
# Beat erases every night.
ERASED_WITHIN = timedelta(hours=48)
DISK_WARN_BYTES, DISK_RED_BYTES = 2 * 1024**3, 200 * 1024**2


class State(models.TextChoices):
    OK = "ok"
    WARN = "warn"
    RED = "red"


@dataclass(frozen=True)
class Finding:
    name: str
    state: State
    sentence: str


def examine(*, now: datetime, only: str | None = None) -> list[Finding]:
    """One finding for each part, or for the one named, in the order of repair.

    A part whose examination itself fails is red. Slowest case: three seconds each
    for a Redis and an SMTP server that do not answer.
    """
    return [
        _examined(name, part, now)
        for name, part in PARTS.items()
        if only in (None, name)
    ]


def _examined(
    name: str, part: Callable[[datetime], tuple[State, str]], now: datetime
) -> Finding:
    try:
        return Finding(name, *part(now))
    except DatabaseError as error:
        return Finding(
            name,
            State.RED,
            _("データベースが答えません（%(error)s）。") % {"error": _kind(error)},
        )


def _database(now: datetime) -> tuple[State, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return State.OK, _("データベース（%(kind)s）は動いています。") % {
        "kind": connection.display_name
    }


def _migrations(now: datetime) -> tuple[State, str]:
    missing = missing_migrations()
    if missing:
        return State.RED, _(
            "データベースの形が古いです（%(names)s）。manage.py migrate を"
            "実行してください。"
        ) % {"names": ", ".join(missing)}
    return State.OK, _("データベースの形は、このプログラムに合っています。")


def _redis(now: datetime) -> tuple[State, str]:
    if not settings.REDIS_URL:
        return State.OK, _("Redis は使わない設定です。")
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=PATIENCE_S,
        socket_timeout=PATIENCE_S,
    )
    try:
        client.ping()
    except (redis.RedisError, OSError) as error:
        return State.RED, _(
            "Redis が答えません（%(error)s）。直るまでは manage.py drain_outbox --loop "
            "でメールを送れます。"
        ) % {"error": _kind(error)}
    finally:
        client.close()
    return State.OK, _("Redis は動いています。")


def _worker(now: datetime) -> tuple[State, str]:
    return _heartbeat(
        "worker", now, _("worker を起動してください。動くまでメールは送られません。")
    )


def _beat(now: datetime) -> tuple[State, str]:
    return _heartbeat(
        "beat",
        now,
        _("beat を1つだけ起動してください。動くまで事前案内は作られません。"),
    )


def _heartbeat(name: str, now: datetime, advice: str) -> tuple[State, str]:
    seen = Heartbeat.objects.filter(name=name).values_list("beat_at", flat=True).first()
    if seen is None:
        return State.RED, _("%(name)s はまだ一度も動いていません。") % {
            "name": name
        } + advice
    if now - seen > SILENCE:
        return State.RED, _("%(name)s は%(minutes)d分前から動いていません。") % {
            "name": name,
            "minutes": _minutes(now - seen),
        } + advice
    return State.OK, _("%(name)s は動いています。") % {"name": name}


def _outbox(now: datetime) -> tuple[State, str]:
    late = timedelta(seconds=oldest_due_seconds(now))
    if late <= LATE_LETTER:
        return State.OK, _("送るのが遅れているメールはありません。")
    state = State.RED if late > VERY_LATE_LETTER else State.WARN
    return state, _(
        "%(minutes)d分前に送るはずのメールが残っています。worker と SMTP を確かめて"
        "ください。"
    ) % {"minutes": _minutes(late)}


def _texts(now: datetime) -> tuple[State, str]:
    broken = len(broken_texts())
    if broken:
        return State.WARN, _(
            "職員が直した文面が%(n)d件、使えなくなっています。元の文面で送っています。"
            "職員の画面「お知らせの文面」で直してください。"
        ) % {"n": broken}
    return State.OK, _("職員が直した文面は、すべて使えます。")


def _smtp(now: datetime) -> tuple[State, str]:
    if not settings.EMAIL_URL:
        return _graver(), _(
            "メールは送られず、フォルダーに入ります（EMAIL_URL なし）。"
        )
    host = getattr(settings, "EMAIL_HOST", "") or ""
    port = getattr(settings, "EMAIL_PORT", 0) or 25
    try:
        socket.create_connection((host, port), PATIENCE_S).close()
    except OSError as error:
        return State.RED, _(
            "メールのサーバーにつながりません（%(error)s）。メールは発信箱に残り、"
            "つながれば送られます。"
        ) % {"error": _kind(error)}
    return State.OK, _("メールのサーバーにつながります。")


def _returns(now: datetime) -> tuple[State, str]:
    if not settings.RETURN_ADDRESS:
        return State.OK, _("戻ってきたメールは、差出人の受信箱に届きます。")
    seen = (
        Heartbeat.objects.filter(name=RETURNS).values_list("beat_at", flat=True).first()
    )
    if not settings.RETURN_IMAP_URL:
        # A mail server brings them one by one: silence is no bad sign.
        return State.OK, _(
            "戻ってきたメールは、メールのサーバーから受け取る設定です。"
        ) + (
            _("最後は%(minutes)d分前です。") % {"minutes": _minutes(now - seen)}
            if seen
            else ""
        )
    if seen is None or now - seen > RETURNS_LATE:
        return State.WARN, _(
            "戻ってきたメールを1時間以上読めていません。RETURN_IMAP_URL とパスワードを"
            "確かめ、manage.py read_bounces --imap を実行してください。"
        )
    return State.OK, _("戻ってきたメールを%(minutes)d分前に読みました。") % {
        "minutes": _minutes(now - seen)
    }


def _clock(now: datetime) -> tuple[State, str]:
    if connection.vendor != "postgresql":
        return State.OK, _("時計は1つです（データベースも同じ機械にあります）。")
    with connection.cursor() as cursor:
        before = datetime.now(UTC)
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    apart = abs((there - before).total_seconds())
    if apart <= CLOCK_WARN_S:
        return State.OK, _("時計は合っています。")
    return State.RED if apart > CLOCK_RED_S else State.WARN, _(
        "データベースの時計と%(seconds)d秒ずれています。時刻の同期（NTP）を確かめて"
        "ください。"
    ) % {"seconds": apart}


def _backup(now: datetime) -> tuple[State, str]:
    folder = Path(settings.VAR_DIR) / "backup"
    files = [path.stat().st_mtime for path in folder.glob("*") if path.is_file()]
    if not files:
        return _graver(), _("バックアップがありません（docs/operations.md）。")
    age = now - datetime.fromtimestamp(max(files), UTC)
    hours = _minutes(age) // 60
    if age <= BACKUP_DUE:
        return State.OK, _("最後のバックアップは%(hours)d時間前です。") % {
            "hours": hours
        }
    return State.RED if age > BACKUP_OVERDUE else State.WARN, _(
        "最後のバックアップは%(hours)d時間前です。今すぐ取ってください。"
    ) % {"hours": hours}


def _disk(now: datetime) -> tuple[State, str]:
    folder = Path(settings.VAR_DIR)
    free = shutil.disk_usage(folder if folder.exists() else settings.BASE_DIR).free
    gigabytes = {"free": f"{free / 1024**3:.1f}"}
    if free > DISK_WARN_BYTES:
        return State.OK, _("ディスクの空きは %(free)s GB です。") % gigabytes
    return State.RED if free < DISK_RED_BYTES else State.WARN, _(
        "ディスクの空きが %(free)s GB しかありません。空きを増やしてください。"
    ) % gigabytes


def _secrets(now: datetime) -> tuple[State, str]:
    made = made_secrets()
    if made:
        return _graver(State.OK), _(
            "鍵はこの機械で作ったものです（%(names)s）。市で使うときは自分で決めて"
            "ください。"
        ) % {"names": ", ".join(made)}
    return State.OK, _("鍵はすべて設定されています。")


def _keys(now: datetime) -> tuple[State, str]:
    found = sum((count() for count in COUNT_KEPT), Rotated())
    if found.unreadable:
        return State.RED, _(
            "%(n)d件は、FIELD_KEYS にない鍵で暗号化されていて、読めません。前の鍵を"
            "後ろに戻してください。"
        ) % {"n": found.unreadable}
    if found.left:
        return State.WARN, _(
            "%(n)d件が、前の鍵で暗号化されています。manage.py rotate_keys を実行して"
            "ください。"
        ) % {"n": found.left}
    return State.OK, _("暗号化したものは、すべて新しい鍵になっています。")


def _retention(now: datetime) -> tuple[State, str]:
    late = sum(count_expired(now=now - ERASED_WITHIN).values())
    if late:
        return State.WARN, _(
            "消す日を過ぎたものが%(n)d件残っています。beat と worker を確かめ、"
            "manage.py erase_expired を実行してください。"
        ) % {"n": late}
    return State.OK, _("消す日を過ぎたものはありません。")


def _graver(otherwise: State = State.WARN) -> State:
    """Red where residents use the site; a demo on localhost may go without."""
    return State.RED if settings.SECURE else otherwise


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _kind(error: Exception) -> str:
    """The kind only: the text of an error may hold a password or an address."""
    return type(error).__name__


COUNT_KEPT = (count_protected, count_factor_secrets, count_seeds)
PARTS = {
    "database": _database,
    "migrations": _migrations,
    "redis": _redis,
    "worker": _worker,
    "beat": _beat,
    "outbox": _outbox,
    "texts": _texts,
    "smtp": _smtp,
    "returns": _returns,
    "clock": _clock,
    "backup": _backup,
    "disk": _disk,
    "secrets": _secrets,
    "keys": _keys,
    "retention": _retention,
}

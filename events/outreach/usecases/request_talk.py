"""A school or a group asks for a storyteller, changes its mind, or takes it back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from events.outreach.choices import TalkStatus
from events.outreach.letters import talks as letters
from events.outreach.models import TalkRequest
from events.outreach.usecases.call_off_talk import call_off
from peace.audit.usecases import record
from peace.language.dates import jst

REQUESTER = "requester"
STREAM = "talks"


class TalkIsOver(Exception):
    """It was held, declined or withdrawn, or has begun: nothing is changed any more."""


@dataclass(frozen=True)
class Wish:
    """What the form says, as typed."""

    group: str
    kind: str
    person: str
    kana: str
    email: str
    phone: str
    moments: Sequence[datetime]
    people: int
    audience: str
    story: str
    place: str
    address: str
    message: str

    def columns(self) -> dict[str, object]:
        values = asdict(self)
        moments = values.pop("moments")
        return values | {"wishes": [jst(at).isoformat() for at in moments]}


def request_talk(
    *, wish: Wish, key: UUID, language: str, source: str = "", now: datetime
) -> TalkRequest:
    """Write WISH down and answer its writer with a private link, by e-mail if they can.

    The same KEY again, from a double click or a reload, is the request that is there.
    Locks nothing. An audit entry without a name.
    """
    try:
        with transaction.atomic():
            made = TalkRequest.objects.create(
                idempotency_key=key,
                language=language,
                source=source,
                created_at=now,
                **wish.columns(),
            )
            letters.received(request=made, now=now)
            _record(made, "talk.requested", actor=REQUESTER, now=now)
            return made
    except IntegrityError:
        return TalkRequest.objects.get(idempotency_key=key)


@transaction.atomic
def change_request(
    *,
    request: TalkRequest,
    people: int,
    audience: str,
    message: str,
    actor: str,
    now: datetime,
) -> TalkRequest:
    """Other numbers, another message. Once arranged, the storyteller hears of it.

    Locks the request. The same again changes nothing and writes to nobody. Raises
    TalkIsOver.
    """
    locked = TalkRequest.objects.select_for_update().get(pk=request.pk)
    _refuse_what_is_over(locked, now)
    values = {"people": people, "audience": audience, "message": message}
    changed = [name for name, new in values.items() if getattr(locked, name) != new]
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, values[name])
    locked.changed_at = now
    locked.save(update_fields=[*changed, "changed_at"])
    if locked.is_arranged:
        letters.changed_for_storyteller(request=locked, now=now)
    fields = ",".join(changed)
    _record(locked, "talk.changed", actor=actor, now=now, fields=fields)
    return locked


@transaction.atomic
def withdraw_request(*, request: TalkRequest, actor: str, now: datetime) -> None:
    """The group does not want the talk any more; an arranged one is called off.

    Locks the request, then its event. Letters go to the requester and to a storyteller
    who was asked or booked. Withdrawing twice is once. Raises TalkIsOver.
    """
    locked = TalkRequest.objects.select_for_update().get(pk=request.pk)
    if locked.status == TalkStatus.WITHDRAWN:
        return
    _refuse_what_is_over(locked, now)
    call_off(request=locked, actor=actor, now=now)
    locked.status = TalkStatus.WITHDRAWN
    locked.decided_at = now
    locked.save(update_fields=["status", "decided_at"])
    letters.withdrawn(request=locked, now=now)
    _record(locked, "talk.withdrawn", actor=actor, now=now)


@transaction.atomic
def decline_request(
    *, request: TalkRequest, reason: str, actor: str, now: datetime
) -> None:
    """The city cannot send anybody, and says why; an arranged talk is called off.

    Locks the request, then its event. Letters as with a withdrawal. Raises TalkIsOver.
    """
    locked = TalkRequest.objects.select_for_update().get(pk=request.pk)
    _refuse_what_is_over(locked, now)
    call_off(request=locked, actor=actor, now=now)
    locked.status = TalkStatus.DECLINED
    locked.reason = reason
    locked.decided_at = now
    locked.save(update_fields=["status", "reason", "decided_at"])
    letters.declined(request=locked, now=now)
    _record(locked, "talk.declined", actor=actor, now=now)


@transaction.atomic
def note_on_talk(*, request: TalkRequest, note: str, actor: str, now: datetime) -> None:
    """What staff remember about a request; the requester does not see it."""
    if request.staff_note == note:
        return
    TalkRequest.objects.filter(pk=request.pk).update(staff_note=note)
    _record(request, "talk.noted", actor=actor, now=now)


def _refuse_what_is_over(request: TalkRequest, now: datetime) -> None:
    if request.is_open:
        return
    event = request.event
    if not request.is_arranged or event is None or event.starts_at <= now:
        raise TalkIsOver


def _record(
    request: TalkRequest, verb: str, *, actor: str, now: datetime, **detail: str
) -> None:
    record(
        stream=STREAM,
        verb=verb,
        actor=actor,
        about=request.about,
        detail=detail,
        now=now,
    )

"""A resident's own line: send it, correct it, change the consent, withdraw it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from events.outreach.choices import KotobaConsent, KotobaStatus, KotobaWay
from events.outreach.letters import kotoba as letters
from events.outreach.models import Kotoba, KotobaCall
from peace.audit.usecases import record
from peace.outbox.usecases.take_back import take_back_reminders

WRITER = "writer"
STREAM = "kotoba"


class CallClosed(Exception):
    """The call takes no lines at this moment."""


class AlreadyWithdrawn(Exception):
    """There is nothing left to change."""


@dataclass(frozen=True)
class Line:
    """What somebody wrote, and how it may be shown. The text is never altered."""

    text: str
    consent: str
    pen_name: str = ""
    age_band: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def send_line(
    *,
    call: KotobaCall,
    line: Line,
    key: uuid.UUID,
    language: str,
    source: str = "",
    now: datetime,
) -> Kotoba:
    """Take one line.

    Changes: one row; the same form sent twice (KEY) is one line, and the one that is
    there comes back. Leaves: a letter with the private link, where an e-mail was
    given. An audit entry. Raises CallClosed; what counts is NOW, in the row of the
    call as it stands in the database.
    """
    known = Kotoba.objects.filter(idempotency_key=key).select_related("call").first()
    if known:
        return known
    call = KotobaCall.objects.get(pk=call.pk)
    if not call.takes_lines_at(now):
        raise CallClosed
    try:
        with transaction.atomic():
            made = Kotoba.objects.create(
                call=call,
                idempotency_key=key,
                language=language,
                source=source,
                way=KotobaWay.WEB,
                created_at=now,
                **vars(line),
            )
    except IntegrityError:  # the same form, at the same moment
        return Kotoba.objects.select_related("call").get(idempotency_key=key)
    letters.received(kotoba=made, now=now)
    _record("kotoba.sent", made, now=now)
    return made


@transaction.atomic
def correct_line(*, kotoba: Kotoba, line: Line, now: datetime) -> Kotoba:
    """Write it anew until the deadline; staff read it again.

    Changes: the row, which is locked; an accepted or held-back one waits again. A
    first e-mail address gets the letter with the private link. An audit entry.
    Raises CallClosed, AlreadyWithdrawn.
    """
    found = _lock(kotoba)
    if not found.can_be_corrected_at(now):
        raise CallClosed
    words_changed = (found.text, found.pen_name) != (line.text, line.pen_name)
    for name, value in vars(line).items():
        setattr(found, name, value)
    if words_changed:
        found.status = KotobaStatus.RECEIVED
        found.reason = found.decided_by = ""
        found.decided_at = None
    found.save()
    letters.received(kotoba=found, now=now)
    _record("kotoba.corrected", found, now=now)
    return found


@transaction.atomic
def change_consent(*, kotoba: Kotoba, consent: str, now: datetime) -> Kotoba:
    """Show it with the name, without, or not at all; at any time.

    Changes: one column of the locked row; the wall follows at once. An audit entry.
    Raises AlreadyWithdrawn.
    """
    found = _lock(kotoba)
    found.consent = KotobaConsent(consent)
    found.save(update_fields=["consent"])
    _record("kotoba.consent_changed", found, now=now, consent=str(found.consent))
    return found


@transaction.atomic
def withdraw_line(*, kotoba: Kotoba, now: datetime, actor: str = WRITER) -> None:
    """Take it back, chosen or not, and erase what it said and who wrote it.

    Changes: the locked row and its scores; whoever chooses at the same moment finds it
    withdrawn, or it leaves the list they made. Leaves: a letter, where there was an
    address. An audit entry. Twice does nothing more.
    """
    try:
        found = _lock(kotoba)
    except AlreadyWithdrawn:
        return
    # What waits would speak of a line that is gone.
    take_back_reminders(about=[found.about], kinds=["kotoba_received", letters.CHOSEN])
    letters.withdrawn(kotoba=found, now=now)
    found.scores.all().delete()
    found.status, found.position = KotobaStatus.WITHDRAWN, None
    found.text = found.pen_name = found.email = found.phone = ""
    found.reason = found.choice_note = ""
    found.erased_at = now
    found.save()
    _record("kotoba.withdrawn", found, now=now, actor=actor)


def _lock(kotoba: Kotoba) -> Kotoba:
    found = (
        Kotoba.objects.select_for_update(of=("self",))
        .select_related("call")
        .get(pk=kotoba.pk)
    )
    if found.is_withdrawn:
        raise AlreadyWithdrawn
    return found


def _record(
    verb: str, kotoba: Kotoba, *, now: datetime, actor: str = WRITER, **detail: str
) -> None:
    record(
        stream=STREAM,
        verb=verb,
        actor=actor,
        about=kotoba.about,
        detail={"call": kotoba.call.slug, **detail},
        now=now,
    )

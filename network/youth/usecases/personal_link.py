"""Personal links: made by the city, opened with a code by whom they were made for."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from network.youth.choices import Reader
from network.youth.letters import personal_link as letters
from network.youth.models import Delegate, PersonalLink
from network.youth.models.personal_link import (
    CLOSED_MINUTES,
    MOST_FAILURES,
    hash_code,
    new_code,
)
from peace.audit.usecases import record


class NobodyToWrite(Exception):
    """No e-mail address of the reader is known: they sign on paper."""


class DelegateEnded(Exception):
    """The delegate does not go any more: nobody is let in."""


class LinkClosed(Exception):
    """Too many wrong codes: the link rests until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class WrongCode(Exception):
    """Not the code of this link."""


@transaction.atomic
def make_link(
    *,
    delegate: Delegate,
    reader: Reader,
    actor: str,
    now: datetime,
    language: str = "ja",
) -> tuple[PersonalLink, str]:
    """Make a link for READER and write to them in LANGUAGE; the link and its code.

    The code is shown to the city once, to be told on another way than the letter, and
    kept as a hash only. Changes: the link before it ends. Locks the delegate, so that
    of two links made at once the later one is in force. A letter without the code
    leaves by e-mail; an audit entry. Raises NobodyToWrite, DelegateEnded.
    """
    locked = (
        Delegate.objects.select_for_update(of=("self",))
        .select_related("nomination", "municipality", "programme")
        .get(pk=delegate.pk)
    )
    if not locked.is_active:
        raise DelegateEnded
    locked.links.filter(reader=reader, ended_at__isnull=True).update(ended_at=now)
    code = new_code()
    link = PersonalLink(
        delegate=locked,
        municipality=locked.municipality,
        reader=reader,
        language=language,
        made_by=actor,
        made_at=now,
    )
    link.code_hash = hash_code(code, link.uuid.hex)
    link.save()
    if not letters.personal_link(link=link, now=now):
        raise NobodyToWrite
    _record("personal_link.made", locked, reader, actor=actor, now=now)
    return link, code


@transaction.atomic
def end_link(
    *, delegate: Delegate, reader: Reader, actor: str, now: datetime
) -> PersonalLink | None:
    """End READER's link: from now on it opens nothing. None where none was in force.

    Changes: the link's end, by a conditional UPDATE. An audit entry; nothing leaves.
    """
    link = delegate.links.filter(reader=reader, ended_at__isnull=True).first()
    if link is None:
        return None
    mine = PersonalLink.objects.filter(pk=link.pk, ended_at__isnull=True)
    if not mine.update(ended_at=now):
        return None
    _record("personal_link.ended", delegate, reader, actor=actor, now=now)
    return link


def open_link(*, link: PersonalLink, code: str, now: datetime) -> None:
    """Let the reader in, or count a wrong code.

    Every try is paid for before the code is looked at, by one conditional UPDATE: the
    fifth in a row closes the link for half an hour, and of guesses side by side only
    five are ever compared. A code that fits sets the count back. Raises LinkClosed,
    WrongCode.
    """
    until = now + timedelta(minutes=CLOSED_MINUTES)
    mine = PersonalLink.objects.filter(pk=link.pk)
    is_last = Q(failures__gte=MOST_FAILURES - 1)
    may_try = mine.filter(ended_at__isnull=True).exclude(closed_until__gt=now)
    tried = may_try.update(
        failures=Case(When(is_last, then=0), default=F("failures") + 1),
        closed_until=Case(When(is_last, then=Value(until)), default=None),
    )
    if not tried:
        link.refresh_from_db(fields=["closed_until"])
        raise LinkClosed(link.closed_until or until)
    if link.fits(code):
        mine.update(failures=0, closed_until=None, opened_at=now)
        return
    link.refresh_from_db(fields=["closed_until"])
    if link.closed_until is not None and link.closed_until > now:
        raise LinkClosed(link.closed_until)
    raise WrongCode


def _record(
    verb: str, delegate: Delegate, reader: str, *, actor: str, now: datetime
) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=delegate.about,
        detail={"reader": str(reader), "municipality": delegate.municipality_id},
        now=now,
    )

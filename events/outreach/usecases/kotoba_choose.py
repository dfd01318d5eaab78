"""The list of the chosen: made from the scores, put right by hand, confirmed by two."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, QuerySet

from events.outreach.choices import KotobaStatus
from events.outreach.models import Kotoba, KotobaCall
from events.outreach.reports_kotoba_ranking import RAW, ranking
from events.outreach.usecases.kotoba_send import STREAM
from peace.audit.usecases import record


class NotYet(Exception):
    """Lines still come in, or the committee is still at it."""


class ListStands(Exception):
    """A second person has confirmed the list: it is opened again first."""


class NoPlaceLeft(Exception):
    """As many lines are chosen as there are places."""


class NotChoosable(Exception):
    """It was withdrawn or held back, or stands where it should go already."""


class WordMissing(Exception):
    """Whoever changes the list by hand says why."""


class ListChanged(Exception):
    """The list is not the one that was looked at."""


class SamePerson(PermissionError):
    """Whoever put the list together cannot confirm it."""


class NothingChosen(Exception):
    """An empty list is not confirmed."""


class AlreadyTold(Exception):
    """The letters are written, or the wall is shown: the list stays."""


@transaction.atomic
def choose_by_scores(
    *, call: KotobaCall, by: str = RAW, actor: str, now: datetime
) -> int:
    """Make the list anew from the scores; how many stand on it.

    Lines with the same score of which only some would fit are left to people.
    Changes: the lines of the call, in their order; what was put right by hand before
    is gone. Locks the call: of two who choose, the second makes the list anew. An
    audit entry. Raises NotYet, ListStands.
    """
    call = _lock(call, now)
    _clear(call)
    rows = ranking(call, by=by).above_the_cut(call.places)
    for position, row in enumerate(rows, start=1):
        # Conditional: a line that is withdrawn at this moment stays withdrawn.
        _accepted(row.kotoba).update(status=KotobaStatus.CHOSEN, position=position)
    return _changed(call, "kotoba.chosen_by_scores", actor=actor, now=now)


@transaction.atomic
def put_on_list(*, kotoba: Kotoba, note: str, actor: str, now: datetime) -> int:
    """Choose one line by hand, at the end of the list; how many stand on it.

    Changes: one row, by a conditional UPDATE; the call is locked, so that two people
    never fill the same last place. An audit entry. Raises NotYet, ListStands,
    WordMissing, NoPlaceLeft, NotChoosable.
    """
    if not note.strip():
        raise WordMissing
    call = _lock(kotoba.call, now)
    chosen = call.kotoba.chosen()
    if chosen.count() >= call.places:
        raise NoPlaceLeft
    last = chosen.aggregate(last=Max("position"))["last"] or 0
    if not _accepted(kotoba).update(
        status=KotobaStatus.CHOSEN, position=last + 1, choice_note=note.strip()
    ):
        raise NotChoosable
    return _changed(call, "kotoba.put_on_list", actor=actor, now=now, about=kotoba)


@transaction.atomic
def take_off_list(*, kotoba: Kotoba, note: str, actor: str, now: datetime) -> int:
    """The other way; the lines after it move up. Raises as `put_on_list`."""
    if not note.strip():
        raise WordMissing
    call = _lock(kotoba.call, now)
    standing = call.kotoba.filter(pk=kotoba.pk, status=KotobaStatus.CHOSEN)
    position = standing.values_list("position", flat=True).first()
    if not standing.update(
        status=KotobaStatus.ACCEPTED, position=None, choice_note=note.strip()
    ):
        raise NotChoosable
    call.kotoba.chosen().filter(position__gt=position).update(
        position=F("position") - 1
    )
    return _changed(call, "kotoba.taken_off_list", actor=actor, now=now, about=kotoba)


@transaction.atomic
def move_on_list(*, kotoba: Kotoba, to: int, actor: str, now: datetime) -> None:
    """Another place on the wall. Changes: the positions of the list; the call is
    locked. An audit entry. Raises NotYet, ListStands, NotChoosable."""
    call = _lock(kotoba.call, now)
    chosen = list(call.kotoba.chosen())
    moved = next((each for each in chosen if each.pk == kotoba.pk), None)
    if moved is None:
        raise NotChoosable
    chosen.remove(moved)
    chosen.insert(max(0, to - 1), moved)
    for position, each in enumerate(chosen, start=1):
        each.position = position
    Kotoba.objects.bulk_update(chosen, ["position"])
    _changed(call, "kotoba.moved_on_list", actor=actor, now=now, about=kotoba)


@transaction.atomic
def confirm_list(*, call: KotobaCall, seen: str, actor: str, now: datetime) -> int:
    """A second person's yes to the list they looked at (SEEN: `list_mark`).

    Changes: the call, locked. From then on only withdrawing changes the list. An
    audit entry. Raises NotYet, ListStands, NothingChosen, SamePerson, ListChanged.
    """
    call = _lock(call, now)
    chosen = list(call.kotoba.chosen())
    if not chosen:
        raise NothingChosen
    if call.proposed_by == actor:
        raise SamePerson
    if list_mark(chosen) != seen:
        raise ListChanged
    call.confirmed_by, call.confirmed_at = actor, now
    call.save(update_fields=["confirmed_by", "confirmed_at"])
    _record("kotoba.list_confirmed", call, actor=actor, now=now, lines=len(chosen))
    return len(chosen)


@transaction.atomic
def reopen_list(*, call: KotobaCall, actor: str, now: datetime) -> None:
    """Take the confirmation back, before anybody was told. Raises AlreadyTold."""
    call = KotobaCall.objects.select_for_update().get(pk=call.pk)
    if call.told_at or call.shown_at:
        raise AlreadyTold
    call.confirmed_by, call.confirmed_at = "", None
    call.save(update_fields=["confirmed_by", "confirmed_at"])
    _record("kotoba.list_reopened", call, actor=actor, now=now)


def list_mark(chosen: list[Kotoba]) -> str:
    """A short mark of a list as it stands: its lines, their words and their order."""
    text = "\n".join(f"{each.pk}:{each.text}" for each in chosen)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _lock(call: KotobaCall, now: datetime) -> KotobaCall:
    call = KotobaCall.objects.select_for_update().get(pk=call.pk)
    if call.is_confirmed:
        raise ListStands
    if not call.can_be_chosen_at(now):
        raise NotYet
    return call


def _clear(call: KotobaCall) -> None:
    call.kotoba.filter(status=KotobaStatus.CHOSEN).update(
        status=KotobaStatus.ACCEPTED, position=None
    )
    call.kotoba.in_selection().exclude(choice_note="").update(choice_note="")


def _accepted(kotoba: Kotoba) -> QuerySet[Kotoba]:
    return Kotoba.objects.filter(pk=kotoba.pk, status=KotobaStatus.ACCEPTED)


def _changed(
    call: KotobaCall,
    verb: str,
    *,
    actor: str,
    now: datetime,
    about: Kotoba | None = None,
) -> int:
    call.proposed_by, call.proposed_at = actor, now
    call.save(update_fields=["proposed_by", "proposed_at"])
    lines = call.kotoba.chosen().count()
    _record(verb, call, actor=actor, now=now, about=about, lines=lines)
    return lines


def _record(
    verb: str,
    call: KotobaCall,
    *,
    actor: str,
    now: datetime,
    about: Kotoba | None = None,
    **detail: int,
) -> None:
    record(
        stream=STREAM,
        verb=verb,
        actor=actor,
        about=about.about if about else call.about,
        detail={"call": call.slug, **detail},
        now=now,
    )

"""A year's call: write it, open it to everybody, show what was chosen."""

from datetime import datetime
from typing import Any

from django.db import transaction

from events.outreach.models import KotobaCall
from events.outreach.usecases.kotoba_send import STREAM
from peace.audit.usecases import record


class CallIncomplete(Exception):
    """A call is published with a theme, and none that nobody can answer any more."""


class NotConfirmed(Exception):
    """Nothing is shown before a second person has confirmed the list."""


class CannotUnpublish(Exception):
    """Lines have come in: who wrote them must still find their page."""


@transaction.atomic
def save_call(
    *, call: KotobaCall | None, values: dict[str, Any], actor: str, now: datetime
) -> KotobaCall:
    """Write a new call, or change one. Changes: one row. An audit entry.

    A later deadline reaches everybody who has a link; nothing leaves by itself.
    """
    verb = "kotoba_call.changed" if call else "kotoba_call.written"
    call = (
        KotobaCall.objects.select_for_update().get(pk=call.pk) if call else KotobaCall()
    )
    for name, value in values.items():
        setattr(call, name, value)
    call.save()
    _record(verb, call, actor=actor, now=now)
    return call


@transaction.atomic
def publish_call(*, call: KotobaCall, actor: str, now: datetime) -> None:
    """Everybody can find it. Changes: one row, and an audit entry.

    Raises CallIncomplete.
    """
    call = KotobaCall.objects.select_for_update().get(pk=call.pk)
    if not call.theme or call.is_over_at(now) and not call.is_published:
        raise CallIncomplete
    call.is_published = True
    call.save(update_fields=["is_published"])
    _record("kotoba_call.published", call, actor=actor, now=now)


@transaction.atomic
def unpublish_call(*, call: KotobaCall, actor: str, now: datetime) -> None:
    """Back to a draft, while nobody has answered. Raises CannotUnpublish."""
    call = KotobaCall.objects.select_for_update().get(pk=call.pk)
    if call.kotoba.exists():
        raise CannotUnpublish
    call.is_published = False
    call.save(update_fields=["is_published"])
    _record("kotoba_call.unpublished", call, actor=actor, now=now)


@transaction.atomic
def show_wall(*, call: KotobaCall, actor: str, now: datetime) -> None:
    """Everybody sees the chosen lines. Changes: one row. Raises NotConfirmed."""
    call = KotobaCall.objects.select_for_update().get(pk=call.pk)
    if not call.is_confirmed:
        raise NotConfirmed
    call.shown_at = now
    call.save(update_fields=["shown_at"])
    _record("kotoba_call.shown", call, actor=actor, now=now)


@transaction.atomic
def hide_wall(*, call: KotobaCall, actor: str, now: datetime) -> None:
    """Nobody sees them any more; the list stays. Changes: one row."""
    call = KotobaCall.objects.select_for_update().get(pk=call.pk)
    call.shown_at = None
    call.save(update_fields=["shown_at"])
    _record("kotoba_call.hidden", call, actor=actor, now=now)


def _record(verb: str, call: KotobaCall, *, actor: str, now: datetime) -> None:
    record(
        stream=STREAM,
        verb=verb,
        actor=actor,
        about=call.about,
        detail={"call": call.slug},
        now=now,
    )

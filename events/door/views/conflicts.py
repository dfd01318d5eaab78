"""Conflict cards: for staff on a page, for supervisors on their phone."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.door.access import conflict_at_door, staff_conflict
from events.door.choices import DeviceRole
from events.door.forms.conflicts import CloseForm, UndoScanForm, read_closing
from events.door.incoming import DoorDevice
from events.door.reports_conflicts import Card, closed_cards, open_cards
from events.door.usecases.close_conflict import (
    ReopenTooLate,
    close_conflict,
    reopen_conflict,
)
from events.door.usecases.undo import IncomingUndo, Undoer, UndoResult
from events.door.usecases.undo import undo as undo_scans
from events.door.views.guard import for_device, refuse
from events.programme.access import staff_event
from events.programme.models import Event
from peace.accounts.access import staff_required


@require_safe
@staff_required
def conflicts(request: HttpRequest, slug: str) -> HttpResponse:
    """All cards of an event: the open ones first, the oldest on top."""
    return _page(request, staff_event(slug))


@require_safe
@staff_required
def live(request: HttpRequest, slug: str) -> HttpResponse:
    """The cards alone, asked for every few seconds."""
    event = staff_event(slug)
    return render(request, "events/door/staff/conflict_cards.html", _cards(event))


@require_POST
@staff_required
def close(request: HttpRequest, slug: str, conflict_id: int) -> HttpResponse:
    """Close a card with a word."""
    event = staff_event(slug)
    conflict = staff_conflict(event, conflict_id)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, event, faulty=(conflict_id, form))
    close_conflict(
        conflict=conflict,
        word=form.cleaned_data["told"],
        actor=request.user.actor,
        now=timezone.now(),
    )
    messages.success(request, _("閉じました。15分の間は、もう一度開けます。"))
    return redirect("staff:conflicts", slug)


@require_POST
@staff_required
def reopen(request: HttpRequest, slug: str, conflict_id: int) -> HttpResponse:
    """The card was closed by mistake."""
    try:
        reopen_conflict(
            conflict=staff_conflict(staff_event(slug), conflict_id),
            actor=request.user.actor,
            now=timezone.now(),
        )
    except ReopenTooLate:
        messages.warning(request, _("もう開けません（閉じてから15分まで）。"))
    else:
        messages.success(request, _("もう一度開きました。"))
    return redirect("staff:conflicts", slug)


@require_POST
@staff_required
def undo_scan(request: HttpRequest, slug: str, conflict_id: int) -> HttpResponse:
    """One of the scans let nobody in after all; a supervisor says why."""
    event = staff_event(slug)
    staff_conflict(event, conflict_id)
    form = UndoScanForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("取り消す読取を選び、理由を書いてください。"))
        return redirect("staff:conflicts", slug)
    now = timezone.now()
    back = IncomingUndo(
        id=uuid4(),
        of=form.cleaned_data["scan"],
        at=now,
        reason=form.cleaned_data["reason"],
    )
    by = Undoer(event_id=event.pk, actor=request.user.actor, is_supervisor=True)
    (result,) = undo_scans(undos=[back], by=by, now=now)
    if result == UndoResult.UNDONE:
        messages.success(
            request,
            _("読取を取り消し、入場の記録を直しました。理由のなくなった件は消えます。"),
        )
    else:
        messages.warning(request, _("その読取は、ここにはありません。"))
    return redirect("staff:conflicts", slug)


@require_safe
@for_device
def for_phone(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """The open cards for a supervisor's phone: receipt numbers and times, no names."""
    if device.role != DeviceRole.SUPERVISOR:
        return _not_a_supervisor()
    cards = open_cards(Event(pk=device.event_id), now=timezone.now())
    return JsonResponse({"conflicts": [_row(card) for card in cards]})


@require_POST
@for_device
def close_from_phone(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """Close a card from a supervisor's phone."""
    if device.role != DeviceRole.SUPERVISOR:
        return _not_a_supervisor()
    try:
        conflict_id, word = read_closing(request.body)
    except ValidationError as error:
        return refuse(400, error.code or "form", error.messages[0])
    conflict = conflict_at_door(device, conflict_id)
    if conflict is None:
        return refuse(404, "no_conflict", _("この記録は、もうありません。"))
    closed = close_conflict(
        conflict=conflict, word=word, actor=device.actor, now=timezone.now()
    )
    return JsonResponse({"id": closed.pk, "closed_at": closed.closed_at.isoformat()})


def _not_a_supervisor() -> HttpResponse:
    text = _("受付責任者の端末で見られます。")
    return refuse(403, "not_supervisor", text)


def _row(card: Card) -> dict:
    return {
        "id": card.conflict.pk,
        "kind": str(card.kind),
        "word": str(card.kind.label),
        "receipt": card.registration.receipt_number if card.registration else "",
        "opened_at": card.conflict.opened_at.isoformat(),
        "scans": [
            {
                "at": line.scan.at.isoformat(),
                "gate": line.gate,
                "by": line.by,
                "said": line.said,
                "people": line.people,
                "late_minutes": line.late_minutes,
                "undone": line.is_undone,
            }
            for line in card.lines
        ],
    }


def _page(
    request: HttpRequest,
    event: Event,
    *,
    faulty: tuple[int, CloseForm] | None = None,
) -> HttpResponse:
    context = _cards(event)
    if faulty:
        context |= {"faulty_id": faulty[0], "faulty_form": faulty[1]}
    return render(request, "events/door/staff/conflicts.html", context)


def _cards(event: Event) -> dict:
    now = timezone.now()
    return {
        "event": event,
        "open": open_cards(event, now=now),
        "closed": closed_cards(event, now=now),
        "now": now,
    }

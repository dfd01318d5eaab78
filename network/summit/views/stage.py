"""The secretariat writes the programme of the day."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.cities.access import secretariat_required
from network.summit.access import slot_of, summit_of
from network.summit.forms.stage import StageForm
from network.summit.models import StageSlot, Summit
from network.summit.reports_stage import chained, stage
from network.summit.usecases.stage import (
    SlotPlan,
    order_with,
    remove_slot,
    save_slot,
)

PAGE = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class PreviewLine:
    """One part as it would be: when, and when it was planned before."""

    title: str
    starts_at: datetime
    minutes: int
    before: datetime | None
    is_mine: bool

    @property
    def moves(self) -> bool:
        return self.before is not None and self.before != self.starts_at


@require_safe
@secretariat_required
def programme(request: HttpRequest, year: int) -> HttpResponse:
    """All parts with their times; more than the event's hours is said."""
    summit = summit_of(year)
    shown = stage(summit, now=timezone.now())
    return render(
        request,
        "network/desk/summit_stage.html",
        {"summit": summit, "stage": shown, "over": _over(summit, shown.ends_at)},
    )


@require_http_methods(PAGE)
@secretariat_required
def new(request: HttpRequest, year: int) -> HttpResponse:
    return _edit(request, summit_of(year), None)


@require_http_methods(PAGE)
@secretariat_required
def edit(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    summit = summit_of(year)
    return _edit(request, summit, slot_of(summit, pk))


def _edit(request: HttpRequest, summit: Summit, slot: StageSlot | None) -> HttpResponse:
    """The form; one button shows what the times would be, the other saves."""
    form = StageForm(request.POST or None, summit=summit, slot=slot)
    preview: list[PreviewLine] = []
    if form.is_bound and form.is_valid():
        if "preview" not in request.POST:
            save_slot(
                summit=summit,
                slot=slot,
                plan=form.plan,
                actor=request.user.actor,
                now=timezone.now(),
            )
            messages.success(request, _("進行を保存しました。"))
            return redirect("summit:stage", summit.year)
        preview = _preview(summit, slot, form.plan)
    ends_at = None
    if preview:
        (ends_at,) = chained([preview[-1].minutes, 1], preview[-1].starts_at)[1:]
    return render(
        request,
        "network/desk/summit_stage_edit.html",
        {
            "summit": summit,
            "slot": slot,
            "form": form,
            "preview": preview,
            "ends_at": ends_at,
            "over": _over(summit, ends_at),
        },
    )


@require_http_methods(PAGE)
@secretariat_required
def remove(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Asked before: what comes after moves forward."""
    summit = summit_of(year)
    slot = slot_of(summit, pk)
    if request.method == "POST":
        remove_slot(slot=slot, actor=request.user.actor, now=timezone.now())
        messages.success(request, _("進行から外しました。"))
        return redirect("summit:stage", year)
    return render(
        request,
        "network/desk/summit_stage_remove.html",
        {"summit": summit, "slot": slot},
    )


def _preview(
    summit: Summit, slot: StageSlot | None, plan: SlotPlan
) -> list[PreviewLine]:
    before = {
        line.slot.pk: line.starts_at for line in stage(summit, now=timezone.now()).lines
    }
    order = order_with(summit, slot, plan)
    begins = chained([minutes for _slot, minutes in order], summit.event.starts_at)
    return [
        PreviewLine(
            title=str(plan.title.get("ja", ""))
            if each in (None, slot)
            else str(each.title),
            starts_at=starts_at,
            minutes=minutes,
            before=before.get(each.pk) if each else None,
            is_mine=each is None or each == slot,
        )
        for (each, minutes), starts_at in zip(order, begins, strict=True)
    ]


def _over(summit: Summit, ends_at: datetime | None) -> int:
    """Minutes by which the programme is longer than the event."""
    if ends_at is None:
        return 0
    return max(0, int((ends_at - summit.event.ends_at).total_seconds() // 60))

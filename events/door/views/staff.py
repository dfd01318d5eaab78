"""What staff do about the door: count walk-ins, end a device."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.door.access import staff_device, staff_walk_in
from events.door.forms import WalkInForm
from events.door.usecases.pair_device import revoke_device
from events.programme.access import staff_event, staff_timeslot
from events.registration.usecases.capacity import open_to_walk_ins
from events.registration.usecases.walk_in import (
    NoSeatLeft,
    NotForWalkIns,
    SomebodyWaits,
    UndoTooLate,
    count_walk_in,
    undo_walk_in,
)
from peace.accounts.access import staff_required


@require_POST
@staff_required
def walk_in(request: HttpRequest, slug: str) -> HttpResponse:
    """One tap, one head, against the seats that are left."""
    found = staff_event(slug)
    slot = staff_timeslot(found, request.POST.get("timeslot", ""))
    form = WalkInForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("もう一度押してください。"))
        return redirect("staff:event", slug)
    try:
        counted = count_walk_in(
            timeslot=slot,
            actor=request.user.actor,
            now=timezone.now(),
            **form.values(),
        )
    except NotForWalkIns:
        messages.warning(request, _("この回は、いま当日入場を受け付けていません。"))
    except SomebodyWaits as waits:
        text = _(
            "キャンセル待ちの方（番号%(number)sから）が先です。"
            "会場にいないときは「列の方はいない」を選んでください。"
        )
        messages.warning(request, text % {"number": waits.number})
    except NoSeatLeft:
        messages.warning(request, _("満席です。空いた席はありません。"))
    else:
        undo = reverse("staff:walk-in-undo", args=[slug, counted.pk])
        request.session["walk_in_undo"] = undo
        messages.success(
            request, _("%(slot)sに1人、当日入場しました。") % {"slot": slot.title}
        )
    return redirect("staff:event", slug)


@require_POST
@staff_required
def undo_walk_in_view(request: HttpRequest, slug: str, tap_id: UUID) -> HttpResponse:
    """The last tap was a mistake."""
    try:
        undo_walk_in(
            walk_in=staff_walk_in(staff_event(slug), tap_id),
            actor=request.user.actor,
            now=timezone.now(),
        )
    except UndoTooLate:
        messages.warning(request, _("もう元に戻せません（15分まで）。"))
    else:
        messages.success(request, _("当日入場を1人、元に戻しました。"))
    request.session.pop("walk_in_undo", None)
    return redirect("staff:event", slug)


@require_POST
@staff_required
def open_to_walk_ins_view(request: HttpRequest, slug: str) -> HttpResponse:
    """The seats that are left are for whoever comes."""
    slot = staff_timeslot(staff_event(slug), request.POST.get("timeslot", ""))
    open_to_walk_ins(timeslot=slot, actor=request.user.actor, now=timezone.now())
    messages.success(
        request, _("%(slot)sの残席を、当日受付にしました。") % {"slot": slot.title}
    )
    return redirect("staff:event", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def revoke(request: HttpRequest, slug: str, device_id: UUID) -> HttpResponse:
    """Asked first; then end a device: its next request wipes it."""
    found = staff_event(slug)
    device = staff_device(found, device_id)
    if request.method != "POST":
        return render(
            request,
            "events/door/staff/revoke.html",
            {"event": found, "device": device, "now": timezone.now()},
        )
    revoke_device(device=device, actor=request.user.actor, now=timezone.now())
    messages.success(
        request, _("端末「%(name)s」を停止しました。") % {"name": device.name}
    )
    return redirect("staff:event", slug)

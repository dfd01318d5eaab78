"""Staff pages about the door: the day of an event, pairing, ending a device."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.door.access import staff_device, staff_walk_in
from events.door.forms import WalkInForm
from events.door.reports import device_lines, slot_counts
from events.door.usecases.pair_device import open_pairing, revoke_device
from events.programme.access import staff_event, staff_timeslot
from events.registration.qr import qr_path
from events.registration.reports import support_summary
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


@require_safe
@staff_required
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """The day of an event: live counts per timeslot, and the devices at its doors."""
    found = staff_event(slug)
    now = timezone.now()
    return render(
        request,
        "events/door/staff/event.html",
        {
            "event": found,
            "counts": slot_counts(found, now=now),
            "devices": device_lines(found, now=now),
            "walk_in_form": WalkInForm(),
            "walk_in_undo": request.session.get("walk_in_undo"),
            "support": support_summary(found),
            "now": now,
        },
    )


@require_safe
@staff_required
def live(request: HttpRequest, slug: str) -> HttpResponse:
    """The moving part of that page, asked for every few seconds."""
    found = staff_event(slug)
    now = timezone.now()
    return render(
        request,
        "events/door/staff/live.html",
        {
            "event": found,
            "counts": slot_counts(found, now=now),
            "devices": device_lines(found, now=now),
            "walk_in_form": WalkInForm(),
            "walk_in_undo": request.session.get("walk_in_undo"),
            "now": now,
        },
    )


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


@require_POST
@staff_required
def pair(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a one-time QR that turns a phone into a scanner of this event."""
    found = staff_event(slug)
    code = open_pairing(event=found, actor=request.user.actor, now=timezone.now())
    address = f"{settings.SITE_URL}{reverse('scanner')}#pair={code}"
    return render(
        request,
        "events/door/staff/pair.html",
        {
            "event": found,
            "code": "-".join(code[i : i + 4] for i in range(0, len(code), 4)),
            "address": f"{settings.SITE_URL}{reverse('scanner')}",
            "qr": qr_path(address),
        },
    )


@require_POST
@staff_required
def revoke(request: HttpRequest, slug: str, device_id: UUID) -> HttpResponse:
    """End a device: its next request wipes it."""
    device = staff_device(staff_event(slug), device_id)
    revoke_device(device=device, actor=request.user.actor, now=timezone.now())
    messages.success(
        request, _("端末「%(name)s」を停止しました。") % {"name": device.name}
    )
    return redirect("staff:event", slug)

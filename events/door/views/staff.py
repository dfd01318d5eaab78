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

from events.door.access import staff_device
from events.door.reports import device_lines, slot_counts
from events.door.usecases.pair_device import open_pairing, revoke_device
from events.programme.access import staff_event
from events.registration.qr import qr_path
from events.registration.reports import support_summary
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
            "now": now,
        },
    )


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

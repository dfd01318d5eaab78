"""Staff pages about people without a ticket: a name at the door, the poster."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from events.door.counting_code import counting_code
from events.door.forms.walk_in import NamedWalkInForm
from events.door.incoming import TooBusy
from events.door.usecases.admit_at_door import admit_by_name
from events.programme.access import staff_event, staff_timeslot
from events.registration.qr import qr_path
from events.registration.usecases.register import TooManyPeople
from events.registration.usecases.walk_in import (
    NoSeatLeft,
    NotForWalkIns,
    SomebodyWaits,
)
from peace.accounts.access import staff_required


@require_POST
@staff_required
def named_walk_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody gives a name: registered, let in, and a slip to print."""
    slot = staff_timeslot(staff_event(slug), request.POST.get("timeslot", ""))
    form = NamedWalkInForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("お名前と人数を入れてください。"))
        return redirect("staff:event", slug)
    try:
        made = admit_by_name(
            timeslot=slot,
            device=None,
            actor=request.user.actor,
            now=timezone.now(),
            **form.values(),
        )
    except NotForWalkIns:
        messages.warning(request, _("この回は、いま当日入場を受け付けていません。"))
    except TooManyPeople:
        text = _("1つの申込みは%(most)s人までです。分けて入れてください。")
        messages.warning(request, text % {"most": slot.event.party_limit})
    except SomebodyWaits as waits:
        text = _(
            "キャンセル待ちの方（番号%(number)sから）が先です。"
            "会場にいないときは「列の方はいない」を選んでください。"
        )
        messages.warning(request, text % {"number": waits.number})
    except NoSeatLeft:
        messages.warning(request, _("空いた席が人数に足りません。"))
    except TooBusy:
        messages.warning(
            request, _("混み合っています。少し待って、もう一度押してください。")
        )
    else:
        messages.success(request, _("登録し、入場済みにしました。"))
        return redirect("staff:intake-done", slug, made.receipt_number)
    return redirect("staff:event", slug)


@require_safe
@staff_required
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """One A4 page for the wall: the QR by which visitors count themselves."""
    event = staff_event(slug)
    with override("ja"):
        path = reverse("count:visitor", args=[counting_code(event.slug)])
    address = f"{settings.SITE_URL}{path}"
    return render(
        request,
        "events/door/staff/count_poster.html",
        {"event": event, "address": address, "qr": qr_path(address)},
    )

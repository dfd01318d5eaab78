"""The timeslots of an event in its editor: seats as bars, and one page each."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from events.programme.access import staff_event, staff_timeslot
from events.programme.forms import TimeslotForm
from events.programme.models import Event, Timeslot
from events.programme.reports import loads
from events.programme.usecases.save_event import EventIsClosed
from events.registration.forms import ChangeNoticeForm
from events.registration.models import Seat
from events.registration.usecases.cancel_timeslot import (
    LastTimeslot,
    NotCancellable,
    TimeslotHasStarted,
    cancel_timeslot,
)
from events.registration.usecases.capacity import open_to_walk_ins
from events.registration.usecases.change_event import (
    TimeslotInUse,
    change_timeslot,
    remove_timeslot,
)
from events.registration.views.saving import save_or_ask
from peace.accounts.access import staff_required
from peace.language.dates import jst

PAGE = ["GET", "HEAD", "POST"]


@require_safe
@staff_required
def timeslots(request: HttpRequest, slug: str) -> HttpResponse:
    """All timeslots: when, how one gets in, the seats as one bar, who tells."""
    event = staff_event(slug)
    slots = (
        event.timeslots.with_seats()
        .in_order()
        .prefetch_related("quotas", "tellings__storyteller")
    )
    now = timezone.now()
    return render(
        request,
        "events/programme/staff/editor_timeslots.html",
        {
            "event": event,
            "timeslots": [(slot, _can_be_opened(slot, event, now)) for slot in slots],
        },
    )


def _can_be_opened(slot: Timeslot, event: Event, now: object) -> bool:
    return event.is_published and slot.takes_applications_at(now)


@require_http_methods(PAGE)
@staff_required
def new_timeslot(request: HttpRequest, slug: str) -> HttpResponse:
    return _edit(request, staff_event(slug), None)


@require_http_methods(PAGE)
@staff_required
def timeslot(request: HttpRequest, slug: str, timeslot_id: int) -> HttpResponse:
    """Times, way in, seats of each kind, support, who tells what."""
    event = staff_event(slug)
    return _edit(request, event, staff_timeslot(event, timeslot_id))


def _edit(request: HttpRequest, event: Event, slot: Timeslot | None) -> HttpResponse:
    day = jst(slot.starts_at if slot else event.starts_at).date()
    form = TimeslotForm(
        request.POST or None, event=event, timeslot=slot, loads=loads(day=day)
    )
    if form.is_bound and form.is_valid():
        change = partial(change_timeslot, event=event, timeslot=slot, plan=form.plan())
        then = reverse("staff:timeslots", args=[event.slug])
        done = save_or_ask(request, event, change, form, then=then)
        if done:
            return done
    return render(
        request,
        "events/programme/staff/editor_timeslot.html",
        {"event": event, "timeslot": slot, "form": form},
    )


@require_POST
@staff_required
def open_rest(request: HttpRequest, slug: str, timeslot_id: int) -> HttpResponse:
    """From now on the seats that are left are for whoever comes."""
    event = staff_event(slug)
    slot = staff_timeslot(event, timeslot_id)
    now = timezone.now()
    if _can_be_opened(slot, event, now):
        open_to_walk_ins(timeslot=slot, actor=request.user.actor, now=now)
        text = _("「%(slot)s」の残りの席を、当日受付にしました。")
        messages.success(request, text % {"slot": slot.title})
    else:
        messages.warning(request, _("この回は、いま申込みを受け付けていません。"))
    return redirect("staff:timeslots", slug)


@require_http_methods(PAGE)
@staff_required
def cancel(request: HttpRequest, slug: str, timeslot_id: int) -> HttpResponse:
    """Cancel one timeslot: first what will happen, then one button."""
    event = staff_event(slug)
    slot = staff_timeslot(event, timeslot_id)
    form = ChangeNoticeForm(request.POST or None, must_tell=True)
    if form.is_bound and form.is_valid():
        try:
            told = cancel_timeslot(
                event=event,
                timeslot=slot,
                reason=form.notice().reason,
                actor=request.user.actor,
                now=timezone.now(),
            )
        except (NotCancellable, TimeslotHasStarted):
            messages.warning(request, _("この回は、もう中止にできません。"))
        except LastTimeslot:
            messages.warning(request, _("残る回がないので、催しを中止にしてください。"))
        else:
            text = _("「%(slot)s」を中止にしました。%(n)s組にお知らせします。")
            messages.success(request, text % {"slot": slot.title, "n": len(told)})
        return redirect("staff:timeslots", slug)
    seats = Seat.objects.alive().filter(timeslot=slot)
    return render(
        request,
        "events/programme/staff/editor_cancel_timeslot.html",
        {
            "event": event,
            "timeslot": slot,
            "form": form,
            "parties": seats.values("registration").distinct().count(),
        },
    )


@require_POST
@staff_required
def remove(request: HttpRequest, slug: str, timeslot_id: int) -> HttpResponse:
    """Delete a timeslot in which nobody has a seat."""
    event = staff_event(slug)
    slot = staff_timeslot(event, timeslot_id)
    try:
        remove_timeslot(
            event=event, timeslot=slot, actor=request.user.actor, now=timezone.now()
        )
    except TimeslotInUse as used:
        text = _("「%(slot)s」には%(n)s組の申込みの記録があるので、消せません。")
        messages.warning(request, text % {"slot": slot.title, "n": used.parties})
    except EventIsClosed:
        messages.warning(request, _("中止にした催しは、変えられません。"))
    else:
        messages.success(request, _("回を消しました。"))
    return redirect("staff:timeslots", slug)

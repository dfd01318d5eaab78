"""The desk and the telephone: one screen, a number to read out, a slip to print."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from events.programme.access import public_event_with_timeslots, staff_event
from events.programme.models import Event, Timeslot
from events.registration.access import (
    intake_event,
    intake_events,
    staff_registration,
)
from events.registration.forms import IntakeForm, filled_in
from events.registration.models import Registration
from events.registration.reports import TicketSheet
from events.registration.usecases.cancel import CancelTooLate
from events.registration.usecases.hand_over_slips import hand_over_slips
from events.registration.usecases.look_up_contacts import (
    ContactGone,
    KnownContact,
    choose_contact,
    look_up_contacts,
)
from events.registration.usecases.undo_intake import (
    CannotUndo,
    can_undo,
    undo_intake,
)
from events.registration.views.public import register_form
from peace.accounts.access import staff_required


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def intake(request: HttpRequest) -> HttpResponse:
    """The entry screen; its buttons look somebody up, add a row, or register."""
    now = timezone.now()
    data = request.POST if request.method == "POST" else None
    events = intake_events(now)
    event = intake_event((data or request.GET).get("event", ""), events, now)
    if event is None:
        return render(request, "events/registration/staff/intake.html", {"events": []})
    event, slots = public_event_with_timeslots(event.slug)
    page: dict[str, Any] = {
        "events": events,
        "event": event,
        "slots": [slot for slot in slots if slot.ends_at > now],
    }
    focus = "phone"
    if data is not None:
        data, focus = _step(request, data, page)
    form = IntakeForm(
        event=event,
        timeslots=[slot for slot in slots if slot.takes_applications_at(now)],
        now=now,
        data=data,
        channel=request.GET.get("channel", ""),
    )
    if form.is_valid():
        made = _register(request, event, slots, form)
        if made:
            return redirect("staff:intake-done", event.slug, made.receipt_number)
        _event, slots = public_event_with_timeslots(event.slug)
        page["slots"] = [slot for slot in slots if slot.ends_at > now]
        form.show_seats_of([slot for slot in slots if slot.takes_applications_at(now)])
    form.focus_on(focus)
    page["form"] = form
    return render(request, "events/registration/staff/intake.html", page)


def _step(
    request: HttpRequest, data: QueryDict, page: dict[str, Any]
) -> tuple[QueryDict, str]:
    """Do what the pressed button says, for PAGE; what was typed, and where to go on."""
    if "find" in data:
        page["contacts"] = _look_up(request, data)
        page["has_looked"] = True
        return data, "contacts" if page["contacts"] else "kana"
    if "choose" in data:
        return _choose(request, data), "slot"
    if "switch" in data:
        return data, "phone"
    return data, "row" if "add" in data or "remove" in data else ""


def _register(
    request: HttpRequest, event: Event, slots: list[Timeslot], form: IntakeForm
) -> Registration | None:
    values = form.contact.cleaned_data
    return register_form(
        event,
        slots,
        form,
        actor=request.user.actor,
        channel=values["channel"],
        language=values["language"],
    )


def _look_up(request: HttpRequest, data: QueryDict) -> list[KnownContact]:
    """By the number when there is one, otherwise by reading or name."""
    typed = [data.get(name, "").strip() for name in ("phone", "p1-kana", "p1-name")]
    words = next((each for each in typed if each), "")
    return look_up_contacts(words=words, actor=request.user.actor, now=timezone.now())


def _choose(request: HttpRequest, data: QueryDict) -> QueryDict:
    try:
        contact = choose_contact(
            code=data.get("choose", "").replace("\0", ""),
            actor=request.user.actor,
            now=timezone.now(),
        )
    except ContactGone:
        messages.warning(request, _("この連絡先は、もう使えません。"))
        return data
    return filled_in(data, contact)


@require_safe
@staff_required
def intake_done(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
    """What to read out: the number, the seats, the place in the line."""
    event = staff_event(slug)
    found = staff_registration(event, receipt)
    now = timezone.now()
    return render(
        request,
        "events/registration/staff/intake_done.html",
        {
            "event": event,
            "sheet": TicketSheet.of(found, now=now),
            "reading": spoken(found.receipt_number),
            "can_undo": can_undo(found, now=now),
        },
    )


@require_POST
@staff_required
def intake_undo(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
    """Take back what was typed by mistake, while the caller is on the line."""
    found = staff_registration(staff_event(slug), receipt)
    try:
        undo_intake(registration=found, actor=request.user.actor, now=timezone.now())
    except (CannotUndo, CancelTooLate):
        messages.warning(
            request,
            _("この受付は、もう元に戻せません。申込みの画面で取り消してください。"),
        )
        return redirect("staff:registration", slug, receipt)
    messages.success(request, _("受付を元に戻しました。席は空いています。"))
    return redirect("staff:intake-done", slug, receipt)


@require_safe
@staff_required
def slip(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
    """One A5 slip in large type, as it is posted or handed over."""
    event = staff_event(slug)
    found = staff_registration(event, receipt)
    return render(
        request,
        "events/registration/staff/slip.html",
        {"event": event, "sheets": [TicketSheet.of(found, now=timezone.now())]},
    )


@require_POST
@staff_required
def slip_handed_over(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
    """The slip is in somebody's hand: it leaves the print queue."""
    found = staff_registration(staff_event(slug), receipt)
    settled = hand_over_slips(
        about=[found.about], by=request.user.actor, now=timezone.now()
    )
    if settled:
        messages.success(request, _("渡したと記録しました。"))
    else:
        messages.warning(request, _("この控えは、印刷待ちにありません。"))
    return redirect("staff:registration", slug, receipt)


def spoken(receipt: str) -> list[str]:
    """A receipt number as it is said: よん なな いち さん, then the other four."""
    digits = [
        _("ぜろ"),
        _("いち"),
        _("に"),
        _("さん"),
        _("よん"),
        _("ご"),
        _("ろく"),
        _("なな"),
        _("はち"),
        _("きゅう"),
    ]
    said = [digits[int(sign)] for sign in receipt]
    return [" ".join(said[:4]), " ".join(said[4:])]

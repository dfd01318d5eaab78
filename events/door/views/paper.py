"""Staff type in the printed list: fill in, compare, write, take back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.door.access import paper_draft, staff_paper
from events.door.forms.paper import PaperForm, ticked
from events.door.reports_paper import PaperSheet, paper_sheet
from events.door.usecases.enter_paper import (
    UndoTooLate,
    enter_paper,
    save_paper,
    undo_paper,
)
from events.programme.access import staff_event, staff_timeslot
from events.programme.models import Event, Timeslot
from peace.accounts.access import staff_required


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of one timeslot in the order of the paper. Every button saves it."""
    event = staff_event(slug)
    if request.method == "POST":
        slot = staff_timeslot(event, request.POST.get("timeslot", ""))
        return _save(request, event, slot)
    slot = _chosen(request, event)
    if slot is None:
        context = {"event": event, "slots": []}
        return render(request, "events/door/staff/paper.html", context)
    sheet = paper_sheet(event, slot, actor=request.user.actor, now=timezone.now())
    form = PaperForm(timeslot=slot, at=sheet.at, heads=sheet.heads)
    return _page(request, event, sheet, form)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """What the paper says beside the phones; a POST writes it."""
    event = staff_event(slug)
    draft = paper_draft(
        event, request.GET.get("timeslot", ""), actor=request.user.actor
    )
    if draft is None:
        return redirect("staff:paper", slug)
    slot = staff_timeslot(event, draft.timeslot_id)
    if request.method == "POST":
        done = enter_paper(entry=draft, actor=request.user.actor, now=timezone.now())
        text = _("書き込みました。15分の間は、元に戻せます。")
        messages.success(request, text)
        return redirect(_address(event, done.timeslot_id))
    sheet = paper_sheet(event, slot, actor=request.user.actor, now=timezone.now())
    return render(
        request,
        "events/door/staff/paper_check.html",
        {"event": event, "sheet": sheet, "back": _address(event, slot.pk)},
    )


@require_POST
@staff_required
def undo(request: HttpRequest, slug: str, entry_id: UUID) -> HttpResponse:
    """Take the whole list back."""
    event = staff_event(slug)
    entry = staff_paper(event, entry_id)
    try:
        undo_paper(entry=entry, actor=request.user.actor, now=timezone.now())
    except UndoTooLate:
        messages.warning(request, _("もう元に戻せません（15分まで）。"))
    else:
        messages.success(request, _("紙の名簿の入力を、元に戻しました。"))
    return redirect(_address(event, entry.timeslot_id))


def _save(request: HttpRequest, event: Event, slot: Timeslot) -> HttpResponse:
    actor, now = request.user.actor, timezone.now()
    form = PaperForm(request.POST, timeslot=slot)
    sheet = paper_sheet(event, slot, actor=actor, now=now)
    marks = ticked(request.POST) | _up_to(request.POST.get("up_to", ""), sheet)
    if not form.is_valid():
        return _page(request, event, sheet, form, marks=marks)
    save_paper(
        timeslot=slot,
        actor=actor,
        now=now,
        **form.values() | {"seats": marks},
    )
    if request.POST.get("go") == "keep":  # the script, while somebody types
        return HttpResponse(status=204)
    address = _address(event, slot.pk)
    if request.POST.get("up_to"):
        return redirect(f"{address}#seat-{request.POST['up_to']}")
    if request.POST.get("go") == "save":
        messages.success(request, _("下書きを保存しました。"))
        return redirect(address)
    return redirect(_address(event, slot.pk, "staff:paper-check"))


def _up_to(typed: str, sheet: PaperSheet) -> set[int]:
    """Everybody on the list down to the seat TYPED; nobody where it is not there."""
    listed = [str(person.seat_id) for person in sheet.people]
    if typed not in listed:
        return set()
    return {int(each) for each in listed[: listed.index(typed) + 1]}


def _page(
    request: HttpRequest,
    event: Event,
    sheet: PaperSheet,
    form: PaperForm,
    *,
    marks: set[int] | None = None,
) -> HttpResponse:
    return render(
        request,
        "events/door/staff/paper.html",
        {
            "event": event,
            "slots": list(event.timeslots.in_order()),
            "sheet": sheet,
            "form": form,
            "ticked": sheet.ticked if marks is None else marks,
        },
    )


def _chosen(request: HttpRequest, event: Event) -> Timeslot | None:
    """The timeslot asked for, or the one that began last."""
    if "timeslot" in request.GET:
        return staff_timeslot(event, request.GET["timeslot"])
    slots = list(event.timeslots.with_seats().in_order())
    begun = [slot for slot in slots if slot.starts_at <= timezone.now()]
    return begun[-1] if begun else next(iter(slots), None)


def _address(event: Event, timeslot_id: int, name: str = "staff:paper") -> str:
    return f"{reverse(name, args=[event.slug])}?timeslot={timeslot_id}"

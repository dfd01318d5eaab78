"""Staff pages: the list of registrations, and what is done with many of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.programme.access import staff_event
from events.programme.models import Event
from events.registration.access import (
    bulk_action_of,
    newest_undoable,
    staff_registration,
)
from events.registration.forms.filter import (
    MOST_AT_ONCE,
    FilterForm,
    picked_numbers,
)
from events.registration.forms.note import NoteForm
from events.registration.narrowing import counts, narrowed
from events.registration.reception import reception_lists
from events.registration.reports import TicketSheet
from events.registration.reports_bulk import CancelForecast
from events.registration.standing import ListRow
from events.registration.usecases.bulk import NothingToCancel, bulk_cancel
from events.registration.usecases.note import write_note
from events.registration.usecases.undo import (
    UndoneAlready,
    UndoTooLate,
    undo_bulk,
)
from peace.accounts.access import staff_required

PER_PAGE = 50


@require_safe
@staff_required
def registrations(request: HttpRequest, slug: str) -> HttpResponse:
    """All registrations of an event; found by one kana, a number, or four digits."""
    event = staff_event(slug)
    form = FilterForm(
        request.GET,
        timeslots=list(event.timeslots.in_order()),
        counts=counts(event),
    )
    found = narrowed(event, form.narrowing()).with_people()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    return render(
        request,
        "events/registration/staff/registrations.html",
        {
            "event": event,
            "form": form,
            "page": page,
            "rows": [ListRow(TicketSheet.of(each, now=now)) for each in page],
            "undoable": newest_undoable(event, now=now),
        },
    )


@require_POST
@staff_required
def cancel_many(request: HttpRequest, slug: str) -> HttpResponse:
    """First what will happen to how many; then, with `sure`, it happens."""
    event = staff_event(slug)
    numbers = picked(request, event)
    now = timezone.now()
    forecast = CancelForecast.of(event, numbers[:MOST_AT_ONCE], now=now)
    if len(numbers) > MOST_AT_ONCE or not forecast.seats:
        messages.warning(request, _why_not(numbers))
        return redirect("staff:registrations", slug)
    if "sure" not in request.POST:
        return render(
            request,
            "events/registration/staff/cancel_many.html",
            {"event": event, "forecast": forecast, "numbers": " ".join(numbers)},
        )
    try:
        action = bulk_cancel(
            event=event, receipt_numbers=numbers, actor=request.user.actor, now=now
        )
    except NothingToCancel:
        messages.warning(request, _why_not(numbers))
    else:
        messages.success(
            request,
            _("%(n)s件の申込みを取り消しました。15分の間は、元に戻せます。")
            % {"n": len(action.registrations)},
        )
    return redirect("staff:registrations", slug)


def _why_not(numbers: list[str]) -> str:
    if len(numbers) > MOST_AT_ONCE:
        text = _("一度に取り消せるのは%(max)s件までです。条件で絞ってください。")
        return text % {"max": MOST_AT_ONCE}
    return _("取り消せる申込みを選んでください。")


@require_POST
@staff_required
def undo_many(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back what one click did, while nobody has been told."""
    action = bulk_action_of(staff_event(slug), pk)
    try:
        done = undo_bulk(action=action, actor=request.user.actor, now=timezone.now())
    except UndoTooLate:
        messages.warning(request, _("15分が過ぎたため、元に戻せません。"))
    except UndoneAlready:
        messages.warning(request, _("すでに元に戻されています。"))
    else:
        messages.success(
            request, _("%(n)s件を元に戻しました。") % {"n": len(done.back)}
        )
        if done.stay:
            messages.warning(
                request,
                _("次の申込みは元に戻せませんでした：%(numbers)s")
                % {"numbers": "、".join(each.receipt_number for each in done.stay)},
            )
    return redirect("staff:registrations", slug)


@require_safe
@staff_required
def reception_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The lists for the desk, one per timeslot, made for paper."""
    event = staff_event(slug)
    lists = reception_lists(event)
    return render(
        request,
        "events/registration/staff/reception_list.html",
        {"event": event, "lists": lists, "now": timezone.now()},
    )


@require_POST
@staff_required
def write_staff_note(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
    """What staff tell each other about a registration."""
    found = staff_registration(staff_event(slug), receipt)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.warning(request, form.errors["text"][0])
    elif write_note(
        registration=found,
        text=form.cleaned_data["text"],
        actor=request.user.actor,
        now=timezone.now(),
    ):
        messages.success(request, _("メモを保存しました。"))
    return redirect("staff:registration", slug, receipt)


def picked(request: HttpRequest, event: Event) -> list[str]:
    """Receipt numbers of EVENT that were ticked, or all that the filter finds."""
    if request.POST.get("all") != "yes":
        return picked_numbers(request.POST)
    form = FilterForm(request.POST, timeslots=list(event.timeslots.in_order()))
    found = narrowed(event, form.narrowing())
    return list(found.values_list("receipt_number", flat=True))

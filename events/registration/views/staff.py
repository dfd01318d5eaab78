"""Staff pages: one registration, and cancelling the event."""

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

from events.programme.access import staff_event
from events.registration.access import staff_registration
from events.registration.forms import CancelEventForm
from events.registration.forms.note import NOTE_LENGTH
from events.registration.heard import heard_label
from events.registration.history import history
from events.registration.models import Registration
from events.registration.reports import TicketSheet, answers_of, consents_of
from events.registration.usecases.cancel import CancelTooLate, cancel_seats
from events.registration.usecases.cancel_event import (
    EventIsOver,
    EventNotPublished,
    cancel_event,
)
from events.registration.usecases.reissue_ticket import reissue_ticket
from peace.accounts.access import staff_required


@require_safe
@staff_required
def registration(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
    """One registration: people, seats, ticket, and everything that was sent."""
    event = staff_event(slug)
    found = staff_registration(event, receipt)
    return render(
        request,
        "events/registration/staff/registration.html",
        {
            "event": event,
            "sheet": TicketSheet.of(found, now=timezone.now()),
            "consents": consents_of(found),
            "answers": answers_of(found),
            "history": history(found),
            "heard": heard_label(found.source),
            "note_length": NOTE_LENGTH,
        },
    )


@require_POST
@staff_required
def cancel_registration(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
    """Cancel the ticked seats for somebody who rang."""
    found = staff_registration(staff_event(slug), receipt)
    now = timezone.now()
    sheet = TicketSheet.of(found, now=now)
    try:
        cancelled = cancel_seats(
            registration=found,
            seat_ids=sheet.ticked(request.POST.getlist("seat")),
            actor=request.user.actor,
            now=now,
        )
    except CancelTooLate as late:
        messages.warning(
            request, _("%(slot)sは始まっています。") % {"slot": late.seat.timeslot}
        )
    else:
        text = (
            _("%(n)s席を取り消しました。") if cancelled else _("席を選んでください。")
        )
        level = messages.success if cancelled else messages.warning
        level(request, text % {"n": len(cancelled)} if cancelled else text)
    return redirect("staff:registration", slug, receipt)


@require_POST
@staff_required
def reissue(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
    """Give out a new QR; the door calls the old one "replaced"."""
    found = staff_registration(staff_event(slug), receipt)
    if found.is_cancelled:
        messages.warning(request, _("取り消した申込みには、参加券を出せません。"))
    else:
        reissue_ticket(registration=found, actor=request.user.actor, now=timezone.now())
        messages.success(
            request,
            _("新しい参加券にしました。前の参加券は、受付で「古い券」と出ます。"),
        )
    return redirect("staff:registration", slug, receipt)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def cancel_whole_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Cancel an event: first what will happen, then one button."""
    event = staff_event(slug)
    form = CancelEventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = cancel_event(
                event=event,
                reason=form.reason(),
                actor=request.user.actor,
                now=timezone.now(),
            )
        except (EventNotPublished, EventIsOver):
            messages.warning(request, _("この催しは、もう中止にできません。"))
        else:
            _tell(request, batch.recipient_count if batch else 0)
        return redirect(reverse("staff:event", args=[slug]))
    parties = Registration.objects.active().for_event(event)
    return render(
        request,
        "events/registration/staff/cancel_event.html",
        {"event": event, "form": form, "parties": parties.count()},
    )


def _tell(request: HttpRequest, letters: int) -> None:
    if letters:
        text = _(
            "催しを中止にしました。%(n)s組へのお知らせは、もう1人の職員が承認すると送られます。"
        )
        messages.success(request, text % {"n": letters})
    else:
        messages.success(request, _("催しを中止にしました。申込みはありませんでした。"))

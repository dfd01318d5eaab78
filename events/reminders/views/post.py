"""The print queue: slips for who has no e-mail, printed in one run, then posted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.registration.usecases.hand_over_slips import hand_over_slips
from events.reminders.access import staff_messages
from events.reminders.choices import CALL_KINDS
from events.reminders.reports import SLIP, post_queue, postcards, slips
from peace.accounts.access import staff_required
from peace.outbox.choices import Outcome
from peace.outbox.usecases.record_outcome import NotOnTheList, record_outcome


@require_safe
@staff_required
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the printer, by event."""
    event = request.GET.get("event", "")
    everything = post_queue(event="", now=timezone.now())
    events = {row.registration.event for row in everything if row.registration}
    rows = [
        row
        for row in everything
        if not event or (row.registration and row.registration.event.slug == event)
    ]
    return render(
        request,
        "events/reminders/staff/post.html",
        {
            "rows": [
                {
                    "post": row,
                    "label": CALL_KINDS.get(row.message.kind, row.message.subject),
                    "is_slip": row.message.kind == SLIP,
                }
                for row in rows
            ],
            "events": sorted(events, key=lambda each: (each.starts_at, each.pk)),
            "event": event,
            "slips": sum(row.message.kind == SLIP for row in rows),
            "postcards": len(postcards(rows)),
        },
    )


@require_safe
@staff_required
def print_slips(request: HttpRequest) -> HttpResponse:
    """All slips that wait, an A5 page each, and the button for when they are posted."""
    now = timezone.now()
    event = request.GET.get("event", "")
    rows = post_queue(event=event, now=now)
    sheets = slips(rows, now=now)
    printed = {sheet.registration.about for sheet in sheets}
    return render(
        request,
        "events/reminders/staff/slips.html",
        {
            "sheets": sheets,
            "letters": [
                row.message.pk
                for row in rows
                if row.message.kind == SLIP and row.message.about in printed
            ],
            "event": event,
        },
    )


@require_POST
@staff_required
def posted(request: HttpRequest) -> HttpResponse:
    """Exactly the slips of that print run have been posted; later ones stay."""
    chosen = staff_messages(request.POST.getlist("letter"))
    settled = hand_over_slips(
        about={message.about for message in chosen},
        by=request.user.actor,
        now=timezone.now(),
    )
    if settled:
        messages.success(
            request, _("%(n)s通を投函したと記録しました。") % {"n": settled}
        )
    else:
        messages.warning(request, _("投函を待つ控えは、もうありません。"))
    return redirect("staff:post-queue")


@require_safe
@staff_required
def print_postcards(request: HttpRequest) -> HttpResponse:
    """All postcards that wait: the side with the name, then the side with the text."""
    event = request.GET.get("event", "")
    cards = postcards(post_queue(event=event, now=timezone.now()))
    return render(
        request,
        "events/reminders/staff/postcards.html",
        {"cards": cards, "event": event},
    )


@require_POST
@staff_required
def postcards_posted(request: HttpRequest) -> HttpResponse:
    """Exactly the postcards of that print run have been posted."""
    settled = 0
    for message in staff_messages(request.POST.getlist("letter")):
        try:
            record_outcome(
                message=message,
                outcome=Outcome.POSTED,
                by=request.user.actor,
                now=timezone.now(),
            )
        except NotOnTheList:
            continue
        settled += 1
    if settled:
        messages.success(
            request, _("%(n)s通を投函したと記録しました。") % {"n": settled}
        )
    else:
        messages.warning(request, _("印刷を待つはがきは、もうありません。"))
    return redirect("staff:post-queue")

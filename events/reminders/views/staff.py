"""Staff pages about letters: what waits, what is to be rung, what nobody knows of."""

from itertools import groupby

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from events.registration.history import actor_names
from events.reminders.access import staff_batch, staff_message
from events.reminders.reports_trouble import registrations_of
from peace.accounts.access import staff_required
from peace.outbox import reports
from peace.outbox.batches import BatchNotReady, kind_of
from peace.outbox.choices import Channel, Status
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.approve import SecondPersonNeeded, approve, withdraw
from peace.outbox.usecases.enqueue import BatchDecided
from peace.outbox.usecases.record_outcome import NotOnTheList, record_outcome
from peace.outbox.words import what_happened, what_to_do

_KINDS = {
    "event_cancelled": gettext_lazy("催しの中止のお知らせ"),
    "bulk_cancelled": gettext_lazy("まとめて取り消したお知らせ"),
    "list_imported": gettext_lazy("名簿から登録した方への控え"),
    "lottery_result": gettext_lazy("抽選の結果のお知らせ"),
    "event_changed": gettext_lazy("催しの変更のお知らせ"),
    "network_notice": gettext_lazy("26市へのお知らせ"),
    "kotoba_chosen": gettext_lazy("一行のコトバ：選ばれた方へのご案内"),
    "kotoba_thanks": gettext_lazy("一行のコトバ：ほかの方へのお礼"),
    "announcement": gettext_lazy("お知らせメール"),
}


@require_safe
@staff_required
def letters(request: HttpRequest) -> HttpResponse:
    """The outbox: batches to approve, and how much waits on the other pages."""
    now = timezone.now()
    return render(
        request,
        "events/reminders/staff/letters.html",
        {
            "batches": [
                {
                    "batch": batch,
                    "label": _KINDS.get(batch.kind, batch.kind),
                    "note": kind_of(batch).note(batch),
                    "is_mine": batch.requested_by == request.user.actor,
                }
                for batch in reports.batches_to_approve()
            ],
            "calls": _how_many(reports.to_call(now)),
            "posts": _how_many(reports.to_post(now)),
            "decisions": reports.to_decide().count(),
            "counts": _sent_counts(),
        },
    )


@require_safe
@staff_required
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter as it was or will be sent."""
    message = staff_message(pk)
    attempts = list(message.tries.order_by("tried_at"))
    names = actor_names(each.by for each in attempts if each.by)
    return render(
        request,
        "events/reminders/staff/letter.html",
        {
            "letter": message,
            "address": message.email or message.phone or message.postal,
            "attempts": [(each, names.get(each.by, "")) for each in attempts],
            "happened": what_happened(message),
            "todo": what_to_do(message),
            "registration": registrations_of([message]).get(message.about),
        },
    )


@require_POST
@staff_required
def approve_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's yes: the letters leave."""
    try:
        sent = approve(batch=staff_batch(pk), by=request.user.actor, now=timezone.now())
    except SecondPersonNeeded:
        messages.warning(request, _("送信には、頼んだ人とは別の職員の承認が必要です。"))
    except BatchDecided:
        messages.warning(request, _("この送信は、もう決まっています。"))
    except BatchNotReady:
        messages.warning(request, _("まだ準備中です。少し待ってから承認してください。"))
    else:
        messages.success(request, _("%(n)s通の送信を承認しました。") % {"n": sent})
    return redirect("staff:letters")


@require_POST
@staff_required
def withdraw_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the letters back before anything left."""
    try:
        kept = withdraw(
            batch=staff_batch(pk), by=request.user.actor, now=timezone.now()
        )
    except BatchDecided:
        messages.warning(request, _("この送信は、もう決まっています。"))
    else:
        messages.success(request, _("%(n)s通の送信を取りやめました。") % {"n": kept})
    return redirect("staff:letters")


@require_POST
@staff_required
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """How a call ended, or that a letter was posted; back to the list it stood on."""
    message = staff_message(pk)
    try:
        record_outcome(
            message=message,
            outcome=request.POST.get("outcome", ""),
            by=request.user.actor,
            now=timezone.now(),
        )
    except NotOnTheList:
        messages.warning(request, _("この連絡は、もう済んでいます。"))
    else:
        messages.success(request, _("記録しました。"))
    if message.channel == Channel.PHONE:
        return redirect("staff:calls")
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse("staff:post-queue") + query)


def _how_many(waiting: QuerySet[OutboxMessage]) -> dict[str, object]:
    """How many wait, and the one whose time runs out first."""
    return {"number": waiting.count(), "next": waiting.first()}


def _sent_counts() -> list[dict[str, object]]:
    """Letters by channel, then by state, for the figures at the foot of the page."""
    counts = sorted(reports.counts().items())
    return [
        {
            "label": Channel(channel).label,
            "states": [
                (Status(status).label, letters) for (_channel, status), letters in rows
            ],
        }
        for channel, rows in groupby(counts, key=lambda row: row[0][0])
    ]

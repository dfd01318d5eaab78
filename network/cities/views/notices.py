"""Notices: what a city was sent, and what the secretariat made of it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from network.cities.access import (
    for_coordinators,
    notice_for_secretariat,
    receipt_of_city,
    secretariat_required,
)
from network.cities.choices import CoordinatorLevel
from network.cities.models import Coordinator, Notice
from network.cities.reports import (
    last_reminder,
    notice_standings,
    notices_of,
    readers_of,
)
from network.cities.usecases.read_notice import (
    NobodyLeft,
    NothingAsked,
    NotSent,
    RemindedToday,
    acknowledge_notice,
    remind_of_notice,
    see_notice,
)
from network.cities.usecases.write_notice import approve_notice, withdraw_notice
from peace.accounts.models import User
from peace.language.dates import jst
from peace.outbox.usecases.approve import SecondPersonNeeded
from peace.outbox.usecases.enqueue import BatchDecided

EDITOR = CoordinatorLevel.EDITOR


# A city's own


@require_safe
@for_coordinators()
def city_notices(request: HttpRequest, term: Coordinator) -> HttpResponse:
    """What the secretariat sent to this city."""
    today = jst(timezone.now()).date()
    receipts = [
        {"receipt": each, "is_late": each.is_late_on(today)}
        for each in notices_of(term.municipality)
    ]
    return render(
        request,
        "network/desk/city_notices.html",
        {"city": term.municipality, "receipts": receipts},
    )


@require_safe
@for_coordinators()
def city_notice(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """One of them, whole. Reading changes nothing; the buttons do."""
    receipt = receipt_of_city(term.municipality, pk)
    today = jst(timezone.now()).date()
    return render(
        request,
        "network/desk/city_notice.html",
        {
            "city": term.municipality,
            "receipt": receipt,
            "notice": receipt.notice,
            "is_late": receipt.is_late_on(today),
            "may_acknowledge": term.may(EDITOR),
            "by": _name_of(receipt.acknowledged_by),
        },
    )


@require_POST
@for_coordinators()
def open_notice(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """Opened from the list: the secretariat sees that it was seen."""
    see_notice(receipt=receipt_of_city(term.municipality, pk), now=timezone.now())
    return redirect("network:city-notice", pk)


@require_POST
@for_coordinators(EDITOR)
def acknowledge(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """One tap, with who and when."""
    receipt = receipt_of_city(term.municipality, pk)
    try:
        is_first = acknowledge_notice(
            receipt=receipt, actor=request.user.actor, now=timezone.now()
        )
    except (NothingAsked, NotSent):
        messages.info(request, _("このお知らせは、確認を求めていません。"))
    else:
        messages.success(
            request,
            _("確認したことを、事務局に知らせました。")
            if is_first
            else _("このお知らせは、もう確認されています。"),
        )
    return redirect("network:city-notice", pk)


# The secretariat's


@require_safe
@secretariat_required
def notices(request: HttpRequest) -> HttpResponse:
    """All of them, with how many cities have acknowledged."""
    return render(
        request, "network/desk/notices.html", {"standings": notice_standings()}
    )


@require_safe
@secretariat_required
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: to whom it goes, and who has seen and acknowledged it."""
    found = notice_for_secretariat(pk)
    now = timezone.now()
    receipts = list(
        found.receipts.select_related("municipality").order_by("municipality")
    )
    readers = readers_of([each.municipality for each in receipts], now=now)
    names = _names_of({each.acknowledged_by for each in receipts})
    open_ones = [each for each in receipts if not each.is_acknowledged]
    reminded = last_reminder(found)
    return render(
        request,
        "network/desk/notice.html",
        {
            "notice": found,
            "rows": [
                {
                    "receipt": each,
                    "readers": readers[each.municipality],
                    "by": names.get(each.acknowledged_by, ""),
                    "is_late": each.is_late_on(jst(now).date()),
                }
                for each in receipts
            ],
            "acknowledged": len(receipts) - len(open_ones),
            "open": len(open_ones),
            "is_settled": not open_ones,
            "reminded_at": reminded,
            "may_remind": _may_remind(found, reminded, open_ones),
            "may_approve": found.is_waiting and found.written_by != request.user.actor,
            "writer": _name_of(found.written_by),
        },
    )


def _may_remind(found: Notice, reminded: datetime | None, open_ones: list) -> bool:
    """Once a day: the use case refuses the second time, the page does not offer it."""
    asks = found.is_sent and found.asks_acknowledgement and bool(open_ones)
    today = jst(timezone.now()).date()
    return asks and (reminded is None or jst(reminded).date() < today)


@require_POST
@secretariat_required
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's yes."""
    found = notice_for_secretariat(pk)
    try:
        sent = approve_notice(
            notice=found, actor=request.user.actor, now=timezone.now()
        )
    except SecondPersonNeeded:
        messages.warning(request, _("送信には、書いた人とは別の人の承認が必要です。"))
    except BatchDecided:
        messages.warning(request, _("このお知らせは、もう決まっています。"))
    else:
        messages.success(request, _("%(n)s通の送信を承認しました。") % {"n": sent})
    return redirect("network:notice", pk)


@require_POST
@secretariat_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken back before anything left."""
    found = notice_for_secretariat(pk)
    try:
        withdraw_notice(notice=found, actor=request.user.actor, now=timezone.now())
    except BatchDecided:
        messages.warning(request, _("このお知らせは、もう決まっています。"))
    else:
        messages.success(request, _("取りやめました。どの市にも送られていません。"))
    return redirect("network:notice", pk)


@require_POST
@secretariat_required
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """To the cities that have not acknowledged it; once a day."""
    found = notice_for_secretariat(pk)
    try:
        sent = remind_of_notice(
            notice=found, actor=request.user.actor, now=timezone.now()
        )
    except RemindedToday:
        messages.warning(request, _("きょうは、もう知らせました。あすまた送れます。"))
    except (NobodyLeft, NotSent):
        messages.info(request, _("知らせる相手がいません。"))
    else:
        messages.success(
            request,
            _("確認していない市の%(n)s人に、もう一度知らせました。") % {"n": sent},
        )
    return redirect("network:notice", pk)


def _names_of(actors: set[str]) -> dict[str, str]:
    """The names behind actors ("user:7"); one statement."""
    numbers = {
        int(actor.removeprefix("user:")): actor
        for actor in actors
        if actor.removeprefix("user:").isdecimal()
    }
    users = User.objects.filter(pk__in=numbers).only("name", "email")
    return {numbers[user.pk]: user.name or user.email for user in users}


def _name_of(actor: str) -> str:
    return _names_of({actor}).get(actor, "") if actor else ""

"""The secretariat plans the summit, and sees which cities have replied."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from events.programme.usecases.copy_event import copy_event
from events.registration.exports.files import XLSX, xlsx_file
from network.cities.access import secretariat_required
from network.summit.access import summit_of
from network.summit.choices import GuestKind
from network.summit.exports.guests import guests_table
from network.summit.forms.plan import (
    NewSummitForm,
    SeatsForm,
    first_deadline,
    initial_of,
)
from network.summit.models import Summit
from network.summit.reports import city_replies, hall, support_needed
from network.summit.usecases.export_guests import note_export
from network.summit.usecases.hall import HallTooSmall, NoHall, PublicSeatsTaken
from network.summit.usecases.plan import (
    BelowNamed,
    DeadlineOver,
    OpenAlready,
    StillReplying,
    YearTaken,
    change_plan,
    give_to_public,
    open_to_cities,
    plan_summit,
)
from peace.language.dates import jst

PAGE = ["GET", "HEAD", "POST"]
REFUSED = (YearTaken, NoHall, HallTooSmall, PublicSeatsTaken, BelowNamed)


@require_safe
@secretariat_required
def summits(request: HttpRequest) -> HttpResponse:
    """Every year's, the newest first."""
    found = list(Summit.objects.select_related("event__venue"))
    return render(request, "network/desk/summits.html", {"summits": found})


@require_http_methods(PAGE)
@secretariat_required
def new(request: HttpRequest) -> HttpResponse:
    """On an event of the calendar, or on a copy of an earlier one."""
    form = NewSummitForm(request.POST or None)
    if not form.is_bound:
        first: Any = form.fields["event"]
        proposed = first.queryset.first()
        form.initial = {"event": proposed, "reply_by": first_deadline(proposed)}
    if form.is_bound and form.is_valid():
        try:
            made = _plan(form, actor=request.user.actor, now=timezone.now())
        except REFUSED as refused:
            form.add_error(None, _refusal(refused))
        else:
            messages.success(
                request, _("サミットを作りました。市には、まだ知らせていません。")
            )
            return redirect("summit:plan", made.year)
    return render(request, "network/desk/summit_new.html", {"form": form})


@transaction.atomic
def _plan(form: NewSummitForm, *, actor: str, now: datetime) -> Summit:
    """A copy that leads to no summit is not kept."""
    data = form.cleaned_data
    event = data["event"] or copy_event(
        event=data["previous"],
        first_day=data["first_day"],
        slug="",
        actor=actor,
        now=now,
    )
    return plan_summit(
        event=event, seats=form.seats, reply_by=data["reply_by"], actor=actor, now=now
    )


@require_safe
@secretariat_required
def plan(request: HttpRequest, year: int) -> HttpResponse:
    """The hall, the 26 replies, and what is to do next."""
    summit = summit_of(year)
    now = timezone.now()
    replies = city_replies(summit, now=now)
    waiting = [each for each in replies if each.reply is None]
    return render(
        request,
        "network/desk/summit.html",
        {
            "summit": summit,
            "hall": hall(summit),
            "replies": replies,
            "waiting": waiting,
            "kinds": [kind.label for kind in GuestKind],
            "totals": _totals(replies),
            "support": support_needed(replies),
            "is_late": now > summit.reply_by,
            "is_over": summit.event.ends_at <= now,
        },
    )


def _totals(replies: list) -> list[tuple[str, str, int]]:
    """For the head of the page: sign, word, number of cities."""
    coming = sum(1 for each in replies if each.comes)
    away = sum(1 for each in replies if each.reply and not each.comes)
    return [
        ("ok", _("出席"), coming),
        ("dash", _("欠席"), away),
        ("wait", _("返事なし"), len(replies) - coming - away),
    ]


@require_http_methods(PAGE)
@secretariat_required
def seats(request: HttpRequest, year: int) -> HttpResponse:
    """Other numbers, another deadline; not below what a city has named."""
    summit = summit_of(year)
    form = SeatsForm(request.POST or None, initial=initial_of(summit))
    if form.is_bound and form.is_valid():
        try:
            change_plan(
                summit=summit,
                seats=form.seats,
                reply_by=form.cleaned_data["reply_by"],
                actor=request.user.actor,
                now=timezone.now(),
            )
        except REFUSED as refused:
            form.add_error(None, _refusal(refused))
        else:
            messages.success(request, _("保存しました。"))
            return redirect("summit:plan", year)
    return render(
        request, "network/desk/summit_seats.html", {"form": form, "summit": summit}
    )


@require_http_methods(PAGE)
@secretariat_required
def open_view(request: HttpRequest, year: int) -> HttpResponse:
    """Asked before every coordinator of 26 cities gets a letter."""
    summit = summit_of(year)
    if request.method == "POST":
        try:
            open_to_cities(summit=summit, actor=request.user.actor, now=timezone.now())
        except DeadlineOver:
            messages.warning(
                request, _("返事の期限が過ぎています。先に、期限を直してください。")
            )
        except OpenAlready:
            messages.warning(request, _("市には、もう知らせてあります。"))
        else:
            messages.success(request, _("26市の担当者に知らせました。"))
        return redirect("summit:plan", year)
    return render(request, "network/desk/summit_open.html", {"summit": summit})


@require_http_methods(PAGE)
@secretariat_required
def give(request: HttpRequest, year: int) -> HttpResponse:
    """Asked before seats that no city needs go to the public: they do not come back."""
    summit = summit_of(year)
    now = timezone.now()
    if request.method == "POST":
        try:
            given = give_to_public(summit=summit, actor=request.user.actor, now=now)
        except StillReplying:
            messages.warning(request, _("返事の期限のあとで回せます。"))
        else:
            text = _("%(n)s席を一般の席にしました。") % {"n": given}
            messages.success(request, text)
        return redirect("summit:plan", year)
    return render(
        request,
        "network/desk/summit_give.html",
        {
            "summit": summit,
            "hall": hall(summit),
            "is_late": now > summit.reply_by,
            "waiting": [
                each for each in city_replies(summit, now=now) if each.reply is None
            ],
        },
    )


@require_POST
@secretariat_required
def export(request: HttpRequest, year: int) -> HttpResponse:
    """The guests of all cities as XLSX; who took it out is written down."""
    summit = summit_of(year)
    now = timezone.now()
    table = guests_table(city_replies(summit, now=now))
    note_export(summit=summit, rows=len(table.rows), actor=request.user.actor, now=now)
    name = f"summit-{year}-{jst(now):%Y%m%d}.xlsx"
    return HttpResponse(
        xlsx_file(table, title=str(summit.event.title)),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _refusal(refused: Exception) -> str:
    match refused:
        case YearTaken():
            return _("その年度のサミットは、もうあります。")
        case NoHall():
            return _(
                "この催しには、席を数える回がありません。先に、回を作ってください。"
            )
        case HallTooSmall():
            return _(
                "26市の席と車いすの席だけで、会場の席より%(n)s席多くなります。"
            ) % {"n": refused.excess}
        case PublicSeatsTaken():
            return _("一般の申込みが先に入っています。あと%(n)s席が足りません。") % {
                "n": refused.excess
            }
        case BelowNamed():
            known = {str(kind): str(kind.label) for kind in GuestKind}
            return _(
                "%(kind)sの席に、もう%(n)s人を知らせた市があります。"
                "それより少なくするときは、先に市と話してください。"
            ) % {"kind": known.get(refused.kind, _("市民")), "n": refused.named}
    raise refused

"""Staff: the committee, what it gave, and the list that two people stand for."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from events.outreach.access_kotoba import staff_call, staff_line, staff_member
from events.outreach.forms.staff_kotoba import MemberForm
from events.outreach.models import KotobaCall
from events.outreach.reports_kotoba import shown_count
from events.outreach.reports_kotoba_ranking import ADJUSTED, RAW, ranking
from events.outreach.usecases import kotoba_choose as choose
from events.outreach.usecases.kotoba_call import NotConfirmed
from events.outreach.usecases.kotoba_committee import (
    NoEndOfScoring,
    invite_member,
    set_member_active,
)
from events.outreach.usecases.kotoba_tell import ToldBefore, tell_results
from peace.accounts.access import staff_required


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def committee(request: HttpRequest, slug: str) -> HttpResponse:
    """Who scores, how far they are, and an invitation for one more."""
    found = staff_call(slug)
    form = MemberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invite_member(
                call=found,
                language=get_language() or "ja",
                actor=request.user.actor,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except NoEndOfScoring:
            form.add_error(
                None, _("先に、点を付ける期限を募集の設定に入れてください。")
            )
        else:
            messages.success(request, _("選考委員を追加しました。"))
            return redirect("staff:kotoba-committee", found.slug)
    return render(
        request,
        "events/outreach/staff/kotoba/committee.html",
        {
            "call": found,
            "form": form,
            "members": ranking(found).members,
            "ended": found.committee.filter(is_active=False),
        },
    )


@require_POST
@staff_required
def member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End a member's link, or open it again."""
    found = staff_member(staff_call(slug), pk)
    set_member_active(
        member=found,
        is_active=not found.is_active,
        actor=request.user.actor,
        now=timezone.now(),
    )
    messages.success(
        request,
        _("リンクを使えなくしました。")
        if found.is_active
        else _("リンクを使えるようにしました。"),
    )
    return redirect("staff:kotoba-committee", slug)


@require_safe
@staff_required
def ranked(request: HttpRequest, slug: str) -> HttpResponse:
    """The order of the scores, raw or evened out, and the list beside it."""
    found = staff_call(slug)
    by = ADJUSTED if request.GET.get("by") == ADJUSTED else RAW
    order = ranking(found, by=by)
    chosen = list(found.kotoba.chosen())
    return render(
        request,
        "events/outreach/staff/kotoba/ranking.html",
        {
            "call": found,
            "by": by,
            "ranking": order,
            "chosen": chosen,
            "left": max(0, found.places - len(chosen)),
            "at_the_cut": order.at_the_cut(found.places),
            "above": len(order.above_the_cut(found.places)),
            "can_choose": found.can_be_chosen_at(timezone.now())
            and not found.is_confirmed,
        },
    )


@require_safe
@staff_required
def chosen(request: HttpRequest, slug: str) -> HttpResponse:
    """The list in the order of the wall: to put in order, to confirm, to tell."""
    found = staff_call(slug)
    lines = list(found.kotoba.chosen())
    return render(
        request,
        "events/outreach/staff/kotoba/chosen.html",
        {
            "call": found,
            "lines": lines,
            "on_the_wall": shown_count(found),
            "mark": choose.list_mark(lines),
            "may_confirm": found.proposed_by != request.user.actor,
            "can_choose": found.can_be_chosen_at(timezone.now())
            and not found.is_confirmed,
        },
    )


@require_POST
@staff_required
def choose_list(request: HttpRequest, slug: str) -> HttpResponse:
    """One act on the list, by the name of its button."""
    found = staff_call(slug)
    act = request.POST.get("act", "")
    back = "staff:kotoba-ranking" if act in _FROM_RANKING else "staff:kotoba-chosen"
    try:
        said = _ACTS[act](request, found) if act in _ACTS else ""
    except tuple(_REFUSALS) as refusal:
        messages.warning(request, str(_REFUSALS[type(refusal)]))
    else:
        if said:
            messages.success(request, said)
    return redirect(back, found.slug)


def _by_scores(request: HttpRequest, call: KotobaCall) -> str:
    by = ADJUSTED if request.POST.get("by") == ADJUSTED else RAW
    count = choose.choose_by_scores(
        call=call, by=by, actor=request.user.actor, now=timezone.now()
    )
    return _("点の順に%(n)s点を選びました。") % {"n": count}


def _put(request: HttpRequest, call: KotobaCall) -> str:
    choose.put_on_list(
        kotoba=staff_line(call, request.POST.get("line", "")),
        note=request.POST.get("note", "")[:200],
        actor=request.user.actor,
        now=timezone.now(),
    )
    return _("入選に加えました。")


def _take(request: HttpRequest, call: KotobaCall) -> str:
    choose.take_off_list(
        kotoba=staff_line(call, request.POST.get("line", "")),
        note=request.POST.get("note", "")[:200],
        actor=request.user.actor,
        now=timezone.now(),
    )
    return _("入選から外しました。")


def _move(request: HttpRequest, call: KotobaCall) -> str:
    typed = request.POST.get("to", "")
    choose.move_on_list(
        kotoba=staff_line(call, request.POST.get("line", "")),
        to=int(typed) if typed.isdecimal() and len(typed) < 5 else 1,
        actor=request.user.actor,
        now=timezone.now(),
    )
    return _("順番を変えました。")


def _confirm(request: HttpRequest, call: KotobaCall) -> str:
    count = choose.confirm_list(
        call=call,
        seen=request.POST.get("mark", ""),
        actor=request.user.actor,
        now=timezone.now(),
    )
    return _("入選%(n)s点を確認しました。") % {"n": count}


def _reopen(request: HttpRequest, call: KotobaCall) -> str:
    choose.reopen_list(call=call, actor=request.user.actor, now=timezone.now())
    return _("入選を選び直せるようにしました。")


def _tell(request: HttpRequest, call: KotobaCall) -> str:
    told = tell_results(call=call, actor=request.user.actor, now=timezone.now())
    return _(
        "お知らせを%(n)s通用意しました。発信箱で、もう1人の職員が承認すると送られます。"
    ) % {"n": sum(told.values())}


_ACTS: dict[str, Callable[[HttpRequest, KotobaCall], str]] = {
    "scores": _by_scores,
    "put": _put,
    "take": _take,
    "move": _move,
    "confirm": _confirm,
    "reopen": _reopen,
    "tell": _tell,
}
_FROM_RANKING = ("scores", "put")
_REFUSALS: dict[type[Exception], object] = {
    choose.NotYet: gettext_lazy("募集と選考の期間が終わってから選べます。"),
    choose.ListStands: gettext_lazy("入選は、もう確認されています。"),
    choose.NoPlaceLeft: gettext_lazy("選ぶ数に達しています。先に1つ外してください。"),
    choose.NotChoosable: gettext_lazy("取り下げられたか、もう変わっている作品です。"),
    choose.WordMissing: gettext_lazy("手で変えるときは、理由を一言書いてください。"),
    choose.ListChanged: gettext_lazy(
        "見ている間に一覧が変わりました。もう一度確かめてください。"
    ),
    choose.SamePerson: gettext_lazy("確認は、選んだ人とは別の職員が行います。"),
    choose.NothingChosen: gettext_lazy("まだ1つも選んでいません。"),
    choose.AlreadyTold: gettext_lazy("お知らせか公開のあとは、選び直せません。"),
    NotConfirmed: gettext_lazy("入選を、もう1人の職員が確認してからお知らせします。"),
    ToldBefore: gettext_lazy("お知らせは、もう用意されています。"),
}

"""Staff pages of a lottery: seal, freeze, draw, and a second draw by two people."""

import secrets
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from events.programme.access import staff_event
from events.programme.models import Event
from events.registration.forms.staff_lottery import DrawForm, RepeatForm, SealForm
from events.registration.history import actor_names
from events.registration.models import Lottery
from events.registration.reports_lottery import draws_of
from events.registration.usecases import (
    lottery_draw,
    lottery_freeze,
    lottery_repeat,
    lottery_seal,
    lottery_seats,
)
from peace.accounts.access import staff_required
from peace.language.dates import jst, moment

_REFUSALS = {
    lottery_seal.NoLotteryTimeslot: gettext_lazy("この催しに、抽選の回はありません。"),
    lottery_seal.ClosingMissing: gettext_lazy(
        "先に、申込みの締切を、これからの日時で決めてください。"
        "締切のあとに名簿を確定します。"
    ),
    lottery_seal.PublicValueTooEarly: gettext_lazy(
        "公の値が分かる日は、申込みの締切や、きょうより、あとの日にしてください。"
        "先に分かる値では、抽選の証明になりません。"
    ),
    lottery_seal.AlreadySealed: gettext_lazy(
        "封は公開されています。取り替えることはできません。"
    ),
    lottery_seal.ApplicationsHaveBegun: gettext_lazy("申込みがすでにあります。"),
    lottery_freeze.NotClosedYet: gettext_lazy(
        "申込みを受け付けている間は、名簿を確定できません。"
    ),
    lottery_freeze.AlreadyFrozen: gettext_lazy("名簿は確定しています。"),
    lottery_draw.NotFrozen: gettext_lazy("先に名簿を確定してください。"),
    lottery_draw.NotApproved: gettext_lazy(
        "再抽選は、もう1人の職員が承認すると行えます。"
    ),
    lottery_draw.EventOff: gettext_lazy("公開中の催しだけ抽選できます。"),
    lottery_draw.PublicValueNotKnown: gettext_lazy(
        "公の値が分かる日になったら、その値を入力してください。"
    ),
    lottery_draw.SealBroken: gettext_lazy(
        "保存されているもとの値が、公開した封と合いません。抽選はしていません。"
        "システムの担当に連絡してください。"
    ),
    lottery_seats.EventBegun: gettext_lazy("催しが始まっているため、抽選できません。"),
    lottery_seats.SomebodyIsIn: gettext_lazy("入場した方がいるため、抽選できません。"),
    lottery_seats.TooFewSeatsNow: gettext_lazy(
        "席が、名簿を確定したときより減っています。定員を元に戻してください。"
    ),
    lottery_repeat.ReasonMissing: gettext_lazy("理由を入力してください。"),
    lottery_repeat.NotDrawnYet: gettext_lazy("抽選は、まだ行われていません。"),
    lottery_repeat.RepeatPending: gettext_lazy("再抽選の依頼が、もう出ています。"),
    lottery_repeat.AnotherPersonNeeded: gettext_lazy(
        "依頼した人とは別の職員が承認してください。"
    ),
    lottery_repeat.NothingToDecide: gettext_lazy("承認を待つ再抽選はありません。"),
}
REFUSALS = tuple(_REFUSALS)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def lottery(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the lottery stands; a POST seals it."""
    event = staff_event(slug)
    form = SealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lottery_seal.seal_lottery(
                event=event,
                public_value_name=form.name(),
                public_value_on=form.cleaned_data["known_on"],
                tiers=form.cleaned_data["tiers"],
                seed=secrets.token_hex(32),
                actor=request.user.actor,
                now=timezone.now(),
            )
        except REFUSALS as refusal:
            form.add_error(None, _REFUSALS[type(refusal)])
        else:
            messages.success(
                request, _("封を公開しました。これで、抽選の申込みを受け付けられます。")
            )
            return redirect("staff:lottery", slug)
    return _page(request, event, form)


@require_POST
@staff_required
def freeze(request: HttpRequest, slug: str) -> HttpResponse:
    """Close the list: from now on nobody enters."""
    found = _newest(staff_event(slug))
    if found is None:
        messages.warning(request, _("先に、抽選の封をしてください。"))
        return redirect("staff:lottery", slug)
    try:
        lottery_freeze.freeze_lottery(
            lottery=found, actor=request.user.actor, now=timezone.now()
        )
    except REFUSALS as refusal:
        messages.warning(request, _REFUSALS[type(refusal)])
    else:
        messages.success(request, _("名簿を確定し、公開しました。"))
    return redirect("staff:lottery", slug)


@require_POST
@staff_required
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    """First what will happen, with the value large; then one button draws."""
    event = staff_event(slug)
    found, form = _newest(event), DrawForm(request.POST)
    if found is None or not form.is_valid():
        text = _REFUSALS[lottery_draw.PublicValueNotKnown]
        messages.warning(
            request, text if found else _("先に、抽選の封をしてください。")
        )
        return redirect("staff:lottery", slug)
    value = form.cleaned_data["public_value"]
    if "confirmed" not in request.POST:
        sheet = draws_of(event, agreed=False)[0]
        context = {"event": event, "sheet": sheet, "value": value}
        context["needs_approval"] = sheet.parties > lottery_draw.MANY
        return render(request, "events/registration/staff/lottery_draw.html", context)
    try:
        lottery_draw.draw_lottery(
            lottery=found,
            public_value=value,
            actor=request.user.actor,
            now=timezone.now(),
        )
    except lottery_draw.DrawnAlready as drawn:
        messages.warning(request, _drawn_already(drawn.drawn_at))
    except REFUSALS as refusal:
        messages.warning(request, _REFUSALS[type(refusal)])
    else:
        messages.success(request, _("抽選しました。結果を公開しました。"))
    return redirect("staff:lottery", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def repeat(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a second draw, with the reason that everybody will read."""
    event = staff_event(slug)
    form = RepeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lottery_repeat.request_repeat(
                event=event,
                reason=form.cleaned_data["reason"],
                public_value_name=form.name(),
                public_value_on=form.cleaned_data["known_on"],
                seed=secrets.token_hex(32),
                actor=request.user.actor,
                now=timezone.now(),
            )
        except REFUSALS as refusal:
            form.add_error(None, _REFUSALS[type(refusal)])
        else:
            messages.success(
                request,
                _("再抽選を依頼しました。もう1人の職員が承認すると、公開されます。"),
            )
            return redirect("staff:lottery", slug)
    return render(
        request,
        "events/registration/staff/lottery_repeat.html",
        {"event": event, "form": form},
    )


@require_POST
@staff_required
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Approve the second draw that a colleague asked for, or take it back."""
    event, now = staff_event(slug), timezone.now()
    found = _newest(event)
    agrees = request.POST.get("decision") == "approve"
    try:
        if found is None:
            raise lottery_repeat.NothingToDecide
        if agrees:
            lottery_repeat.approve_repeat(
                lottery=found, actor=request.user.actor, now=now
            )
        else:
            lottery_repeat.drop_repeat(lottery=found, actor=request.user.actor, now=now)
    except REFUSALS as refusal:
        messages.warning(request, _REFUSALS[type(refusal)])
    else:
        done = _("再抽選を承認し、名簿を公開しました。")
        messages.success(
            request, done if agrees else _("再抽選の依頼を取り下げました。")
        )
    return redirect("staff:lottery", slug)


def _page(request: HttpRequest, event: Event, form: SealForm) -> HttpResponse:
    draws, now = draws_of(event, agreed=False), timezone.now()
    current = draws[0] if draws else None
    newest = current.lottery if current else None
    return render(
        request,
        "events/registration/staff/lottery.html",
        {
            "event": event,
            "form": form,
            "draw_form": DrawForm(),
            "current": current,
            "earlier": draws[1:],
            "deciders": _deciders([sheet.lottery for sheet in draws]),
            "has_lottery": any(slot.is_lottery for slot in event.timeslots.all()),
            "freezes_at": lottery_freeze.freezes_at(newest) if newest else None,
            "is_closed": event.closes_at is None or event.closes_at < now,
            "can_draw": bool(newest) and jst(now).date() >= newest.public_value_on,
        },
    )


def _deciders(draws: list[Lottery]) -> list[tuple[int, str, str]]:
    """Attempt, who sealed or asked for it, who approved it; the newest first."""
    names = actor_names(
        actor for each in draws for actor in (each.requested_by, each.approved_by)
    )
    return [
        (each.attempt, names[each.requested_by], names[each.approved_by])
        for each in draws
    ]


def _newest(event: Event) -> Lottery | None:
    return Lottery.objects.for_event(event).select_related("event").first()


def _drawn_already(drawn_at: datetime) -> str:
    return _(
        "この抽選は%(drawn_at)sに実施しました。"
        "もう一度行うには、職員2名の承認と理由が必要です。"
    ) % {"drawn_at": moment(drawn_at)}

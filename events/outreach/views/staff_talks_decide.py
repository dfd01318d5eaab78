"""Decisions about a talk request: arrange or move it, decline, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.outreach.access_talks import staff_talk
from events.outreach.choices import InquiryAnswer
from events.outreach.forms.staff_talks import ArrangeForm, DeclineForm
from events.outreach.models import TalkRequest
from events.outreach.usecases.arrange_talk import arrange_talk, rearrange_talk
from events.outreach.usecases.ask_storyteller import NotOpen, TalkInPast
from events.outreach.usecases.request_talk import (
    TalkIsOver,
    decline_request,
    withdraw_request,
)
from events.programme.models import Telling
from events.programme.reports import loads
from events.programme.usecases.tellings import StorytellerBusy
from events.registration.usecases.publish import NotReady
from peace.accounts.access import staff_required
from peace.language.dates import date_short, jst, staff_range

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
@staff_required
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide who goes when; for an arranged one, move it. All sides hear of it."""
    talk = staff_talk(pk)
    if not talk.is_open and not talk.is_arranged:
        messages.warning(request, _("この依頼は、もう終わっています。"))
        return redirect("staff:talk", pk)
    form = ArrangeForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(request, talk),
        loads=loads(day=jst(timezone.now()).date()),
        can_be_public=talk.is_open,
    )
    if form.is_bound and form.is_valid():
        try:
            _decide(request, talk, form)
        except (StorytellerBusy, TalkInPast, NotOpen, NotReady) as refused:
            form.add_error(*_refusal(refused))
        else:
            messages.success(request, _("決めました。依頼した方と伝承者に知らせます。"))
            return redirect("staff:talk", pk)
    context = {"talk": talk, "form": form, "moves": talk.is_arranged}
    return render(request, "events/outreach/staff/talks/arrange.html", context)


def _decide(request: HttpRequest, talk: TalkRequest, form: ArrangeForm) -> None:
    facts: dict[str, Any] = {
        "request": talk,
        "plan": form.plan(),
        "actor": request.user.actor,
        "now": timezone.now(),
    }
    if talk.is_arranged:
        rearrange_talk(**facts)
    else:
        arrange_talk(is_public=form.cleaned_data["is_public"], **facts)


def _initial(request: HttpRequest, talk: TalkRequest) -> dict[str, Any]:
    """What is arranged; otherwise what somebody said yes to; otherwise the wish."""
    if talk.event is not None:
        telling = (
            Telling.objects.filter(timeslot__event=talk.event)
            .select_related("timeslot")
            .first()
        )
        length = talk.event.ends_at - talk.event.starts_at
        return {
            "starts_at": talk.event.starts_at,
            "minutes": int(length.total_seconds()) // 60,
            "storyteller": talk.storyteller_id,
            "story": telling.story if telling else talk.story,
        }
    chosen = request.GET.get("inquiry", "")
    yes = talk.inquiries.filter(answer=InquiryAnswer.YES)
    if chosen.isdecimal() and len(chosen) < 18:
        yes = talk.inquiries.filter(pk=chosen)
    inquiry = yes.first()
    if inquiry:
        return {
            "starts_at": inquiry.starts_at,
            "storyteller": inquiry.storyteller_id,
            "story": inquiry.story,
            "is_public": "",
        }
    return {"starts_at": talk.moments[0] if talk.wishes else None, "story": talk.story}


def _refusal(refused: Exception) -> tuple[str | None, str]:
    match refused:
        case StorytellerBusy():
            slot = refused.elsewhere
            words = _(
                "%(name)sさんは、%(day)s %(hours)sに「%(event)s」で話します。"
                "ほかの方か、ほかの時刻にしてください。"
            )
            return "storyteller", words % {
                "name": refused.storyteller.name,
                "day": date_short(slot.starts_at),
                "hours": staff_range(slot.starts_at, slot.ends_at),
                "event": slot.event.title,
            }
        case TalkInPast():
            return "starts_at", _("過ぎた日時です。これからの日時にしてください。")
        case NotOpen():
            return None, _("ほかの職員が先に決めました。この画面を開き直してください。")
        case NotReady():
            texts = " ".join(each.text for each in refused.findings if each.is_blocking)
            return None, _("まだ公開できません。%(why)s") % {"why": texts}
    raise refused


@require_http_methods(PAGE)
@staff_required
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody can go: the reason stands in the letter."""
    talk = staff_talk(pk)
    form = DeclineForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            decline_request(
                request=talk,
                reason=form.cleaned_data["reason"],
                actor=request.user.actor,
                now=timezone.now(),
            )
        except TalkIsOver:
            messages.warning(request, _("この依頼は、もう終わっています。"))
        else:
            messages.success(request, _("お断りの手紙を用意しました。"))
        return redirect("staff:talk", pk)
    context = {"talk": talk, "form": form}
    return render(request, "events/outreach/staff/talks/decline.html", context)


@require_http_methods(PAGE)
@staff_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The group rang: they do not want it any more."""
    talk = staff_talk(pk)
    if request.method == "POST":
        try:
            withdraw_request(request=talk, actor=request.user.actor, now=timezone.now())
        except TalkIsOver:
            messages.warning(request, _("この依頼は、もう終わっています。"))
        else:
            messages.success(request, _("取下げにしました。両方に知らせます。"))
        return redirect("staff:talk", pk)
    context = {"talk": talk}
    return render(request, "events/outreach/staff/talks/withdraw.html", context)

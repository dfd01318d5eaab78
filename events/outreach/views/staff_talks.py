"""The office's pages of talk requests: the list, one request, who could go."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.outreach.access_talks import staff_inquiry, staff_talk
from events.outreach.choices import InquiryAnswer, TalkStatus
from events.outreach.forms.staff_talks import AskForm, MomentForm, TalkNoteForm
from events.outreach.forms.talks import ListenersForm
from events.outreach.models import TalkRequest
from events.outreach.reports_talks import TalkLine, candidates, open_first, talk_figures
from events.outreach.usecases.ask_storyteller import (
    AskedAlready,
    NotOpen,
    TalkInPast,
    answer_inquiry,
    ask_storyteller,
)
from events.outreach.usecases.report_listeners import NotHeldYet, report_listeners
from events.outreach.usecases.request_talk import note_on_talk
from events.programme.choices import Story
from events.programme.models import Storyteller
from peace.accounts.access import staff_required


@require_safe
@staff_required
def talks(request: HttpRequest) -> HttpResponse:
    """What is to do first, oldest first; then what is settled."""
    now = timezone.now()
    status = request.GET.get("status", "")
    return render(
        request,
        "events/outreach/staff/talks/talks.html",
        {
            "lines": open_first(now, status=status),
            "figures": talk_figures(now),
            "status": status,
            "statuses": TalkStatus.choices,
        },
    )


@require_safe
@staff_required
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """One request; while it is open, who could go at the chosen moment."""
    found = staff_talk(pk)
    return _page(request, found)


def _page(
    request: HttpRequest,
    found: TalkRequest,
    *,
    note: TalkNoteForm | None = None,
    listeners: ListenersForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    form = MomentForm(request.GET if "at" in request.GET else None)
    at = _chosen(found, form)
    known = {"listeners": found.listeners, "young": found.young_listeners}
    return render(
        request,
        "events/outreach/staff/talks/talk.html",
        {
            "talk": found,
            "line_sign": TalkLine(found, now).sign,
            "at": at,
            "at_value": at and at.isoformat(),
            "is_past": bool(at and at <= now),
            "moments": [(each, each.isoformat()) for each in found.moments],
            "moment_form": form,
            "candidates": candidates(found, at=at) if found.is_open and at else [],
            "inquiries": found.inquiries.select_related("storyteller"),
            "slot": found.event and found.event.timeslots.in_order().first(),
            "is_over": bool(found.event and found.event.ends_at <= now),
            "has_begun": bool(found.event and found.event.starts_at <= now),
            "note_form": note or TalkNoteForm(initial={"note": found.staff_note}),
            "listeners_form": listeners or ListenersForm(initial=known),
        },
    )


def _chosen(found: TalkRequest, form: MomentForm) -> datetime | None:
    """The moment that is looked at: the one asked for, or the first wish to come."""
    if form.is_bound and form.is_valid() and form.cleaned_data["at"]:
        return form.cleaned_data["at"]
    coming = [each for each in found.moments if each > timezone.now()]
    return (coming or found.moments or [None])[0]


@require_POST
@staff_required
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one storyteller about the moment that is looked at."""
    found = staff_talk(pk)
    form = AskForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("伝承者と日時を選び直してください。"))
        return redirect("staff:talk", pk)
    data = form.cleaned_data
    person = data["storyteller"]
    try:
        ask_storyteller(
            request=found,
            storyteller=person,
            story=Story(data["story"]),
            starts_at=data["starts_at"],
            actor=request.user.actor,
            now=timezone.now(),
        )
    except AskedAlready:
        messages.warning(request, _("この方には、同じ日時をもう聞いています。"))
    except TalkInPast:
        messages.warning(request, _("過ぎた日時です。ほかの日時を選んでください。"))
    except NotOpen:
        messages.warning(request, _("この依頼は、もう決まったか、終わっています。"))
    else:
        messages.success(request, _asked_words(person) % {"name": person.name})
    return _back(pk, data["starts_at"])


def _asked_words(person: Storyteller) -> str:
    if person.email:
        return _("%(name)sさんに、メールで聞きました。")
    if person.phone:
        return _("%(name)sさんへの電話を、電話の一覧に入れました。")
    return _("%(name)sさんの連絡先がありません。返事をここに記録してください。")


def _back(pk: int, at: datetime) -> HttpResponse:
    response = redirect("staff:talk", pk)
    local = timezone.localtime(at)
    response["Location"] += f"?at={local:%Y-%m-%dT%H:%M}#who"
    return response


@require_POST
@staff_required
def answer(request: HttpRequest, pk: int, inquiry: int) -> HttpResponse:
    """The storyteller rang, or was rung: yes or no."""
    found = staff_inquiry(staff_talk(pk), inquiry)
    said = request.POST.get("answer", "")
    if said not in InquiryAnswer.values:
        messages.warning(request, _("返事を選んでください。"))
        return redirect("staff:talk", pk)
    try:
        answer_inquiry(
            inquiry=found,
            answer=InquiryAnswer(said),
            actor=request.user.actor,
            now=timezone.now(),
        )
    except NotOpen:
        messages.warning(request, _("この依頼は、もう決まったか、終わっています。"))
    else:
        messages.success(request, _("返事を記録しました。"))
    return _back(pk, found.starts_at)


@require_POST
@staff_required
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """What staff remember about it."""
    found = staff_talk(pk)
    form = TalkNoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, note=form)
    note_on_talk(
        request=found,
        note=form.cleaned_data["note"],
        actor=request.user.actor,
        now=timezone.now(),
    )
    messages.success(request, _("メモを保存しました。"))
    return redirect("staff:talk", pk)


@require_POST
@staff_required
def listeners(request: HttpRequest, pk: int) -> HttpResponse:
    """The group rang instead of writing it into its page."""
    found = staff_talk(pk)
    form = ListenersForm(request.POST)
    if not form.is_valid():
        return _page(request, found, listeners=form)
    try:
        report_listeners(
            request=found,
            actor=request.user.actor,
            now=timezone.now(),
            **form.values(),
        )
    except NotHeldYet:
        messages.warning(request, _("人数は、講話が終わってから入れられます。"))
    else:
        messages.success(request, _("聞いた人の数を保存しました。"))
    return redirect("staff:talk", pk)

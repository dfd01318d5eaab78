"""Public pages: ask for a storyteller, one's own request, a storyteller's answer."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.outreach.access_talks import TalkLinkCut, inquiry_by_link, talk_by_link
from events.outreach.choices import InquiryAnswer, TalkStatus
from events.outreach.exports.talk_calendar import talk_calendar
from events.outreach.forms.talks import ListenersForm, TalkChangeForm, TalkRequestForm
from events.outreach.models import TalkRequest
from events.outreach.usecases.ask_storyteller import (
    STORYTELLER,
    NotOpen,
    answer_inquiry,
)
from events.outreach.usecases.report_listeners import NotHeldYet, report_listeners
from events.outreach.usecases.request_talk import (
    REQUESTER,
    TalkIsOver,
    change_request,
    request_talk,
    withdraw_request,
)
from events.registration.visit_source import remembered_source
from peace.errors import rate_limited
from peace.rate_limits import address_of, is_over

PAGE = ["GET", "HEAD", "POST"]
# A school asks once or twice a year; a board of education for all its schools.
FORMS_PER_ADDRESS = {"limit": 30, "seconds": 600}

View = Callable[..., HttpResponse]


def _own(view: View) -> View:
    """Hands VIEW the request of the private link; a cut link gets a kind page."""

    @wraps(view)
    def by_link(request: HttpRequest, token: str) -> HttpResponse:
        try:
            found = talk_by_link(token)
        except TalkLinkCut:
            return _link_cut(request)
        return view(request, found)

    return login_not_required(never_cache(by_link))


def _link_cut(request: HttpRequest) -> HttpResponse:
    return render(request, "events/outreach/talks/link_cut.html", status=404)


@require_http_methods(PAGE)
@login_not_required
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """What a dispatched talk is, and the form. What was typed is kept."""
    if request.method != "POST":
        return _form_page(request, TalkRequestForm())
    if is_over(f"talk:{address_of(request)}", **FORMS_PER_ADDRESS):
        return rate_limited(request, minutes=10)
    form = TalkRequestForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form)
    made = request_talk(
        wish=form.wish(),
        key=form.cleaned_data["key"],
        language=get_language() or "ja",
        source=remembered_source(request),
        now=timezone.now(),
    )
    return redirect(f"{made.url}?new=1")


def _form_page(request: HttpRequest, form: TalkRequestForm) -> HttpResponse:
    return render(request, "events/outreach/talks/request.html", {"form": form})


@require_safe
@_own
def detail(request: HttpRequest, talk: TalkRequest) -> HttpResponse:
    """Where it stands, in plain words; what can be changed; the way out."""
    return _own_page(request, talk)


def _own_page(
    request: HttpRequest, talk: TalkRequest, *, listeners: ListenersForm | None = None
) -> HttpResponse:
    now = timezone.now()
    event = talk.event
    is_over_now = bool(event and event.ends_at <= now)
    # Called off in the editor of events, while the request says nothing of it.
    is_off = bool(event and event.is_cancelled)
    if listeners is None:
        known = {"listeners": talk.listeners, "young": talk.young_listeners}
        listeners = ListenersForm(initial=known)
    return render(
        request,
        "events/outreach/talks/talk.html",
        {
            "talk": talk,
            "event": event,
            "telling": event and _telling(talk),
            "said": {
                each: True
                for each in ("new", "changed", "withdrawn", "thanks")
                if each in request.GET
            },
            "may_change": talk.is_open
            or (talk.is_arranged and event and event.starts_at > now and not is_off),
            "asks_listeners": is_over_now
            and not is_off
            and talk.status in (TalkStatus.ARRANGED, TalkStatus.HELD),
            "listeners_form": listeners,
        },
    )


def _telling(talk: TalkRequest):  # noqa: ANN202 - a Telling, or None
    slot = talk.event and talk.event.timeslots.in_order().first()
    return slot and slot.tellings.select_related("storyteller").first()


@require_http_methods(PAGE)
@_own
def change(request: HttpRequest, talk: TalkRequest) -> HttpResponse:
    """Numbers and message, by the group itself, until the talk begins."""
    fields = {name: getattr(talk, name) for name in TalkChangeForm.base_fields}
    form = TalkChangeForm(request.POST or None, initial=fields)
    if form.is_bound and form.is_valid():
        try:
            change_request(
                request=talk,
                actor=REQUESTER,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except TalkIsOver:
            form.add_error(
                None, _("いまは、このページで変えられません。お電話ください。")
            )
        else:
            return redirect(f"{talk.url}?changed=1")
    context = {"talk": talk, "form": form}
    return render(request, "events/outreach/talks/change.html", context)


@require_http_methods(PAGE)
@_own
def withdraw(request: HttpRequest, talk: TalkRequest) -> HttpResponse:
    """Asked before harm; a GET changes nothing."""
    if request.method == "POST":
        try:
            withdraw_request(request=talk, actor=REQUESTER, now=timezone.now())
        except TalkIsOver:
            return redirect(talk.url)
        return redirect(f"{talk.url}?withdrawn=1")
    return render(request, "events/outreach/talks/withdraw.html", {"talk": talk})


@require_http_methods(PAGE)
@_own
def listeners(request: HttpRequest, talk: TalkRequest) -> HttpResponse:
    """After the talk: how many listened."""
    form = ListenersForm(request.POST or None)
    if request.method != "POST":
        return redirect(talk.url)
    if form.is_valid():
        try:
            report_listeners(
                request=talk, actor=REQUESTER, now=timezone.now(), **form.values()
            )
        except NotHeldYet:
            return redirect(talk.url)
        return redirect(f"{talk.url}?thanks=1")
    return _own_page(request, talk, listeners=form)


@require_safe
@_own
def calendar(request: HttpRequest, talk: TalkRequest) -> HttpResponse:
    """The arranged talk as .ics, for who has no e-mail."""
    if talk.event is None:
        return redirect(talk.url)
    response = HttpResponse(
        talk_calendar(talk), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="talk.ics"'
    return response


@require_http_methods(PAGE)
@login_not_required
@never_cache
def inquiry(request: HttpRequest, token: str) -> HttpResponse:
    """A storyteller's own page: what they are asked, and two buttons."""
    try:
        found = inquiry_by_link(token)
    except TalkLinkCut:
        return _link_cut(request)
    is_late = False
    answer = request.POST.get("answer", "")
    if request.method == "POST" and answer in InquiryAnswer.values:
        try:
            answer_inquiry(
                inquiry=found,
                answer=InquiryAnswer(answer),
                actor=STORYTELLER,
                now=timezone.now(),
            )
        except NotOpen:
            is_late = True
        else:
            return redirect(f"{found.url}?answered=1")
    talk = found.request
    return render(
        request,
        "events/outreach/talks/inquiry.html",
        {
            "inquiry": found,
            "talk": talk,
            "is_open": talk.is_open and found.starts_at > timezone.now(),
            "is_theirs": talk.is_arranged
            and talk.storyteller_id == found.storyteller_id,
            "is_late": is_late,
            "just_answered": "answered" in request.GET,
        },
    )

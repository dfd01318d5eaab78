"""Public pages: register, see the ticket, cancel, find it again."""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.programme.access import public_event_with_timeslots
from events.programme.models import Event, Timeslot
from events.registration.access import (
    LinkCut,
    registration_by_link,
    registration_by_pair,
)
from events.registration.choices import RegistrationChannel
from events.registration.exports.calendar import registration_calendar
from events.registration.forms import FindForm, RegistrationForm
from events.registration.models import Lottery, Registration
from events.registration.reports import TicketSheet, answers_of, consents_of
from events.registration.reports_lottery import lottery_number, open_lottery
from events.registration.usecases.cancel import CancelTooLate, cancel_seats
from events.registration.usecases.register import (
    AlreadyRegistered,
    AnswerUnfit,
    GuardianUnknown,
    NotEligible,
    NothingChosen,
    RegistrationClosed,
    SupportNotLeft,
    TooFewSeats,
    TooManyPeople,
    register,
)
from events.registration.views.blank_form import blank_form_once
from events.registration.visit_source import remembered_source
from peace.errors import rate_limited
from peace.language.email_address import has_carrier_dots
from peace.rate_limits import address_of, is_over

APPLICANT = "applicant"
# 600 in ten minutes is more than any class or hall; a machine sends more.
FORMS_PER_ADDRESS = {"limit": 600, "seconds": 600}
FIND_TRIES = {"limit": 5, "seconds": 900}
FIND_TRIES_PER_ADDRESS = {"limit": 60, "seconds": 900}


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@blank_form_once
def register_party(request: HttpRequest, slug: str) -> HttpResponse:
    """The form: people × timeslots and one contact. What was typed is kept."""
    event, slots, lottery = _event_to_apply_for(slug)
    now = timezone.now()
    if not event.takes_applications_at(now) or not _asked(slots):
        return _closed_page(request, event, slots)
    if request.method != "POST":
        form = RegistrationForm(
            event=event, timeslots=_asked(slots), chosen=request.GET.getlist("slot")
        )
        return _form_page(request, event, form, lottery)
    if is_over(f"register:{address_of(request)}", **FORMS_PER_ADDRESS):
        return rate_limited(request, minutes=10)
    form = RegistrationForm(event=event, timeslots=_asked(slots), data=request.POST)
    if form.is_valid():
        made = register_form(event, slots, form, source=remembered_source(request))
        if made:
            return redirect(f"{made.url}?new=1")
        event, slots, lottery = _event_to_apply_for(slug)
        if not event.takes_applications_at(now):  # cancelled while filling in
            return _closed_page(request, event, slots)
        form.show_seats_of(_asked(slots))
    return _form_page(request, event, form, lottery)


def register_form(
    event: Event,
    slots: list[Timeslot],
    form: RegistrationForm,
    *,
    actor: str = APPLICANT,
    channel: str = RegistrationChannel.WEB,
    language: str = "",
    source: str = "",
) -> Registration | None:
    """One call to the use case; its refusals become sentences of the form.

    SOURCE is the poster that brought this visitor, where the form does not say it.
    """
    extras = form.extras()
    if source:
        extras = replace(extras, source=source)
    try:
        return register(
            event=event,
            timeslots=slots,
            people=[person.person() for person in form.people],
            contact=form.contact.contact(),
            extras=extras,
            key=form.key,
            language=language or get_language() or "ja",
            actor=actor,
            channel=channel,
            now=timezone.now(),
        )
    except TooFewSeats as few:
        for slot in few.timeslots:
            form.refuse_seats(slot)
    except AlreadyRegistered as again:
        form.add_error(
            ValidationError(
                _(
                    "同じ申込みを受け付けています。受付番号は%(receipt_number)sです。"
                    "もう一度申し込む必要はありません。"
                ),
                code="same_again",
                params={"receipt_number": again.receipt_number},
            )
        )
    except SupportNotLeft as gone:
        form.refuse_support(gone.offer, gone.limit)
    except NotEligible as unfit:
        form.refuse_people_of_rule(unfit.refusals)
    except AnswerUnfit as unfit:
        form.refuse_answer(unfit.question, unfit.number)
    except GuardianUnknown as unknown:
        form.refuse_guardian(unknown.number)
    except TooManyPeople:
        form.refuse_people()
    except NothingChosen:
        form.add_error(
            ValidationError(
                _("参加する回を1つ以上選んでください。"), code="nothing_chosen"
            )
        )
    except RegistrationClosed:
        form.add_error(
            ValidationError(
                _("受付は終わりました。参加のご相談は、お電話ください。"), code="closed"
            )
        )
    return None


def _event_to_apply_for(slug: str) -> tuple[Event, list[Timeslot], Lottery | None]:
    """The event with the timeslots that take entries: no lottery before its seal."""
    event, slots = public_event_with_timeslots(slug)
    lottery = open_lottery(event, slots)
    if lottery is None and event.takes_applications_at(timezone.now()):
        slots = [slot for slot in slots if not slot.is_lottery]
    return event, slots, lottery


def _asked(slots: list[Timeslot]) -> list[Timeslot]:
    now = timezone.now()
    return [slot for slot in slots if slot.takes_applications_at(now)]


def _closed_page(
    request: HttpRequest, event: Event, slots: list[Timeslot]
) -> HttpResponse:
    now = timezone.now()
    context = {
        "event": event,
        "openness": event.openness(now, slots),
        # Only a lottery that is not sealed yet leaves nothing to apply for.
        "waits_for_seal": event.takes_applications_at(now)
        and not slots
        and any(slot.is_lottery for slot in event.timeslots.all()),
    }
    return render(request, "events/registration/closed.html", context)


def _form_page(
    request: HttpRequest,
    event: Event,
    form: RegistrationForm,
    lottery: Lottery | None,
) -> HttpResponse:
    context = {"event": event, "form": form, "lottery": lottery}
    return render(request, "events/registration/register.html", context)


@require_safe
@login_not_required
@never_cache
def detail(request: HttpRequest, token: str) -> HttpResponse:
    """The private page: seats, ticket with QR, what happens next."""
    try:
        registration = registration_by_link(token)
    except LinkCut:
        return link_cut(request)
    sheet = TicketSheet.of(registration, now=timezone.now())
    return render(
        request,
        "events/registration/detail.html",
        {
            "sheet": sheet,
            "consents": consents_of(registration),
            "answers": answers_of(registration),
            "is_new": "new" in request.GET,
            "just_cancelled": "cancelled" in request.GET,
            "just_changed": changed_words(request.GET.get("changed", "")),
            "just_answered": "answered" in request.GET,
            "warns_of_dots": has_carrier_dots(registration.email),
            "lottery_number": lottery_number(registration, sheet.timeslots),
        },
    )


def changed_words(outcome: str) -> str:
    """What to say after a change; nothing for a word that is not ours."""
    return {
        "1": _("変更を受け付けました。いまの内容は、次のとおりです。"),
        "same": _("申込みは、もうこの内容になっています。"),
        "waits": _(
            "キャンセル待ちに加わりました。席が空いたら、順番にお知らせします。"
            "ほかの席は、そのままです。"
        ),
    }.get(outcome, "")


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Choose seats to give back; a GET changes nothing."""
    try:
        registration = registration_by_link(token)
    except LinkCut:
        return link_cut(request)
    now = timezone.now()
    sheet = TicketSheet.of(registration, now=now)
    error = ""
    if request.method == "POST":
        chosen = sheet.ticked(request.POST.getlist("seat"))
        try:
            if chosen and cancel_seats(
                registration=registration, seat_ids=chosen, actor=APPLICANT, now=now
            ):
                return redirect(f"{registration.url}?cancelled=1")
            error = _("取り消す席を1つ以上選んでください。")
        except CancelTooLate as late:
            error = _(
                "%(timeslot)sは始まっているため、取消しの手続きは要りません。"
            ) % {"timeslot": late.seat.timeslot}
    context = {"sheet": sheet, "error": error}
    return render(request, "events/registration/cancel.html", context)


@require_safe
@login_not_required
@never_cache
def private_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """This party's confirmed seats as .ics."""
    try:
        registration = registration_by_link(token)
    except LinkCut:
        return link_cut(request)
    response = HttpResponse(
        registration_calendar(registration), content_type="text/calendar; charset=utf-8"
    )
    name = f"peace-{registration.receipt_number}.ics"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Receipt number and last four phone digits bring the ticket back."""
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        receipt_number = form.cleaned_data["receipt_number"]
        if is_over(f"find:{receipt_number}", **FIND_TRIES) or is_over(
            f"find-from:{address_of(request)}", **FIND_TRIES_PER_ADDRESS
        ):
            return rate_limited(request, minutes=15)
        found = registration_by_pair(receipt_number, form.cleaned_data["last_four"])
        if found:
            return redirect(found.url)
        form.not_found()
    return render(request, "events/registration/find.html", {"form": form})


def link_cut(request: HttpRequest) -> HttpResponse:
    """The link was cut off in a mail, or made up: how to come back to it."""
    return render(request, "events/registration/link_cut.html", status=404)

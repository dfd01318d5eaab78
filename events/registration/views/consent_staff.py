"""Staff pages about guardians' consents: what is missing, and what came on paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.programme.access import staff_event
from events.registration.access import minor_of, staff_registration
from events.registration.forms.consent import (
    AGREE,
    REFUSE,
    WITHDRAW,
    AskAgainForm,
    RecordConsentForm,
)
from events.registration.models import Attendee, Registration
from events.registration.reports_consent import consent_lines
from events.registration.usecases.consent import (
    AlreadyGiven,
    ConsentTooLate,
    NoContact,
    NotAMinor,
    answer_consent,
    ask_again,
    withdraw_consent,
)
from peace.accounts.access import staff_required


@require_safe
@staff_required
def consents(request: HttpRequest, slug: str) -> HttpResponse:
    """Whose guardian has not said yes yet: the task list of an event."""
    event = staff_event(slug)
    lines = consent_lines(event, now=timezone.now())
    return render(
        request,
        "events/registration/staff/consents.html",
        {
            "event": event,
            "missing": [line for line in lines if line.is_missing],
            "done": [line for line in lines if not line.is_missing],
        },
    )


@require_POST
@staff_required
def record_consent(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
    """Put down what a guardian said on paper or by telephone."""
    found = staff_registration(staff_event(slug), receipt)
    minor = minor_of(found, request.POST.get("person", ""))
    form = RecordConsentForm(request.POST)
    answer = request.POST.get("answer", "")
    if minor is None or answer not in {AGREE, REFUSE, WITHDRAW}:
        messages.warning(request, _("参加する方と、保護者の答えを選んでください。"))
    elif not form.is_valid():
        messages.warning(request, form.first_error)
    else:
        _record(request, found, minor, form, answer)
    return redirect("staff:registration", slug, receipt)


def _record(
    request: HttpRequest,
    registration: Registration,
    minor: Attendee,
    form: RecordConsentForm,
    answer: str,
) -> None:
    now, actor = timezone.now(), request.user.actor
    evidence = form.evidence(language=registration.language)
    try:
        if answer == WITHDRAW:
            withdraw_consent(
                attendee=minor, actor=actor, method=evidence.method, now=now
            )
        else:
            answer_consent(
                attendee=minor,
                agrees=answer == AGREE,
                evidence=evidence,
                actor=actor,
                now=now,
            )
    except (ConsentTooLate, NotAMinor):
        messages.warning(request, _("この方の同意は、いまは記録できません。"))
    else:
        messages.success(request, _("保護者の答えを記録しました。"))


@require_POST
@staff_required
def ask(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
    """Send the request again, perhaps to another address."""
    found = staff_registration(staff_event(slug), receipt)
    minor = minor_of(found, request.POST.get("person", ""))
    form = AskAgainForm(request.POST)
    if minor is None:
        messages.warning(request, _("この方には、同意は要りません。"))
    elif not form.is_valid():
        messages.warning(request, form.first_error)
    else:
        _ask(request, minor, form)
    if request.POST.get("back") == "list":
        return redirect("staff:consents", slug)
    return redirect("staff:registration", slug, receipt)


def _ask(request: HttpRequest, minor: Attendee, form: AskAgainForm) -> None:
    try:
        ask_again(
            attendee=minor,
            guardian=form.guardian(),
            actor=request.user.actor,
            now=timezone.now(),
        )
    except AlreadyGiven:
        messages.warning(request, _("この方の保護者は、もう同意しています。"))
    except (ConsentTooLate, NotAMinor, NoContact):
        messages.warning(request, _("この方には、もうお願いを送れません。"))
    else:
        messages.success(request, _("保護者への同意のお願いを、発信箱に入れました。"))

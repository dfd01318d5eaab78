"""A guardian's page behind a signed link."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.registration.access import LinkCut, consent_by_link
from events.registration.forms.consent import WITHDRAW, ConsentForm, answer_missing
from events.registration.models import Consent
from events.registration.reports_consent import ConsentSheet
from events.registration.usecases.consent import (
    GUARDIAN,
    ConsentTooLate,
    NotAMinor,
    TextChanged,
    answer_consent,
    withdraw_consent,
)
from events.registration.views.public import link_cut


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """Read the text, agree or not, take it back later; a GET decides nothing."""
    try:
        found = consent_by_link(token)
    except LinkCut:
        return link_cut(request)
    form = ConsentForm(
        request.POST if request.method == "POST" else None,
        initial={"name": found.guardian_name},
    )
    error = ""
    if request.method == "POST":
        answered = _answer(request.POST.get("answer", ""), found, form)
        if answered is None:
            return redirect(f"{found.url}?answered=1")
        error = answered
    sheet = ConsentSheet.of(found, language=_language(), now=timezone.now())
    return render(
        request,
        "events/registration/consent.html",
        {
            "sheet": sheet,
            "form": form,
            "error": error,
            "just_answered": "answered" in request.GET,
        },
    )


def _answer(answer: str, found: Consent, form: ConsentForm) -> str | None:
    """One call to a use case; None when it was done, a sentence or "" otherwise."""
    now = timezone.now()
    try:
        if answer == WITHDRAW:
            withdraw_consent(attendee=found.attendee, actor=GUARDIAN, now=now)
            return None
        if form.is_valid() and form.agrees is None:
            form.add_error(None, answer_missing())
        if not form.is_valid():
            return ""
        answer_consent(
            attendee=found.attendee,
            agrees=bool(form.agrees),
            evidence=form.evidence(language=_language()),
            actor=GUARDIAN,
            now=now,
        )
    except TextChanged:
        return _(
            "開いている間に、催しの内容が変わりました。"
            "新しい文章を読んで、もう一度選んでください。"
        )
    except (ConsentTooLate, NotAMinor):
        return _("いまは、お返事をいただく必要がありません。")
    return None


def _language() -> str:
    return get_language() or "ja"

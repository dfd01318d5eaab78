"""Typing in the paper sheets, by keyboard alone."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.programme.access import staff_event
from events.results.access import staff_questionnaire
from events.results.choices import AnswerWay
from events.results.forms.staff_answers import (
    AGES,
    HEARD,
    SATISFACTIONS,
    VISITS,
    PaperRowForm,
    numbered,
)
from events.results.models import Questionnaire
from events.results.usecases.answer import NotOpen, answer, undo_paper
from peace.accounts.access import staff_required

LAST, COUNT = "last", "typed"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def typing(request: HttpRequest, slug: str) -> HttpResponse:
    """One row, one answer. The key of the last row is in the address, to undo it."""
    found = staff_questionnaire(staff_event(slug))
    if request.method != "POST":
        form = PaperRowForm(initial={"form_key": uuid.uuid4()})
        return _page(request, found, form)
    form = PaperRowForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    said = form.said()
    if said.is_empty:
        form.add_error(None, _("空の行です。1つも書いていない紙は、数えません。"))
        return _page(request, found, form)
    key = form.cleaned_data["form_key"]
    try:
        answer(
            questionnaire=found,
            said=said,
            way=AnswerWay.PAPER,
            form_key=key,
            now=timezone.now(),
        )
    except NotOpen:
        form.add_error(None, _("受付がまだ始まっていません。"))
        return _page(request, found, form)
    typed = _number(request.GET.get(COUNT, "")) + 1
    return redirect(f"{_address(slug)}?{LAST}={key}&{COUNT}={typed}")


def _page(
    request: HttpRequest, found: Questionnaire, form: PaperRowForm
) -> HttpResponse:
    papers = found.answers.filter(way=AnswerWay.PAPER)
    key = _key(request.GET.get(LAST, ""))
    return render(
        request,
        "events/results/staff/typing.html",
        {
            "event": found.event,
            "form": form,
            "total": papers.count(),
            "typed": _number(request.GET.get(COUNT, "")),
            "last": papers.filter(form_key=key).first() if key else None,
            "legend": [
                (form["visit"].label, numbered(VISITS)),
                (form["age_band"].label, numbered(AGES)),
                (form["heard_from"].label, numbered(HEARD)),
                (form["satisfaction"].label, numbered(SATISFACTIONS)),
            ],
        },
    )


@require_POST
@staff_required
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the last row back."""
    found = staff_questionnaire(staff_event(slug))
    key = _key(request.POST.get("form_key", ""))
    if key and undo_paper(questionnaire=found, form_key=key, now=timezone.now()):
        messages.success(request, _("最後の1件を取り消しました。"))
    else:
        messages.warning(request, _("取り消せる行がありません。"))
    typed = max(0, _number(request.POST.get(COUNT, "")) - 1)
    return redirect(f"{_address(slug)}?{COUNT}={typed}")


def _address(slug: str) -> str:
    return reverse("staff:questionnaire-typing", args=[slug])


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def _key(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None

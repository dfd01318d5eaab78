"""A city's own pages: where it stands, its nominee and its reserve."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from network.cities.access import for_coordinators
from network.cities.choices import CoordinatorLevel
from network.cities.models import Coordinator
from network.youth.access import nomination_of_city, programme_of
from network.youth.choices import NominationKind, Recruiting, Side, Step
from network.youth.forms.nomination import NomineeForm, ReasonForm, initial_of
from network.youth.models import CityYear, Delegate, YouthProgramme
from network.youth.reports import city_standing
from network.youth.reports_applications import (
    applications_by_year,
    applications_summary,
)
from network.youth.reports_documents import documents_of
from network.youth.reports_next import next_steps
from network.youth.usecases.nominate import (
    WRITABLE,
    NotEligible,
    TooLate,
    change_nominee,
    draft_nomination,
    sent_before,
    submit,
    withdraw,
)
from network.youth.usecases.step import NomineeExists
from network.youth.workflow import WrongStep, steps_from

PAGE = ["GET", "HEAD", "POST"]
EDITOR, APPROVER = CoordinatorLevel.EDITOR, CoordinatorLevel.APPROVER


@require_safe
@for_coordinators()
def city(request: HttpRequest, term: Coordinator) -> HttpResponse:
    """This year: what is to do next, until when."""
    programme = YouthProgramme.objects.order_by("-year").first()
    rules = programme.rules if programme else None
    now = timezone.now()
    standing = (
        city_standing(programme, term.municipality, now=now)
        if programme and rules
        else None
    )
    return render(
        request,
        "network/desk/city.html",
        {
            "city": term.municipality,
            "programme": programme,
            "rules": rules,
            "standing": standing,
            "applied": applications_by_year(term.municipality),
            "applications": programme
            and applications_summary(programme, term.municipality, now=timezone.now()),
            "next_steps": next_steps(term.municipality, standing, now=now),
            "may_edit": term.may(EDITOR),
            **_delegate_of(programme, term),
            "recruiting": Recruiting.choices,
            "past": term.municipality.nominations.exclude(programme=programme)
            .select_related("programme", "delegate")
            .order_by("-programme__year"),
        },
    )


def _delegate_of(programme: YouthProgramme | None, term: Coordinator) -> dict[str, Any]:
    """This year's delegate of the city, and how much of the checklist is done."""
    found = (
        Delegate.objects.active()
        .filter(programme=programme, municipality=term.municipality)
        .first()
    )
    if programme is None or found is None:
        return {"delegate": None}
    return {"delegate": found, "documents": documents_of(programme).get(found.pk)}


@require_POST
@for_coordinators(EDITOR)
def recruiting(request: HttpRequest, term: Coordinator, year: int) -> HttpResponse:
    """How far the city is before it submits anybody."""
    programme = programme_of(year)
    wanted = request.POST.get("recruiting", "")
    mine = CityYear.objects.filter(programme=programme, municipality=term.municipality)
    if wanted in Recruiting.values and mine.update(recruiting=wanted):
        messages.success(request, _("状況を知らせました。"))
    return redirect("youth:city")


@require_http_methods(PAGE)
@for_coordinators(EDITOR)
def new_nomination(
    request: HttpRequest, term: Coordinator, year: int, kind: str
) -> HttpResponse:
    """Write a nominee or a reserve: a draft that only the city sees."""
    programme = YouthProgramme.objects.filter(year=year).first()
    rules = programme.rules if programme else None
    wanted = kind.upper()
    if programme is None or rules is None or wanted not in NominationKind.values:
        raise Http404
    form = NomineeForm(request.POST or None, rules=rules)
    if form.is_bound and form.is_valid():
        try:
            made = draft_nomination(
                programme=programme,
                municipality=term.municipality,
                kind=NominationKind(wanted),
                nominee=form.nominee(),
                actor=request.user.actor,
                now=timezone.now(),
            )
        except NomineeExists:
            form.add_error(
                None,
                _(
                    "%(year)s年度の推薦者は、1名提出されています。"
                    "替えるときは、先に取り下げてください。"
                )
                % {"year": year},
            )
        else:
            messages.success(request, _("下書きを保存しました。"))
            return redirect("youth:nomination", made.pk)
    return render(
        request,
        "network/desk/nominee.html",
        {
            "form": form,
            "rules": rules,
            "kind": NominationKind(wanted).label,
            "nomination": None,
        },
    )


@require_safe
@for_coordinators()
def nomination(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """One nomination of one's own city, with its history and what can be done."""
    found = nomination_of_city(term.municipality, pk)
    steps = steps_from(found.status, side=Side.CITY) if term.may(APPROVER) else []
    return render(
        request,
        "network/desk/nomination.html",
        {
            "nomination": found,
            "decisions": found.decisions.all(),
            "may_submit": {Step.SUBMIT, Step.RESUBMIT} & set(steps),
            "may_withdraw": Step.WITHDRAW in steps,
            "may_edit": term.may(EDITOR) and found.status in WRITABLE,
            "before": sent_before(found),
            "fits": found.programme.rules and found.programme.rules.fits(found.born_on),
        },
    )


@require_http_methods(PAGE)
@for_coordinators(EDITOR)
def edit(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """Change what the city says of the person."""
    found = nomination_of_city(term.municipality, pk)
    rules = found.programme.rules
    if rules is None:
        raise Http404
    form = NomineeForm(request.POST or None, rules=rules, initial=initial_of(found))
    if form.is_bound and form.is_valid():
        try:
            changed = change_nominee(
                nomination=found,
                nominee=form.nominee(),
                actor=request.user.actor,
                now=timezone.now(),
            )
        except WrongStep:
            messages.warning(
                request,
                _("事務局が確認しています。差し戻されるまで、変えられません。"),
            )
        else:
            text = (
                _("保存しました。事務局がもう一度確認します。")
                if changed.is_in_review
                else _("保存しました。")
            )
            messages.success(request, text)
        return redirect("youth:nomination", pk)
    return render(
        request,
        "network/desk/nominee.html",
        {
            "form": form,
            "rules": rules,
            "kind": found.get_kind_display(),
            "nomination": found,
        },
    )


@require_POST
@for_coordinators(APPROVER)
def submit_view(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """Send it to the secretariat."""
    found = nomination_of_city(term.municipality, pk)
    try:
        submit(nomination=found, actor=request.user.actor, now=timezone.now())
    except TooLate:
        messages.warning(
            request, _("推薦の期限が過ぎています。事務局へお電話ください。")
        )
    except NotEligible:
        messages.warning(request, _("生年月日が、この年度の対象の外です。"))
    except WrongStep:
        messages.warning(request, _("この推薦は、いまは提出できません。"))
    else:
        messages.success(request, _("推薦を提出しました。事務局が確認します。"))
    return redirect("youth:nomination", pk)


@require_http_methods(PAGE)
@for_coordinators(APPROVER)
def withdraw_view(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """Asked before harm: what happens to the reserve."""
    found = nomination_of_city(term.municipality, pk)
    standing = city_standing(found.programme, term.municipality, now=timezone.now())
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            moved = withdraw(
                nomination=found,
                reason=form.cleaned_data["reason"],
                actor=request.user.actor,
                now=timezone.now(),
            )
        except WrongStep:
            messages.warning(request, _("この推薦は、もう取り下げられています。"))
        else:
            messages.success(
                request,
                _("取り下げました。補欠の方が推薦者になりました。")
                if moved
                else _("取り下げました。"),
            )
        return redirect("youth:city")
    is_principal = found.kind == NominationKind.PRINCIPAL
    return render(
        request,
        "network/desk/withdraw.html",
        {
            "nomination": found,
            "form": form,
            "reserve": standing.reserve if is_principal else None,
        },
    )

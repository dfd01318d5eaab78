"""The secretariat's pages: reviews, the rules of a year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from network.cities.access import secretariat_required
from network.youth.access import nomination_for_review, programme_of
from network.youth.choices import Side, Step
from network.youth.forms.nomination import PointsForm, ReasonForm
from network.youth.forms.rules import RulesForm, initial_of_rules
from network.youth.models import YouthProgramme
from network.youth.usecases.nominate import sent_before
from network.youth.usecases.publish_rules import (
    AlreadyPublished,
    NoteMissing,
    draft_change,
    publish_rules,
)
from network.youth.usecases.review import accept, decline, send_back
from network.youth.usecases.write_rules import begin_year, write_rules
from network.youth.workflow import WrongStep, steps_from

PAGE = ["GET", "HEAD", "POST"]
TITLE = "多摩地域平和ユース研修事業"


@require_safe
@secretariat_required
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One nomination as it was sent in, and the three answers."""
    found = nomination_for_review(pk)
    return render(request, "network/desk/review.html", _of(found))


@require_POST
@secretariat_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, send back with points, or decline with a reason."""
    found = nomination_for_review(pk)
    wanted = request.POST.get("step", "")
    who = {"actor": request.user.actor, "now": timezone.now()}
    points = PointsForm(request.POST if wanted == Step.SEND_BACK else None)
    reason = ReasonForm(request.POST if wanted == Step.DECLINE else None)
    try:
        if wanted == Step.ACCEPT:
            accept(nomination=found, **who)
            messages.success(request, _("承認しました。市に知らせました。"))
            return redirect("youth:review", pk)
        if wanted == Step.SEND_BACK and points.is_valid():
            send_back(nomination=found, points=points.cleaned_data["points"], **who)
            messages.success(request, _("差し戻しました。市に知らせました。"))
            return redirect("youth:review", pk)
        if wanted == Step.DECLINE and reason.is_valid():
            decline(nomination=found, reason=reason.cleaned_data["reason"], **who)
            messages.success(request, _("不承認にしました。市に知らせました。"))
            return redirect("youth:review", pk)
    except WrongStep:
        messages.warning(request, _("ほかの方が、もう決めています。"))
        return redirect("youth:review", pk)
    context = _of(found) | {"points": points, "reason": reason}
    return render(request, "network/desk/review.html", context)


def _of(found) -> dict:  # noqa: ANN001 - a Nomination
    steps = steps_from(found.status, side=Side.SECRETARIAT)
    return {
        "nomination": found,
        "decisions": found.decisions.all(),
        "may_decide": Step.ACCEPT in steps,
        "before": sent_before(found),
        "points": PointsForm(),
        "reason": ReasonForm(),
    }


@require_http_methods(PAGE)
@secretariat_required
def new_year(request: HttpRequest, year: int) -> HttpResponse:
    """Begin a year; from the year before, where there is one."""
    if YouthProgramme.objects.filter(year=year).exists():
        return redirect("youth:rules-edit", year)
    last = YouthProgramme.objects.filter(year__lt=year).order_by("-year").first()
    rules = last.rules if last else None
    initial = initial_of_rules(rules) | {"change_note": ""} if rules else {}
    form = RulesForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        begin_year(
            year=year,
            title=TITLE,
            values=form.cleaned_data,
            actor=request.user.actor,
            now=timezone.now(),
        )
        messages.success(
            request, _("下書きを作りました。確かめてから公開してください。")
        )
        return redirect("youth:rules-edit", year)
    context = {"form": form, "year": year, "programme": None, "draft": None}
    return render(
        request,
        "network/desk/rules.html",
        context,
    )


@require_http_methods(PAGE)
@secretariat_required
def rules_edit(request: HttpRequest, year: int) -> HttpResponse:
    """The draft of the rules; a published version stays, the change is a new one."""
    programme = programme_of(year)
    shown = programme.versions.order_by("-version").first()
    form = RulesForm(request.POST or None, initial=initial_of_rules(shown))
    if form.is_bound and form.is_valid():
        write_rules(programme=programme, values=form.cleaned_data)
        messages.success(request, _("下書きを保存しました。まだ公開していません。"))
        return redirect("youth:rules-edit", year)
    return render(
        request,
        "network/desk/rules.html",
        {
            "form": form,
            "year": year,
            "programme": programme,
            "draft": shown if shown.published_at is None else None,
            "versions": programme.versions.published().order_by("-version"),
        },
    )


@require_POST
@secretariat_required
def rules_publish(request: HttpRequest, year: int) -> HttpResponse:
    """Put the draft in force; every coordinator is told."""
    draft = draft_change(programme=programme_of(year))
    try:
        publish_rules(rules=draft, actor=request.user.actor, now=timezone.now())
    except NoteMissing:
        messages.warning(
            request, _("「前の版から変わったこと」を書いて、保存してください。")
        )
        return redirect("youth:rules-edit", year)
    except AlreadyPublished:
        messages.warning(request, _("この版は、もう公開されています。"))
    else:
        messages.success(request, _("公開しました。すべての市の担当者に知らせました。"))
    return redirect("youth:board")

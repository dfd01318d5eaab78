"""A city's applications: the list, one of them, its score and its interview."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from network.cities.access import for_coordinators
from network.cities.choices import CoordinatorLevel
from network.cities.models import Coordinator
from network.youth.access import (
    application_of_city,
    city_year_of_city,
    slot_of_city,
)
from network.youth.forms.recruiting import ScoreForm
from network.youth.models import InterviewSlot, YouthApplication
from network.youth.reports_applications import (
    SORTS,
    application_rows,
    applications_summary,
    criteria_of,
    letters_about,
    sheets_to_read,
    years_sent,
)
from network.youth.usecases.decide_applications import HOLD
from network.youth.usecases.interview import (
    NotWaiting,
    SlotTaken,
    invite_to_interview,
)
from network.youth.usecases.score import PointsUnfit, save_score_sheet
from peace.outbox.choices import Channel, Outcome
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.record_outcome import NotOnTheList, record_outcome

EDITOR, APPROVER = CoordinatorLevel.EDITOR, CoordinatorLevel.APPROVER


@require_safe
@for_coordinators()
def applications(request: HttpRequest, term: Coordinator, year: int) -> HttpResponse:
    """All applications of the year, by time, score or interview."""
    city_year = city_year_of_city(term.municipality, year)
    now = timezone.now()
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else SORTS[0]
    decided_at = city_year.decided_at
    rows = application_rows(
        city_year.programme,
        term.municipality,
        reader=request.user.actor,
        sees_all=not term.may(EDITOR) or decided_at is not None,
        now=now,
        sort=sort,
    )
    return render(
        request,
        "network/desk/applications.html",
        {
            "city": term.municipality,
            "city_year": city_year,
            "programme": city_year.programme,
            "rules": city_year.programme.rules,
            "summary": applications_summary(
                city_year.programme, term.municipality, now=now
            ),
            "rows": rows,
            "best": sum(each.most for each in criteria_of(city_year.programme.rules)),
            "sort": sort,
            "sorts": [
                ("time", _("届いた順")),
                ("score", _("点の順")),
                ("interview", _("面接の順")),
            ],
            "may_edit": term.may(EDITOR),
            "may_decide": term.may(APPROVER) and decided_at is None,
            "may_undo": term.may(APPROVER)
            and decided_at is not None
            and now < decided_at + HOLD,
            "letters_at": decided_at + HOLD if decided_at else None,
            "printed_at": now,
        },
    )


@require_safe
@for_coordinators()
def application(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """One application, with one's own sheet, the interview and its letters."""
    found = application_of_city(term.municipality, pk)
    return _page(request, term, found)


def _page(
    request: HttpRequest,
    term: Coordinator,
    found: YouthApplication,
    *,
    form: ScoreForm | None = None,
) -> HttpResponse:
    reader = request.user.actor
    may_edit = term.may(EDITOR)
    criteria = criteria_of(found.programme.rules)
    own = found.score_sheets.filter(assessor=reader).first()
    form = form or ScoreForm(
        criteria=criteria,
        initial={
            **{
                f"points{n}": given for n, given in enumerate(own.points if own else [])
            },
            "note": own.note if own else "",
        },
    )
    sheets = sheets_to_read(
        found,
        criteria,
        reader=reader,
        sees_all=not may_edit or not found.is_undecided,
    )
    others = YouthApplication.objects.alive().filter(
        programme=found.programme,
        municipality=term.municipality,
        person_key=found.person_key,
    )
    now = timezone.now()
    return render(
        request,
        "network/desk/application.html",
        {
            "application": found,
            "form": form,
            "own": own,
            "criteria": criteria,
            "best": sum(each.most for each in criteria),
            "sheets": sheets,
            "hidden": found.score_sheets.count() - len(sheets),
            "may_edit": may_edit and found.is_undecided,
            "may_tell": may_edit,
            "free": InterviewSlot.objects.free()
            .filter(
                programme=found.programme,
                municipality=term.municipality,
                starts_at__gt=now,
            )
            .exclude(pk=found.slot_id),
            "letters": letters_about(found, now=now),
            "before": years_sent([found.person_key]).get(found.person_key, []),
            "doubles": others.exclude(pk=found.pk),
        },
    )


@require_POST
@for_coordinators(EDITOR)
def score(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """Save one's own sheet."""
    found = application_of_city(term.municipality, pk)
    criteria = criteria_of(found.programme.rules)
    form = ScoreForm(request.POST, criteria=criteria)
    if not form.is_valid():
        return _page(request, term, found, form=form)
    try:
        sheet = save_score_sheet(
            application=found,
            points=form.points,
            note=form.cleaned_data["note"],
            actor=request.user.actor,
            now=timezone.now(),
        )
    except (NotWaiting, PointsUnfit):
        messages.warning(request, _("この応募は、いまは採点できません。"))
    else:
        messages.success(
            request, _("採点表を保存しました。合計%(n)s点です。") % {"n": sheet.total}
        )
    return redirect("youth:city-application", pk)


@require_POST
@for_coordinators(EDITOR)
def invite(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """Invite to an interview, or to another time than before."""
    found = application_of_city(term.municipality, pk)
    chosen = request.POST.get("slot", "")
    if not chosen:
        messages.warning(request, _("面接の時間を1つ選んでください。"))
        return redirect("youth:city-application", pk)
    slot = slot_of_city(term.municipality, found.programme.year, chosen)
    try:
        invite_to_interview(
            application=found,
            slot=slot,
            actor=request.user.actor,
            now=timezone.now(),
        )
    except SlotTaken:
        messages.warning(
            request, _("その時間は埋まりました。別の時間を選んでください。")
        )
    except NotWaiting:
        messages.warning(request, _("この応募は、面接に案内できません。"))
    else:
        messages.success(request, _("面接を案内しました。日時と場所の手紙が出ます。"))
    return redirect("youth:city-application", pk)


@require_POST
@for_coordinators(EDITOR)
def told(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """The city has rung, or has posted the letter."""
    found = application_of_city(term.municipality, pk)
    typed = request.POST.get("letter", "")
    message = (
        OutboxMessage.objects.about(found.about).filter(pk=int(typed)).first()
        if typed.isdecimal() and len(typed) < 19
        else None
    )
    by_post = message is not None and message.channel == Channel.POST
    try:
        if message is None:
            raise NotOnTheList(typed)
        record_outcome(
            message=message,
            outcome=Outcome.POSTED if by_post else Outcome.REACHED,
            by=request.user.actor,
            now=timezone.now(),
        )
    except NotOnTheList:
        messages.warning(request, _("この連絡は、もう済んでいます。"))
    else:
        messages.success(request, _("伝えたことを記録しました。"))
    return redirect("youth:city-application", pk)

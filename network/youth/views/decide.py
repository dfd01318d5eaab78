"""A city decides: the ranking, a look at the letters, and a way back."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from network.cities.access import for_coordinators
from network.cities.choices import CoordinatorLevel
from network.cities.models import Coordinator
from network.youth.access import application_of_city, city_year_of_city
from network.youth.choices import ApplicationStatus
from network.youth.letters.application import result_letter
from network.youth.models import CityYear, YouthApplication
from network.youth.reports_applications import (
    Row,
    application_rows,
    criteria_of,
)
from network.youth.usecases.decide_applications import (
    HOLD,
    AlreadyDecided,
    LettersGone,
    NotToChoose,
    OthersCame,
    decide_applications,
    undo_decision,
)
from network.youth.usecases.step import NomineeExists
from peace.outbox.letter import Letter

PAGE = ["GET", "HEAD", "POST"]
APPROVER = CoordinatorLevel.APPROVER


@dataclass(frozen=True)
class Sample:
    """One of the letters that would leave, and how many like it."""

    title: str
    count: int
    language: str
    letter: Letter


@require_http_methods(PAGE)
@for_coordinators(APPROVER)
def decide(request: HttpRequest, term: Coordinator, year: int) -> HttpResponse:
    """Choose from the ranking; then the letters are shown, and asked once more."""
    city_year = city_year_of_city(term.municipality, year)
    rows = _open_rows(request, term, city_year)
    if city_year.decided_at is not None or not rows:
        return redirect("youth:applications", year)
    chosen = _picked(rows, request.POST.get("chosen", ""))
    reserve = _picked(rows, request.POST.get("reserve", ""))
    error = ""
    if request.method == "POST":
        error = _error(request.POST, chosen, reserve)
        if not error and "confirm" in request.POST:
            error = _decide(request, term, city_year, chosen, reserve)
            if not error:
                return redirect("youth:applications", year)
        elif not error:
            return _confirm_page(request, city_year, rows, chosen, reserve)
    return render(
        request,
        "network/desk/applications_decide.html",
        {
            "city_year": city_year,
            "year": year,
            "rows": rows,
            "best": sum(each.most for each in criteria_of(city_year.programme.rules)),
            "chosen": chosen.pk if chosen else None,
            "reserve": reserve.pk if reserve else None,
            "lines": [{"target": "ranking", "text": error}] if error else [],
            "is_open": city_year.is_open_at(timezone.now()),
        },
    )


def _open_rows(
    request: HttpRequest, term: Coordinator, city_year: CityYear
) -> list[Row]:
    rows = application_rows(
        city_year.programme,
        term.municipality,
        reader=request.user.actor,
        sees_all=True,
        now=timezone.now(),
        sort="score",
    )
    return [row for row in rows if row.application.is_undecided]


def _picked(rows: list[Row], typed: str) -> YouthApplication | None:
    return next(
        (row.application for row in rows if str(row.application.pk) == typed), None
    )


def _error(
    typed: QueryDict,
    chosen: YouthApplication | None,
    reserve: YouthApplication | None,
) -> str:
    if (typed.get("chosen") and not chosen) or (typed.get("reserve") and not reserve):
        return _("選んだ方が辞退しました。もう一度選んでください。")
    if chosen is None:
        return _("推薦者を1人選んでください。")
    if chosen == reserve:
        return _("推薦者と補欠に、同じ方は選べません。")
    return ""


def _decide(
    request: HttpRequest,
    term: Coordinator,
    city_year: CityYear,
    chosen: YouthApplication | None,
    reserve: YouthApplication | None,
) -> str:
    """Nothing, or why it was refused."""
    if chosen is None:
        return _error(request.POST, chosen, reserve)
    total = request.POST.get("total", "")
    try:
        decision = decide_applications(
            city_year=city_year,
            chosen=application_of_city(term.municipality, chosen.pk),
            reserve=reserve,
            expected=int(total) if total.isdecimal() and len(total) < 6 else 0,
            actor=request.user.actor,
            now=timezone.now(),
        )
    except AlreadyDecided:
        messages.warning(request, _("ほかの担当者が、先に決定しました。"))
        return ""
    except NotToChoose:
        return _("選んだ方が辞退しました。もう一度選んでください。")
    except OthersCame:
        return _(
            "確かめているあいだに、応募か辞退がありました。もう一度選んでください。"
        )
    except NomineeExists:
        return _(
            "この年度の推薦者か補欠が、もう書かれています。"
            "「わたしの市」で取り下げてから、決定してください。"
        )
    messages.success(
        request,
        ngettext(
            "決定しました。結果の手紙%(n)s通は、10分後に出ます。",
            "決定しました。結果の手紙%(n)s通は、10分後に出ます。",
            decision.letters,
        )
        % {"n": decision.letters},
    )
    return ""


def _confirm_page(
    request: HttpRequest,
    city_year: CityYear,
    rows: list[Row],
    chosen: YouthApplication | None,
    reserve: YouthApplication | None,
) -> HttpResponse:
    return render(
        request,
        "network/desk/applications_confirm.html",
        {
            "city_year": city_year,
            "year": city_year.programme.year,
            "chosen": chosen,
            "reserve": reserve,
            "others": len(rows) - 1 - (reserve is not None),
            "total": len(rows),
            "by_hand": sum(not row.application.email for row in rows),
            "fields": [
                ("chosen", chosen.pk if chosen else ""),
                ("reserve", reserve.pk if reserve else ""),
                ("total", len(rows)),
            ],
            "samples": _samples(rows, chosen, reserve),
        },
    )


def _samples(
    rows: list[Row],
    chosen: YouthApplication | None,
    reserve: YouthApplication | None,
) -> list[Sample]:
    """One letter for each result and language, as it would leave now."""
    at = timezone.now() + HOLD
    groups: dict[tuple[str, str], list[YouthApplication]] = {}
    for each in (row.application for row in rows):
        status = ApplicationStatus.NOT_CHOSEN
        if each == chosen:
            status = ApplicationStatus.CHOSEN
        elif each == reserve:
            status = ApplicationStatus.RESERVE
        groups.setdefault((status, each.language), []).append(each)
    return [
        Sample(
            title=str(ApplicationStatus(status).label),
            count=len(group),
            language=language,
            letter=result_letter(group[0], status=status, at=at),
        )
        for (status, language), group in sorted(
            groups.items(), key=lambda item: ApplicationStatus.values.index(item[0][0])
        )
    ]


@require_POST
@for_coordinators(APPROVER)
def undo(request: HttpRequest, term: Coordinator, year: int) -> HttpResponse:
    """Take the decision back while its letters wait."""
    city_year = city_year_of_city(term.municipality, year)
    try:
        undo_decision(city_year=city_year, actor=request.user.actor, now=timezone.now())
    except LettersGone:
        messages.warning(
            request,
            _("結果の手紙が出たか、推薦を提出しています。決定は元に戻せません。"),
        )
    else:
        messages.success(request, _("決定を元に戻しました。手紙は出ません。"))
    return redirect("youth:applications", year)

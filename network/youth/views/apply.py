"""A city's public page, the application to it, and the applicant's own page."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from network.cities.scope import acting_for
from network.youth.access import city_year_for_all, for_applicant, slot_of_city
from network.youth.choices import ApplicationStatus
from network.youth.forms.application import ApplicationForm
from network.youth.models import CityYear, YouthApplication, YouthRules
from network.youth.reports import days_of
from network.youth.usecases.apply import (
    APPLICANT,
    AlreadyApplied,
    ApplicationsClosed,
    TooLateToWithdraw,
    withdraw_application,
)
from network.youth.usecases.apply import apply as apply_to_city
from network.youth.usecases.interview import (
    CHANGE_BEFORE,
    NotWaiting,
    SlotTaken,
    TooLateToChange,
    choose_interview,
    open_slots,
)
from network.youth.usecases.nominate import NotEligible
from peace.errors import rate_limited
from peace.rate_limits import address_of, is_over

PAGE = ["GET", "HEAD", "POST"]
# A whole school behind one address stays below; a machine does not.
FORMS_PER_ADDRESS = {"limit": 200, "seconds": 600}
TRIES_PER_LINK = {"limit": 20, "seconds": 600}


@require_safe
@login_not_required
@never_cache
def city_page(request: HttpRequest, year: int, code: int) -> HttpResponse:
    """Who can apply to this city, until when, and for what. Shows no person."""
    city_year = city_year_for_all(year, code)
    return _city_page(request, city_year)


def _city_page(request: HttpRequest, city_year: CityYear) -> HttpResponse:
    rules = city_year.programme.rules
    now = timezone.now()
    context = _of(city_year, rules) | {
        "is_open": city_year.is_open_at(now),
        "fee": f"{rules.fee:,}" if rules and rules.fee else "",
        "dates": days_of(rules),
    }
    return render(request, "network/youth/city_page.html", context)


@require_http_methods(PAGE)
@login_not_required
@never_cache
def apply(request: HttpRequest, year: int, code: int) -> HttpResponse:
    """The form; what was typed is kept. Closed: the city's page says so."""
    city_year = city_year_for_all(year, code)
    rules = city_year.programme.rules
    if rules is None or not city_year.is_open_at(timezone.now()):
        return _city_page(request, city_year)
    city = city_year.municipality
    if request.method != "POST":
        form = ApplicationForm(rules=rules, city=city, initial={"key": uuid.uuid4()})
        return _form_page(request, city_year, rules, form)
    if is_over(f"apply:{address_of(request)}", **FORMS_PER_ADDRESS):
        return rate_limited(request, minutes=10)
    form = ApplicationForm(request.POST, rules=rules, city=city)
    if not form.is_valid():
        return _form_page(request, city_year, rules, form)
    try:
        with acting_for(city.pk):
            made = apply_to_city(
                programme=city_year.programme,
                municipality=city,
                applicant=form.applicant(),
                key=form.cleaned_data["key"],
                language=get_language() or "ja",
                now=timezone.now(),
            )
    except ApplicationsClosed:
        return _city_page(request, city_year_for_all(year, code))
    except AlreadyApplied as again:
        form.add_error(
            None,
            _(
                "この応募は、もう受け付けています。応募番号は%(number)sです。"
                "内容を変えたいときは、市にお電話ください。"
            )
            % {"number": again.application.number},
        )
    except NotEligible:  # the rules changed while the form was filled in
        form.add_error(
            "born_on", _("この年度の対象の外です。決まりを確かめてください。")
        )
    else:
        return redirect(f"{made.url}?new=1")
    return _form_page(request, city_year, rules, form)


def _of(city_year: CityYear, rules: YouthRules | None) -> dict:
    return {
        "city_year": city_year,
        "city": city_year.municipality,
        "programme": city_year.programme,
        "rules": rules,
    }


def _form_page(
    request: HttpRequest, city_year: CityYear, rules: YouthRules, form: ApplicationForm
) -> HttpResponse:
    context = _of(city_year, rules) | {"form": form, "dates": days_of(rules)}
    return render(request, "network/youth/apply.html", context)


@require_safe
@for_applicant
def application(request: HttpRequest, application: YouthApplication) -> HttpResponse:
    """Where it stands, in plain words; the interview; the way out."""
    return _own_page(request, application)


def _own_page(
    request: HttpRequest, application: YouthApplication, *, error: str = ""
) -> HttpResponse:
    now = timezone.now()
    told = application.is_told_at(now)
    slot = application.slot
    city_year = CityYear.objects.filter(
        programme=application.programme, municipality=application.municipality
    ).first()
    may_change = (
        application.is_undecided
        and slot is not None
        and slot.starts_at - CHANGE_BEFORE > now
    )
    choices = (
        [
            each
            for each in open_slots(
                application.programme, application.municipality_id, now=now
            )
            if each.pk != application.slot_id
        ]
        if may_change
        else []
    )
    return render(
        request,
        "network/youth/application.html",
        {
            "application": application,
            "city_year": city_year,
            # A decision that can still be taken back is nobody's news yet.
            "result": application.status if told else "",
            "is_withdrawn": application.status == ApplicationStatus.WITHDRAWN,
            "is_new": "new" in request.GET,
            "moved": "moved" in request.GET,
            "withdrawn": "withdrawn" in request.GET,
            "is_undecided": application.is_undecided,
            "is_over": slot is not None and slot.ends_at < now,
            "choices": choices,
            "error": error,
        },
    )


@require_POST
@for_applicant
def interview(request: HttpRequest, application: YouthApplication) -> HttpResponse:
    """Move to another free time."""
    if is_over(f"interview:{application.pk}", **TRIES_PER_LINK):
        return rate_limited(request, minutes=10)
    chosen = request.POST.get("slot", "")
    if not chosen:
        return _own_page(request, application, error=_("時間を1つ選んでください。"))
    slot = slot_of_city(application.municipality, application.programme.year, chosen)
    try:
        choose_interview(
            application=application, slot=slot, actor=APPLICANT, now=timezone.now()
        )
    except SlotTaken:
        error = _("その時間は、ほかの方に決まりました。別の時間を選んでください。")
    except (NotWaiting, TooLateToChange):
        error = _("いまは、このページで時間を変えられません。市にお電話ください。")
    else:
        return redirect(f"{application.url}?moved=1")
    return _own_page(request, application, error=error)


@require_http_methods(PAGE)
@for_applicant
def withdraw(request: HttpRequest, application: YouthApplication) -> HttpResponse:
    """Asked before harm: a withdrawn application does not come back."""
    if request.method == "POST":
        try:
            withdraw_application(
                application=application, actor=APPLICANT, now=timezone.now()
            )
        except TooLateToWithdraw:
            return redirect(application.url)
        return redirect(f"{application.url}?withdrawn=1")
    if not application.is_undecided:
        return redirect(application.url)
    return render(
        request,
        "network/youth/application_withdraw.html",
        {"application": application},
    )

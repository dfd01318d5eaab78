"""How a city takes applications: settings, the poster, interview times."""

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from events.registration.qr import qr_path
from network.cities.access import for_coordinators
from network.cities.choices import CoordinatorLevel
from network.cities.models import Coordinator
from network.youth.access import city_year_of_city, slot_of_city
from network.youth.forms.recruiting import (
    SettingsForm,
    SlotsForm,
    initial_of_settings,
)
from network.youth.models import InterviewSlot
from network.youth.usecases.interview import (
    MOST_SLOTS,
    NoTimeBetween,
    SlotInUse,
    SlotsThere,
    make_slots,
    remove_slot,
)
from network.youth.usecases.open_applications import (
    AfterTheDeadline,
    set_applications,
)

PAGE = ["GET", "HEAD", "POST"]
EDITOR = CoordinatorLevel.EDITOR


@require_http_methods(PAGE)
@for_coordinators(EDITOR)
def settings(request: HttpRequest, term: Coordinator, year: int) -> HttpResponse:
    """Takes applications or not, until when, and what the city says."""
    city_year = city_year_of_city(term.municipality, year)
    rules = city_year.programme.rules
    if rules is None:
        raise Http404
    form = SettingsForm(
        request.POST or None, rules=rules, initial=initial_of_settings(city_year, rules)
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            set_applications(
                city_year=city_year,
                takes=data["takes"],
                until=data["until"],
                introduction=data["introduction"],
                contact=data["contact"],
                actor=request.user.actor,
                now=timezone.now(),
            )
        except AfterTheDeadline:  # the rules changed meanwhile
            form.add_error("until", _("推薦の期限より前にしてください。"))
        else:
            messages.success(request, _("応募の受け付け方を保存しました。"))
            return redirect("youth:applications", year)
    return render(
        request,
        "network/desk/applications_settings.html",
        {"form": form, "city_year": city_year, "rules": rules, "year": year},
    )


@require_safe
@for_coordinators()
def poster(request: HttpRequest, term: Coordinator, year: int) -> HttpResponse:
    """The address of the public page, to print or to copy."""
    city_year = city_year_of_city(term.municipality, year)
    with translation.override("ja"):
        path = reverse("youth:city-page", args=[year, int(term.municipality.pk)])
    address = f"{django_settings.SITE_URL}{path}"
    return render(
        request,
        "network/desk/applications_poster.html",
        {
            "city": term.municipality,
            "city_year": city_year,
            "programme": city_year.programme,
            "rules": city_year.programme.rules,
            "address": address,
            "qr": qr_path(address),
        },
    )


@require_http_methods(PAGE)
@for_coordinators(EDITOR)
def slots(request: HttpRequest, term: Coordinator, year: int) -> HttpResponse:
    """The interview times, and a row of new ones."""
    city_year = city_year_of_city(term.municipality, year)
    form = SlotsForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = make_slots(city_year=city_year, row=form.row())
        except NoTimeBetween:
            form.add_error(
                "minutes",
                _(
                    "この時間には入りません。1回の長さを確かめてください（%(n)s回まで）。"
                )
                % {"n": MOST_SLOTS},
            )
        except SlotsThere:
            form.add_error("start", _("同じ時間と場所の面接が、もうあります。"))
        else:
            messages.success(
                request,
                ngettext(
                    "面接の時間を%(n)s回分作りました。",
                    "面接の時間を%(n)s回分作りました。",
                    made,
                )
                % {"n": made},
            )
            return redirect("youth:interview-slots", year)
    found = InterviewSlot.objects.filter(
        programme=city_year.programme, municipality=term.municipality
    ).prefetch_related("applications")
    return render(
        request,
        "network/desk/interview_slots.html",
        {"form": form, "slots": found, "city_year": city_year, "year": year},
    )


@require_POST
@for_coordinators(EDITOR)
def remove_slot_view(
    request: HttpRequest, term: Coordinator, year: int, pk: int
) -> HttpResponse:
    """Remove a time that nobody has; it can be made again."""
    slot = slot_of_city(term.municipality, year, pk)
    try:
        remove_slot(slot=slot)
    except SlotInUse:
        messages.warning(
            request,
            _("この時間に案内した方がいます。先に、ほかの時間に案内してください。"),
        )
    else:
        messages.success(request, _("面接の時間を消しました。"))
    return redirect("youth:interview-slots", year)

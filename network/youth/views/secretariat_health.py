"""Health data: who may read it, and reading it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from network.cities.access import secretariat_required
from network.youth.access import programme_of
from network.youth.access_health import delegate_of_reader, for_health_readers
from network.youth.choices import Sheet
from network.youth.forms.health_readers import ReaderForm
from network.youth.models import HealthReader, YouthProgramme
from network.youth.reports_health import health_states, names_of, readings
from network.youth.reports_sheets import delegates_of
from network.youth.usecases.name_reader import (
    PLACES,
    AlreadyReads,
    CannotRead,
    ReasonMissing,
    name_reader,
)
from network.youth.usecases.print_sheet import print_sheet
from network.youth.usecases.read_health import read_health


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_required
def readers(request: HttpRequest, year: int) -> HttpResponse:
    """The two places; a change needs a reason."""
    programme = programme_of(year)
    forms = {place: _form(request, programme, place) for place in PLACES}
    posted = next((place for place in PLACES if forms[place].is_bound), None)
    if posted and forms[posted].is_valid():
        form = forms[posted]
        try:
            named = name_reader(
                programme=programme,
                place=posted,
                user=form.cleaned_data["user"],
                reason=form.cleaned_data["reason"],
                actor=request.user.actor,
                now=timezone.now(),
            )
        except AlreadyReads:
            form.add_error("user", _("この方は、もう1つの方に決まっています。"))
        except (CannotRead, ReasonMissing):
            form.add_error("user", _("2段階の確認をしている職員だけが読めます。"))
        else:
            text = (
                _("読む人を決めました。ご本人にメールで知らせました。")
                if named
                else _("読む人をなくしました。")
            )
            messages.success(request, text)
            return redirect("youth:health-readers", year)
    past = list(programme.health_readers.filter(ended_at__isnull=False))
    current = _current(programme)
    return render(
        request,
        "network/desk/health_readers.html",
        {
            "programme": programme,
            "places": [(p, current.get(p), forms[p]) for p in PLACES],
            "bound": forms[posted] if posted else None,
            "past": past,
            "readings": readings(programme),
        },
    )


def _form(request: HttpRequest, programme: YouthProgramme, place: int) -> ReaderForm:
    mine = request.method == "POST" and request.POST.get("place") == str(place)
    reader = _current(programme).get(place)
    return ReaderForm(
        request.POST if mine else None,
        initial={"user": reader.user_id if reader else None},
        prefix=f"place{place}",
    )


def _current(programme: YouthProgramme) -> dict[int, HealthReader]:
    reading = programme.health_readers.reading().select_related("user")
    return {each.place: each for each in reading}


@require_safe
@for_health_readers
def health(request: HttpRequest, reader: HealthReader) -> HttpResponse:
    """Who has answered. Nothing of what they answered is unsealed here."""
    states = health_states(reader.programme)
    return render(
        request,
        "network/desk/health.html",
        {
            "programme": reader.programme,
            "states": states,
            "answered": sum(each.written_at is not None for each in states),
            "readings": readings(reader.programme),
        },
    )


@sensitive_variables()
@require_POST
@for_health_readers
def read(request: HttpRequest, reader: HealthReader, pk: int) -> HttpResponse:
    """One delegate's answers; a POST, because reading is written down."""
    delegate = delegate_of_reader(reader, pk)
    (line,) = read_health(delegates=[delegate], reader=reader, now=timezone.now())
    return render(
        request,
        "network/desk/health_read.html",
        {"programme": reader.programme, "line": line},
    )


@sensitive_variables()
@require_POST
@for_health_readers
def sheet(request: HttpRequest, reader: HealthReader) -> HttpResponse:
    """Diets and health of all, to be printed."""
    now, actor = timezone.now(), request.user.actor
    programme = reader.programme
    lines = read_health(
        delegates=delegates_of(programme), reader=reader, on_sheet=True, now=now
    )
    printed = print_sheet(
        programme=programme, sheet=Sheet.DIETS, people=len(lines), actor=actor, now=now
    )
    return render(
        request,
        "network/desk/sheets/diets.html",
        {
            "programme": programme,
            "printed": printed,
            "who": names_of({actor}).get(actor, actor),
            "severe": [each for each in lines if each.is_severe],
            "lines": lines,
        },
    )

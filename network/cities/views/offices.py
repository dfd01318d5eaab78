"""Chair and vice-chair: who holds the office, and who held it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network.cities.access import office_term, secretariat_required
from network.cities.choices import Office
from network.cities.forms import OfficeForm
from network.cities.forms.office import TermForm
from network.cities.models import OfficeTerm
from network.cities.usecases.office import (
    TermsOverlap,
    begin_office,
    change_office,
    remove_office,
)
from peace.language.dates import date_long, jst

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
@secretariat_required
def offices(request: HttpRequest) -> HttpResponse:
    """Every term, the newest first, and a form for the next one."""
    form = OfficeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            begin_office(
                municipality=data["municipality"],
                office=Office(data["office"]),
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                actor=request.user.actor,
                now=timezone.now(),
            )
        except TermsOverlap as error:
            form.add_error("starts_on", _overlap(error))
        else:
            messages.success(request, _("任期を書き入れました。"))
            return redirect("network:offices")
    today = jst(timezone.now()).date()
    terms = OfficeTerm.objects.select_related("municipality")
    return render(
        request,
        "network/desk/offices.html",
        {
            "form": form,
            "now": terms.on(today).order_by("office", "starts_on"),
            "terms": terms.order_by("-starts_on", "office", "pk"),
        },
    )


@require_http_methods(PAGE)
@secretariat_required
def office(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the days of a term, or end it."""
    term = office_term(pk)
    initial = {"starts_on": term.starts_on, "ends_on": term.ends_on}
    form = TermForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            change_office(
                term=term,
                starts_on=form.cleaned_data["starts_on"],
                ends_on=form.cleaned_data["ends_on"],
                actor=request.user.actor,
                now=timezone.now(),
            )
        except TermsOverlap as error:
            form.add_error("starts_on", _overlap(error))
        else:
            messages.success(request, _("任期を直しました。"))
            return redirect("network:offices")
    return render(request, "network/desk/office.html", {"term": term, "form": form})


@require_POST
@secretariat_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """A term entered by mistake."""
    remove_office(term=office_term(pk), actor=request.user.actor, now=timezone.now())
    messages.success(request, _("任期を消しました。"))
    return redirect("network:offices")


def _overlap(error: TermsOverlap) -> str:
    other = error.other
    last = date_long(other.ends_on) if other.ends_on else ""
    return _("%(city)sの任期（%(days)s）と重なっています。") % {
        "city": other.municipality.name,
        "days": f"{date_long(other.starts_on)}～{last}",
    }

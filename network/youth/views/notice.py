"""Writing a notice: what it says, to whom it goes, and a look at it before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network.cities.access import secretariat_required
from network.cities.choices import Audience
from network.cities.forms import NoticeForm
from network.cities.reports import readers_of
from network.cities.usecases.write_notice import NoticeText, write_notice
from network.youth.access import programme_of
from network.youth.reports import late_cities

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
@secretariat_required
def write(request: HttpRequest, year: int) -> HttpResponse:
    """First the form, then who gets it with their number, then it waits for a second
    person. Who is late is this year's board, at the moment of each step."""
    programme = programme_of(year)
    now = timezone.now()
    late = late_cities(programme, now=now)
    to = request.GET.get("to", "").upper()
    initial = {"audience": to if to in Audience.values else Audience.ALL}
    form = NoticeForm(request.POST or None, late=late, initial=initial)
    context = {"form": form, "programme": programme}
    if not form.is_bound or not form.is_valid() or "change" in request.POST:
        return render(request, "network/desk/notice_new.html", context)
    cities = form.chosen()
    if "send" not in request.POST:
        readers = readers_of(cities, now=now)
        context |= {
            "readers": readers,
            "people": sum(len(terms) for terms in readers.values()),
            "without": [city for city, terms in readers.items() if not terms],
            "kept": _kept(request),
        }
        return render(request, "network/desk/notice_check.html", context)
    data = form.cleaned_data
    made = write_notice(
        text=NoticeText(
            subject=data["subject"],
            text=data["text"],
            audience=Audience(data["audience"]),
            asks_acknowledgement=data["asks_acknowledgement"],
            due_on=data["due_on"],
            year=year,
        ),
        cities=cities,
        actor=request.user.actor,
        now=now,
    )
    messages.success(
        request, _("書きました。もう1人の職員が承認すると、送信が始まります。")
    )
    return redirect("network:notice", made.pk)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, sent along unseen."""
    ours = {"csrfmiddlewaretoken", "send", "change"}
    return [
        (key, value)
        for key in request.POST
        if key not in ours
        for value in request.POST.getlist(key)
    ]

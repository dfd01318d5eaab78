"""The questionnaire for everybody who has its address: no session, no cookie, no name.

Therefore no CSRF mark either: it would need a cookie, and a forged answer says what
anybody could say who has the address.
"""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from events.programme.access import coming_events
from events.programme.reports import listings
from events.results.access import questionnaire_for_all
from events.results.forms.answer import AnswerForm
from events.results.usecases.answer import NotOpen, answer
from peace.errors import rate_limited
from peace.rate_limits import address_of, is_over

# A hall full of people behind its own Wi-Fi stays below; a machine does not.
ANSWERS_PER_ADDRESS = {"limit": 400, "seconds": 600}
NEXT_EVENTS = 3


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def questionnaire(request: HttpRequest, slug: str) -> HttpResponse:
    """Five questions on one page; every one may be left out."""
    found = questionnaire_for_all(slug)
    now = timezone.now()
    page = {
        "event": found.event,
        "questionnaire": found,
        "is_open": found.is_open_at(now),
        "is_over": found.closes_at <= now,
    }
    if request.method != "POST":
        way = request.GET.get("w", "")
        form = AnswerForm(
            initial={
                "form_key": uuid.uuid4(),
                "w": way if way in {"link", "wall"} else "",
            }
        )
        return _page(request, page | {"form": form})
    if is_over(f"answer:{address_of(request)}", **ANSWERS_PER_ADDRESS):
        return rate_limited(request, minutes=10)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, page | {"form": form})
    try:
        answer(
            questionnaire=found,
            said=form.said(),
            way=form.way,
            form_key=form.cleaned_data["form_key"],
            now=now,
        )
    except NotOpen:
        return _page(request, page | {"form": form, "is_open": False})
    return redirect("results:thanks", slug)


def _page(request: HttpRequest, page: dict) -> HttpResponse:
    return render(request, "events/results/questionnaire.html", page)


@require_safe
@login_not_required
@never_cache
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Thank you, and what comes next."""
    found = questionnaire_for_all(slug)
    now = timezone.now()
    others = [each for each in coming_events(now) if each.pk != found.event_id]
    return render(
        request,
        "events/results/thanks.html",
        {
            "event": found.event,
            "next_events": listings(others[:NEXT_EVENTS], now=now),
        },
    )

"""The short link of a poster: counts, remembers for the visit, and leads on."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.outreach.access import source_to_follow
from events.outreach.machines import is_person
from events.outreach.reports_links import target_path
from events.outreach.usecases.count_visit import count_visit
from events.programme.access import coming_events
from events.programme.reports import by_month, listings
from events.registration.visit_source import remember_source, remembered_source
from peace.language.localised import LANGUAGES
from peace.rate_limits import address_of, is_over

# A school behind one address may send its classes; a machine sends more.
VISITS_PER_ADDRESS = {"limit": 600, "seconds": 600}
MOST_EVENTS = 5


@require_safe
@login_not_required
@never_cache
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """From `/s/<code>` to what it stands for, in the visitor's language.

    The one GET of the house that writes: it adds one to the visits of the day (see
    docs/decisions/0025). Whoever comes back within the visit is not counted again.
    """
    language = _language(request)
    source = source_to_follow(code)
    if source is None:
        return _nothing_here(request, language)
    now = timezone.now()
    if (
        is_person(request)
        and remembered_source(request) != source.code
        and not is_over(f"visit:{address_of(request)}", **VISITS_PER_ADDRESS)
    ):
        count_visit(source=source, now=now)
    with translation.override(language):
        response = HttpResponseRedirect(target_path(source))
    remember_source(response, source.code)
    return response


def _language(request: HttpRequest) -> str:
    """`?l=` of a flyer in that language; else what the browser asks for."""
    wanted = request.GET.get("l", "")
    if wanted in LANGUAGES:
        return wanted
    return translation.get_language_from_request(request)


def _nothing_here(request: HttpRequest, language: str) -> HttpResponse:
    """Kindly: the way to what is coming, and the telephone."""
    # Until the answer is written: the frame and the readings ask for it as well.
    translation.activate(language)
    request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
    now = timezone.now()
    coming = listings(coming_events(now)[:MOST_EVENTS], now=now)
    page = {"months": by_month(coming)}
    return render(request, "events/outreach/no_source.html", page, status=404)

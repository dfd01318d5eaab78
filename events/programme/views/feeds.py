"""For programs: calendars, Atom, the map of the site, pictures beside links.

None of them reads a session or sets a cookie. Each is kept for a minute, and answers
304 to whoever has it already.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_page
from django.views.decorators.http import conditional_page, require_safe

from events.programme.access import (
    coming_events,
    public_event,
    public_events,
    public_programme,
)
from events.programme.exports.addresses import event_words, site_words
from events.programme.exports.calendar import events_calendar
from events.programme.exports.feeds import events_atom, sitemap
from events.programme.exports.picture import Words, picture
from events.programme.models import Event, Programme

FRESH_SECONDS = 60
PICTURE_SECONDS = 24 * 3600
# Feeds hold what is coming and what is just over, so that a change is still read.
MOST_ENTRIES = 60
# Nothing of these is for a search engine; signed links least of all.
CLOSED_TO_ROBOTS = (
    *("/staff/", "/scanner/", "/accounts/", "/demo/", "/find/", "/registration/"),
    *("/network/for/", "/network/application/", "/network/invitation/", "/embed/"),
)


@require_safe
@login_not_required
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The event as .ics, for anybody's calendar: no personal data."""
    with translation.override(_language(request)):
        content = events_calendar([public_event(slug)])
    return _ics(content, name=f"{slug}.ics")


@require_safe
@login_not_required
def calendar(request: HttpRequest) -> HttpResponse:
    """Everything that is coming, as a feed to subscribe to."""
    events = coming_events(timezone.now())
    with translation.override(_language(request)):
        content = events_calendar(events, name=_("国立市 平和の催し"))
    return _ics(content, name="events.ics")


@require_safe
@login_not_required
def programme_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """What is coming in one programme, as a feed to subscribe to."""
    found = public_programme(slug)
    events = coming_events(timezone.now(), programme=found)
    with translation.override(_language(request)):
        content = events_calendar(events, name=str(found.title))
    return _ics(content, name=f"{slug}.ics")


@require_safe
@login_not_required
@conditional_page
@cache_page(FRESH_SECONDS, cache="pages")
def atom(request: HttpRequest) -> HttpResponse:
    """All programmes, as Atom."""
    title = _("国立市 平和の催し")
    return _atom(coming_events(timezone.now()), title, reverse("home"), request.path)


@require_safe
@login_not_required
@conditional_page
@cache_page(FRESH_SECONDS, cache="pages")
def programme_atom(request: HttpRequest, slug: str) -> HttpResponse:
    found = public_programme(slug)
    page = reverse("programme:programme", args=[slug])
    events = coming_events(timezone.now(), programme=found)
    return _atom(events, str(found.title), page, request.path)


@require_safe
@login_not_required
@conditional_page
@cache_page(FRESH_SECONDS, cache="pages")
def site_map(request: HttpRequest) -> HttpResponse:
    """Every public page in every language."""
    content = sitemap(public_events(), Programme.objects.order_by("position"))
    return HttpResponse(content, content_type="application/xml; charset=utf-8")


@require_safe
@login_not_required
@cache_page(FRESH_SECONDS, cache="pages")
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read; of a demo nothing."""
    prefixes = ["", *(f"/{code}" for code, _name in settings.LANGUAGES[1:])]
    closed = [f"{prefix}{path}" for path in CLOSED_TO_ROBOTS for prefix in prefixes]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    if settings.DEMO:
        lines = ["User-agent: *", "Disallow: /"]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('feeds:sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@login_not_required
@conditional_page
def event_picture(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The picture beside a link to the event, in one language."""
    _refuse_unknown(language)
    event = public_event(slug)
    with translation.override(language):
        words = event_words(event)
    return _png(words)


@require_safe
@login_not_required
@conditional_page
def site_picture(request: HttpRequest, language: str) -> HttpResponse:
    """The picture beside a link to any other page."""
    _refuse_unknown(language)
    with translation.override(language):
        words = site_words()
    return _png(words)


def _language(request: HttpRequest) -> str:
    """A calendar asks without cookies and languages, so its address names one."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _refuse_unknown(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise Http404


def _png(words: Words) -> HttpResponse:
    content = caches["pages"].get_or_set(
        f"picture:{words.fingerprint}", lambda: picture(words), PICTURE_SECONDS
    )
    response = HttpResponse(content, content_type="image/png")
    response["ETag"] = f'"{words.fingerprint}"'
    patch_cache_control(response, public=True, max_age=PICTURE_SECONDS)
    return response


def _atom(events: list[Event], title: str, page: str, feed: str) -> HttpResponse:
    content = events_atom(events[:MOST_ENTRIES], title=title, page=page, feed=feed)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def _ics(content: bytes, *, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

"""A short list of what is coming, for a frame in another site's page.

It shows the same to everybody: no session, no cookie, no script.
"""

from csp.constants import NONE
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_page
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from events.programme.access import coming_events
from events.programme.forms.staff_embed import COUNTS, USUAL
from events.programme.models import Programme
from events.programme.reports import listings
from peace.language.ruby import convert_page

FRESH_SECONDS = 60
EASY = "ja-easy"


@require_safe
@login_not_required
@xframe_options_exempt
def events(request: HttpRequest) -> HttpResponse:
    """`?language=`, otherwise the browser's; `?programme=slug`; `?count=`.

    Which sites may show it stands in EMBED_ALLOWED; browsers refuse it to the others.
    """
    language = request.GET.get("language", "")
    if language not in dict(settings.LANGUAGES):
        # Other addresses without a prefix are Japanese; a frame has no other page.
        language = translation.get_language_from_request(request)
    with translation.override(language):
        response = _list(request)
    response["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language"])
    # After the cache: what is kept knows nothing of this.
    response._csp_replace = {  # type: ignore[attr-defined]
        "frame-ancestors": settings.EMBED_ALLOWED or [NONE]
    }
    return response


@cache_page(FRESH_SECONDS, cache="pages")
def _list(request: HttpRequest) -> HttpResponse:
    response = _drawn(request)
    if translation.get_language() == EASY:  # the middleware knows another language
        response.content = convert_page(response.content.decode()).encode()
    return response


def _drawn(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    asked = request.GET.get("programme", "").replace("\0", "")
    programme = Programme.objects.filter(slug=asked).first() if asked else None
    found = coming_events(now, programme=programme)
    count = request.GET.get("count", "")
    most = int(count) if count in map(str, COUNTS) else USUAL
    context = {"listings": listings(found[:most], now=now), "programme": programme}
    return render(request, "events/programme/embed.html", context)

"""The events as open data: the file, and the page that explains it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_page
from django.views.decorators.http import conditional_page, require_safe

from events.programme.access import public_events, public_timeslots
from events.programme.exports.opendata import (
    ENCODINGS,
    PROFILES,
    Table,
    csv_bytes,
    table,
    unwritable,
)

FRESH_SECONDS = 60
MOST_SHOWN = 50


@require_safe
@login_not_required
@conditional_page
@cache_page(FRESH_SECONDS, cache="pages")
def events_csv(request: HttpRequest) -> HttpResponse:
    """`?profile=recommended|gif`, `?encoding=utf-8|cp932`; another one is not there."""
    profile = request.GET.get("profile", PROFILES[0])
    encoding = request.GET.get("encoding", ENCODINGS[0])
    if profile not in PROFILES or encoding not in ENCODINGS:
        raise Http404
    charset = "utf-8" if encoding == "utf-8" else "Shift_JIS"
    response = HttpResponse(
        csv_bytes(_table(profile), encoding=encoding),
        content_type=f"text/csv; charset={charset}; header=present",
    )
    response["Content-Disposition"] = f'attachment; filename="events-{profile}.csv"'
    # Anybody's map or calendar may read it from their own page.
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@login_not_required
@cache_page(FRESH_SECONDS, cache="pages")
def page(request: HttpRequest) -> HttpResponse:
    """What the files hold, under which licence, and what CP932 cannot hold."""
    lost = unwritable(_table("recommended"))
    files = [
        (_("推奨データセット「イベント一覧」"), "recommended", 32),
        (_("GIF コアデータモデル「イベント」"), "gif", 61),
    ]
    return render(
        request,
        "events/programme/opendata.html",
        {"files": files, "lost": lost[:MOST_SHOWN]},
    )


def _table(profile: str) -> Table:
    return table(public_events(), public_timeslots(), profile=profile)

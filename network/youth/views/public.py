"""The rules of a year, for everybody: the one text that cities link to."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_page
from django.views.decorators.http import require_safe

from network.youth.access import published_rules
from network.youth.choices import ItemKind
from network.youth.reports import days_of
from network.youth.reports_applications import open_cities
from peace.language.localised import Localised


@require_safe
@login_not_required
@cache_page(60, cache="pages")
def rules(request: HttpRequest, year: int) -> HttpResponse:
    """Who can be sent, until when, which days; `?version=1` shows what was before."""
    found = published_rules(year, request.GET.get("version", ""))
    versions = list(found.programme.versions.published().order_by("-version"))
    return render(
        request,
        "network/youth/rules.html",
        {
            "programme": found.programme,
            "rules": found,
            "fee": f"{found.fee:,}" if found.fee else "",
            "dates": days_of(found),
            "open_cities": open_cities(found.programme, now=timezone.now()),
            "criteria": [
                (Localised.of(each["name"]), each["points"]) for each in found.criteria
            ],
            "dues": [
                (kind.label, date.fromisoformat(found.checklist[kind]))
                for kind in ItemKind
                if kind in found.checklist
            ],
            "versions": versions,
            "is_old": found.version < versions[0].version,
        },
    )

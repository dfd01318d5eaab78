"""The board of 26 cities: tiles, a map and a table of the same."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network.cities.access import secretariat_required
from network.cities.models import Municipality
from network.cities.reports import on_the_map
from network.youth.models import YouthProgramme, YouthRules
from network.youth.reports import (
    CityStanding,
    city_standings,
    narrowed,
    totals,
    years_and_rules,
)
from peace.language.dates import fiscal_year_begins

TILES, MAP, TABLE = "tiles", "map", "table"
_SORTS = {
    "urgent": lambda each: each.order,
    "city": lambda each: each.city.code,
    "state": lambda each: (each.key, each.city.code),
    "documents": lambda each: (
        each.documents_done - each.documents_needed,
        each.city.code,
    ),
}


@require_safe
@secretariat_required
def board(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """`show`: tiles, map or table; `only`: a number of the head; `sort`: of the table;
    `large`: for a screen that many see, without a name."""
    years = years_and_rules()
    programme, rules = _wanted(years, year)
    now = timezone.now()
    asked = _asked(request)
    standings = (
        city_standings(programme, rules=rules, now=now) if programme and rules else []
    )
    shown = sorted(narrowed(standings, asked["only"]), key=_SORTS[asked["sort"]])
    numbers = totals(standings)
    return render(
        request,
        "network/desk/board.html",
        {
            "programme": programme,
            "years": list(years),
            "rules": rules,
            "total": len(standings),
            "standings": shown,
            "map": _map(standings, shown) if asked["show"] == MAP else [],
            "totals": [(each, _link(asked, only=each.key)) for each in numbers],
            "late": next((each.number for each in numbers if each.key == "late"), 0),
            "all_link": _link(asked, only=""),
            "views": [
                (value, word, _link(asked, show=value)) for value, word in _views()
            ],
            "sorts": {value: _link(asked, sort=value) for value in _SORTS},
            "large_link": _link(asked, large="" if asked["large"] else "1"),
            "asked": asked,
            "now": now,
            "next_year": fiscal_year_begins(now).year + (1 if years else 0),
        },
    )


def _views() -> list[tuple[str, str]]:
    return [(TILES, _("タイル")), (MAP, _("地図")), (TABLE, _("表"))]


def _wanted(
    years: dict[YouthProgramme, YouthRules | None], year: int | None
) -> tuple[YouthProgramme | None, YouthRules | None]:
    if year is None:
        return next(iter(years.items()), (None, None))
    found = next(((p, rules) for p, rules in years.items() if p.year == year), None)
    if found is None:
        raise Http404
    return found


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the address asks for; what it makes up is as if it were not there."""
    show, sort = request.GET.get("show", TILES), request.GET.get("sort", "urgent")
    large = "1" if request.GET.get("large") else ""
    # A table shows names: never on a screen that many see.
    known = (TILES, MAP) if large else (TILES, MAP, TABLE)
    return {
        "show": show if show in known else TILES,
        "only": request.GET.get("only", ""),
        "sort": sort if sort in _SORTS else "urgent",
        "large": large,
    }


def _link(asked: dict[str, str], **change: str) -> str:
    """The same page with one thing changed."""
    plain = {"show": TILES, "sort": "urgent"}
    wanted = {
        key: value
        for key, value in (asked | change).items()
        if value and plain.get(key) != value
    }
    return f"?{urlencode(wanted)}" if wanted else "?"


def _map(
    standings: list[CityStanding], shown: list[CityStanding]
) -> list[list[dict | None]]:
    """All 30 municipalities as they lie; a city that was filtered out stays, pale."""
    by_code = {each.city.pk: each for each in standings}
    visible = {each.city.pk for each in shown}
    return [
        [
            city
            and {
                "city": city,
                "standing": by_code.get(city.pk),
                "is_pale": city.pk not in visible,
            }
            for city in row
        ]
        for row in on_the_map(Municipality.objects.all())
    ]

"""A member of the committee reads one line after another and gives it points."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.outreach.access_kotoba import LinkCut, lines_for, member_by_link
from events.outreach.models import CommitteeMember, Kotoba
from events.outreach.usecases.kotoba_committee import (
    POINTS,
    NotInSelection,
    ScoringClosed,
    score_line,
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def committee(request: HttpRequest, token: str) -> HttpResponse:
    """Works by tap, by key and without a script; goes on where it was left."""
    try:
        member = member_by_link(token)
    except LinkCut:
        return render(request, "events/outreach/kotoba/link_cut.html", status=404)
    now = timezone.now()
    lines = lines_for(member)
    if not member.call.is_scored_at(now) or not lines:
        return _closed(request, member, lines)
    if request.method == "POST":
        return _score(request, member, lines)
    given = _given(member)
    if "all" in request.GET:
        return _overview(request, member, lines, given)
    place = _place(request.GET.get("n", ""), lines)
    if place is None:
        place = _unscored_after(-1, lines, given)
    if place is None:
        return _overview(request, member, lines, given)
    return _line(request, member, lines, given, place)


def _score(
    request: HttpRequest, member: CommitteeMember, lines: Sequence[Kotoba]
) -> HttpResponse:
    typed, points = request.POST.get("line", ""), request.POST.get("points", "")
    places = {str(line.pk): place for place, line in enumerate(lines)}
    if typed not in places or points not in {str(each) for each in POINTS}:
        return redirect(member.url)
    place = places[typed]
    try:
        score_line(
            member=member,
            kotoba=lines[place],
            points=int(points),
            now=timezone.now(),
        )
    except (ScoringClosed, NotInSelection):
        return redirect(member.url)
    following = _unscored_after(place, lines, _given(member))
    if following is None:
        return redirect(f"{member.url}?all=1")
    return redirect(f"{member.url}?n={following + 1}")


def _line(
    request: HttpRequest,
    member: CommitteeMember,
    lines: Sequence[Kotoba],
    given: Mapping[int, int],
    place: int,
) -> HttpResponse:
    skip = _unscored_after(place, lines, given)
    return render(
        request,
        "events/outreach/kotoba/committee.html",
        {
            "member": member,
            "call": member.call,
            "line": lines[place],
            "number": place + 1,
            "of": len(lines),
            "scored": _scored(lines, given),
            "points": POINTS,
            "given": given.get(lines[place].pk),
            "back": place or None,
            "skip": None if skip is None or skip == place else skip + 1,
        },
    )


def _overview(
    request: HttpRequest,
    member: CommitteeMember,
    lines: Sequence[Kotoba],
    given: Mapping[int, int],
) -> HttpResponse:
    return render(
        request,
        "events/outreach/kotoba/committee_all.html",
        {
            "member": member,
            "call": member.call,
            "rows": [(n, line, given.get(line.pk)) for n, line in enumerate(lines, 1)],
            "of": len(lines),
            "scored": _scored(lines, given),
        },
    )


def _closed(
    request: HttpRequest, member: CommitteeMember, lines: Sequence[Kotoba]
) -> HttpResponse:
    call, now = member.call, timezone.now()
    return render(
        request,
        "events/outreach/kotoba/committee_closed.html",
        {
            "member": member,
            "call": call,
            "is_over": not call.is_scored_at(now) and call.is_over_at(now),
            "is_early": not call.is_over_at(now),
            "scored": member.scores.count(),
        },
    )


def _given(member: CommitteeMember) -> dict[int, int]:
    return dict(member.scores.values_list("kotoba_id", "points"))


def _scored(lines: Sequence[Kotoba], given: Mapping[int, int]) -> int:
    return sum(line.pk in given for line in lines)


def _place(typed: str, lines: Sequence[Kotoba]) -> int | None:
    if typed.isdecimal() and len(typed) < 6 and 1 <= int(typed) <= len(lines):
        return int(typed) - 1
    return None


def _unscored_after(
    place: int, lines: Sequence[Kotoba], given: Mapping[int, int]
) -> int | None:
    """The next line without points, beginning again at the front; None when done."""
    order = [*range(place + 1, len(lines)), *range(max(0, place + 1))]
    return next((each for each in order if lines[each].pk not in given), None)

"""Public pages of a lottery: how seats are drawn, what came of it, and the proof."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_page
from django.views.decorators.http import require_safe

from events.programme.access import public_event
from events.registration.exports.lottery import lottery_proof
from events.registration.models import Lottery
from events.registration.reports_lottery import draws_of
from events.registration.usecases.lottery_freeze import freezes_at

LONGEST_NUMBER = 9
# The same for everybody, so it may be a few seconds old: on the day of the draw
# everybody looks at once, and each look computes the draw anew.
FRESH_SECONDS = 5


@require_safe
@login_not_required
@cache_page(FRESH_SECONDS, cache="pages")
def lottery(request: HttpRequest, slug: str) -> HttpResponse:
    """Seal, list, result: everything that one needs to recompute the draw."""
    event = public_event(slug)
    draws = draws_of(event)
    drawn = next((each for each in draws if each.lottery.is_drawn), None)
    typed = request.GET.get("number", "").strip()
    number = int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else None
    return render(
        request,
        "events/registration/lottery.html",
        {
            "event": event,
            "draws": draws,
            "current": draws[0] if draws else None,
            "earlier": draws[1:],
            "drawn": drawn,
            "typed": typed[:LONGEST_NUMBER],
            "found": drawn.found(number) if drawn and number is not None else [],
            "has_lottery": any(slot.is_lottery for slot in event.timeslots.all()),
            "freezes_at": freezes_at(draws[0].lottery) if draws else None,
            "now": timezone.now(),
        },
    )


@require_safe
@login_not_required
@cache_page(FRESH_SECONDS, cache="pages")
def proof(request: HttpRequest, slug: str) -> HttpResponse:
    """The proof as a file, for `lottery_verify` and for whoever calculates anew."""
    event = public_event(slug)
    draws = list(Lottery.objects.for_event(event).agreed().order_by("attempt"))
    response = HttpResponse(
        lottery_proof(event, draws), content_type="application/json; charset=utf-8"
    )
    response["Content-Disposition"] = (
        f'attachment; filename="lottery-{event.slug}.json"'
    )
    return response

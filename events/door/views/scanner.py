"""The scanner's page: one HTML, the rest is its script."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.door.decoder import decoder_urls
from events.door.words import scanner_words

# Addresses that the script asks; the page tells it where they are.
API = (
    "pair",
    "scans",
    "undo",
    "moves",
    "overrides",
    "search",
    "timeslots",
    "manifest",
    "conflicts",
    "conflict-close",
)
# Those whose name in the script is another than in the address.
LONGER = {
    "walk_ins": "scanner-walk-ins",
    "named_walk_in": "scanner-named-walk-in",
    "line": "scanner-line",
}


@require_safe
@login_not_required
@never_cache
def scanner(request: HttpRequest) -> HttpResponse:
    """Opens without an account: what counts is the device token in the phone."""
    return HttpResponse(scanner_page(request))


def scanner_page(request: HttpRequest) -> str:
    """The same for everybody, so that a phone may keep it."""
    return render_to_string(
        "events/door/scanner.html",
        {
            "words": scanner_words(),
            "config": {
                "api": {name: reverse(f"scanner-{name}") for name in API}
                | {name: reverse(address) for name, address in LONGER.items()},
                "decoder": decoder_urls(),
                "app": {
                    "worker": reverse("door-worker"),
                    "scope": reverse("scanner"),
                },
            },
        },
        request,
    )

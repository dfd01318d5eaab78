"""The scanner's page: one HTML, the rest is its script."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.door.decoder import decoder_urls
from events.door.words import scanner_words


@require_safe
@login_not_required
@never_cache
def scanner(request: HttpRequest) -> HttpResponse:
    """Opens without an account: what counts is the device token in the phone."""
    return render(
        request,
        "events/door/scanner.html",
        {
            "words": scanner_words(),
            "config": {
                "api": {
                    "pair": reverse("scanner-pair"),
                    "scans": reverse("scanner-scans"),
                    "timeslots": reverse("scanner-timeslots"),
                },
                "decoder": decoder_urls(),
            },
        },
    )

"""What makes the scanner an app: it is installed, and starts without network."""

import json

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.door.shell import shell_urls, shell_version, source
from events.door.views.scanner import scanner_page

SCRIPT = "text/javascript; charset=utf-8"
# The decoder is WebAssembly; that is allowed here and nowhere else.
DECODER = {
    "default-src": [NONE],
    "script-src": [SELF, "'wasm-unsafe-eval'"],
    "connect-src": [SELF],
}
WORKER = {"default-src": [NONE], "script-src": [SELF], "connect-src": [SELF]}


@require_safe
@login_not_required
def app(request: HttpRequest) -> HttpResponse:
    """The web app's manifest: name, signs and colours of the installed scanner."""
    body = {
        "id": reverse("scanner"),
        "name": _("受付｜国立市 平和の催し"),
        "short_name": _("受付"),
        "lang": "ja",
        "dir": "ltr",
        "start_url": reverse("scanner"),
        "scope": reverse("scanner"),
        "display": "standalone",
        "orientation": "any",
        "background_color": "#1a1a1a",
        "theme_color": "#1a1a1a",
        "icons": [
            _icon("door/icon.svg", "any", "image/svg+xml", "any"),
            _icon("door/icon-192.png", "192x192", "image/png", "any"),
            _icon("door/icon-512.png", "512x512", "image/png", "any"),
            _icon("door/icon-512.png", "512x512", "image/png", "maskable"),
        ],
    }
    return JsonResponse(body, content_type="application/manifest+json")


def _icon(name: str, sizes: str, kind: str, purpose: str) -> dict[str, str]:
    return {"src": static(name), "sizes": sizes, "type": kind, "purpose": purpose}


@require_safe
@login_not_required
@never_cache
@csp_replace(WORKER)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Keeps page and files on the phone. Its text changes when any of them does."""
    keeps = {
        "version": shell_version(scanner_page(request).encode()),
        "page": reverse("scanner"),
        "files": shell_urls(),
    }
    script = source("door/service-worker.js")
    return HttpResponse(f"self.DOOR = {json.dumps(keeps)};\n{script}", SCRIPT)


@require_safe
@login_not_required
@never_cache
@csp_replace(DECODER)
def decoder(request: HttpRequest) -> HttpResponse:
    """The decoder's worker: only inside /scanner/ does it start without network."""
    return HttpResponse(source("door/decoder-worker.js"), SCRIPT)

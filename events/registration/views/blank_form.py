"""The empty form: drawn once in a few seconds, handed to everybody.

When hundreds open it in the same minute, they get the same page but for two values:
the CSRF token and the key that makes a repeated submit one registration.
"""

import re
import uuid
from collections.abc import Callable
from functools import wraps

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

FRESH_SECONDS = 5
# Letters and digits that no text of ours contains.
_TOKEN, _KEY = "cCsRfToKeNc", "kIdEmPoTeNcYk"
_OWN = re.compile(r'(name="(csrfmiddlewaretoken|key)" value=")[^"]*')
_STAND_INS = {"csrfmiddlewaretoken": _TOKEN, "key": _KEY}

View = Callable[[HttpRequest, str], HttpResponse]


def blank_form_once(view: View) -> View:
    """Answers a plain GET of VIEW's form from the cache; all else goes to VIEW."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        if request.method != "GET" or request.GET:
            return view(request, slug)
        name = f"blank-form:{get_language()}:{slug}"
        page = caches["pages"].get(name)
        if page:
            own = page.replace(_TOKEN, get_token(request))
            return HttpResponse(own.replace(_KEY, str(uuid.uuid4())))
        response = view(request, slug)
        page, found = _OWN.subn(
            lambda match: match[1] + _STAND_INS[match[2]], response.content.decode()
        )
        if found == len(_STAND_INS):  # an open form, not the page that says "closed"
            caches["pages"].set(name, page, FRESH_SECONDS)
        return response

    return answer

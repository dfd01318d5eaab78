"""Which poster brought this visitor: remembered for the visit, and no longer.

`/s/<code>` sets one signed cookie with the code of the source, and nothing about the
visitor. It ends with the browser, after two hours at the latest; whoever blocks it
registers all the same. Signed, so that only codes that exist come back.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "__Host-source" if settings.SECURE else "source"
_SALT = "visit-source"
_TWO_HOURS = 2 * 3600  # seconds


def remember_source(response: HttpResponse, code: str) -> None:
    response.set_signed_cookie(
        COOKIE,
        code,
        salt=_SALT,
        max_age=_TWO_HOURS,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def remembered_source(request: HttpRequest) -> str:
    """The code, or "" when there is none, it is too old or was made up."""
    return request.get_signed_cookie(COOKIE, "", salt=_SALT, max_age=_TWO_HOURS) or ""

"""Around every answer: readings of an easy Japanese page become ruby."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

from peace.language.ruby import convert_page

EASY = "ja-easy"
_MARK = "《".encode()


class RubyMiddleware:
    """Turns the marks of a finished HTML page into ruby, when it is easy Japanese.

    Stands inside LocaleMiddleware, which chooses the language. Leaves streams,
    compressed answers and every other kind of content as they are.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and _has_marks(response):
            charset = response.charset
            response.content = convert_page(response.content.decode(charset)).encode(
                charset
            )
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))
        return response


def _has_marks(response: HttpResponse) -> bool:
    return (
        get_language() == EASY
        and response.get("Content-Type", "").startswith("text/html")
        and not response.has_header("Content-Encoding")
        and _MARK in response.content
    )

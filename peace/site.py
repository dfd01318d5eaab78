"""What every page knows about the house: address, telephone, languages."""

from email.utils import parseaddr
from typing import Any, TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.urls import LocalePrefixPattern, Resolver404, URLResolver, get_resolver
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from peace.language.names import either

# Easy Japanese is Japanese to a browser; the private part tells the two apart.
_HTML_LANG = {"ja": "ja", "ja-easy": "ja", "en": "en"}
HREFLANG = {"ja": "ja", "ja-easy": "ja-x-easy", "en": "en"}


class PageLanguage(TypedDict):
    """This page in one language, as the header and `rel=alternate` need it."""

    code: str
    name: str
    url: str
    lang: str
    hreflang: str
    current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """Values for all templates; touches neither the session nor the user."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "site_url": settings.SITE_URL,
        "office_phone": settings.OFFICE_PHONE,
        "office_phone_link": settings.OFFICE_PHONE.replace("-", ""),
        "office_extension": either(settings.OFFICE_EXTENSION, language),
        # What phones that filter mail have to let in.
        "mail_domain": parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2],
        "is_demo": settings.DEMO,
        "html_lang": _HTML_LANG.get(language, "ja"),
        "is_easy": language == "ja-easy",
        # For files, whose addresses have no language in front.
        "language_query": (
            "" if language == settings.LANGUAGE_CODE else f"?language={language}"
        ),
        # Only the public frame asks for it, so only that pays for the resolving.
        "languages_for_page": SimpleLazyObject(lambda: _languages(request, language)),
    }


def _languages(request: HttpRequest, language: str) -> list[PageLanguage]:
    """The page in each language; empty where it has only one (staff, errors).

    Looks the path up once among the public pages, instead of once per language as
    `translate_url` would.
    """
    public = (
        resolver
        for resolver in get_resolver(getattr(request, "urlconf", None)).url_patterns
        if isinstance(resolver.pattern, LocalePrefixPattern)
    )
    if not any(_leads_somewhere(resolver, request.path) for resolver in public):
        return []
    path = request.path.removeprefix(_prefix(language))
    return [
        PageLanguage(
            code=code,
            name=name,
            url=f"{_prefix(code)}{path}",
            lang=_HTML_LANG.get(code, code),
            hreflang=HREFLANG.get(code, code),
            current=code == language,
        )
        for code, name in settings.LANGUAGES
    ]


def _leads_somewhere(resolver: URLResolver, path: str) -> bool:
    try:
        resolver.resolve(path.removeprefix("/"))
    except Resolver404:
        return False
    return True


def _prefix(language: str) -> str:
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"

"""Who may enter a page, and where a person belongs after signing in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.cache import add_never_cache_headers

from peace.accounts.choices import CITY_STAFF_ROLES
from peace.accounts.models import User

View = Callable[..., HttpResponseBase]


def role_required(*roles: str) -> Callable[[View], View]:
    """Lets only ROLES in; the page is never stored by a browser or a proxy.

    Nobody signed in → sign-in page and back; another role → PermissionDenied (403).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.user.role not in roles:
                raise PermissionDenied
            response = view(request, *args, **kwargs)
            if not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
            return response

        return guarded

    return decorate


def staff_required(view: View) -> View:
    """Lets in the city's own people: staff and secretariat."""
    return role_required(*CITY_STAFF_ROLES)(view)


def landing_page(user: User | AnonymousUser) -> str:
    """The address of the page where this person's work or tickets are."""
    if user.is_anonymous:
        return _first_that_exists("home", "programme:home")
    if user.is_city_staff:
        name = "staff:calendar"
    elif user.is_coordinator:
        name = "youth:city"
    else:
        name = "registration:mine"
    return _first_that_exists(name, "home", "programme:home")


def _first_that_exists(*names: str) -> str:
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return "/"

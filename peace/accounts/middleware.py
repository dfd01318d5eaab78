"""Nobody sees other people's data with one factor, or with a forgotten session.

allauth asks for a second factor where one exists; it does not make anyone have one.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth import middleware as django_middleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from peace.accounts.adapter import SECOND_FACTORS
from peace.accounts.sessions import DEMO, PASSED, SECOND_FACTOR, touch

# Where a session that has not proved its factor may go. Not the pages that add one:
# with the password alone a stranger could add their own.
_WAY_TO_PROVE = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"}
_WAY_TO_ADD = {
    "account_logout",
    "account_reauthenticate",
    "account_email_verification_sent",
}
_WAY_TO_PASSWORD = {"account_logout", "account_reauthenticate", "mfa_reauthenticate"}
_PASSWORD_PAGE = "account_change_password"  # noqa: S105


class LoginRequiredMiddleware(django_middleware.LoginRequiredMiddleware):
    """Django's, but it looks at the mark of the page before it asks who is there.

    Django asks first, which loads the session and puts `Vary: Cookie` on every
    public page. And an answer for which the session was asked is stored nowhere,
    whatever its view says of that: it may show a person (ASVS V14.3.2).
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.session.accessed and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class SecondFactorMiddleware:
    """Stops in front of the view; pages marked `login_not_required` pass untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if not getattr(view_func, "login_required", True):
            return None
        user = request.user
        if not user.is_authenticated or not user.needs_second_factor:
            return None
        if not touch(request.session, int(timezone.now().timestamp())):
            return _end(request)
        if not _has_passed(request):
            return _ask_for_factor(request)
        if user.password_is_initial and not _heads_for(
            request, {_PASSWORD_PAGE, *_WAY_TO_PASSWORD}
        ):
            messages.info(request, _("はじめに、ご自分のパスワードを決めてください。"))
            return redirect(_PASSWORD_PAGE)
        return None


def _end(request: HttpRequest) -> HttpResponse:
    """Signs out on the server side, and back to the page after signing in again."""
    logout(request)
    messages.info(request, _("しばらく使われなかったので、ログアウトしました。"))
    return redirect_to_login(_way_back(request))


def _has_passed(request: HttpRequest) -> bool:
    mark = request.session.get(SECOND_FACTOR)
    if mark == PASSED or (mark == DEMO and settings.DEMO):
        return True
    records = get_authentication_records(request, request.user)
    if any(record["method"] == "mfa" for record in records):
        request.session[SECOND_FACTOR] = PASSED
        return True
    return False


def _ask_for_factor(request: HttpRequest) -> HttpResponse | None:
    if is_mfa_enabled(request.user, types=SECOND_FACTORS):
        if _heads_for(request, _WAY_TO_PROVE):
            return None
        return redirect(
            reverse("mfa_reauthenticate", query={"next": _way_back(request)})
        )
    if _heads_for(request, _WAY_TO_ADD) or _url_name(request).startswith("mfa_"):
        return None
    messages.info(
        request,
        _(
            "続けるには、認証アプリかパスキーを加えてください。個人の情報を守るためです。"
        ),
    )
    return redirect("mfa_index")


def _heads_for(request: HttpRequest, names: set[str]) -> bool:
    return _url_name(request) in names


def _url_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.url_name or "") if match and not match.namespaces else ""


def _way_back(request: HttpRequest) -> str:
    return (
        request.get_full_path() if request.method == "GET" else reverse("home_by_role")
    )

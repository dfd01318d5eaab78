"""Our answers to allauth's questions: signing up, signing in, second factors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from peace import encryption
from peace.accounts.access import landing_page
from peace.accounts.choices import Role
from peace.accounts.models import User

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _(
            "このアカウントは、いま使えません。市役所へお電話ください。"
        ),
        "email_password_mismatch": _(
            "このメールアドレスとパスワードの組み合わせは見つかりません。"
        ),
        "incorrect_code": _(
            "確認番号が合いません。もう一度入れるか、新しい番号を送ってください。"
        ),
        "incorrect_password": _("パスワードが合いません。もう一度入れてください。"),
        "too_many_login_attempts": _(
            "続けて何度も受け付けました。10分たってから、もう一度お試しください。"
        ),
        "rate_limited": _(
            "続けて何度も受け付けました。10分たってから、もう一度お試しください。"
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anyone may sign up, and becomes a resident; other roles are given."""
        return True

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        """A new resident, in the language of the page they signed up on."""
        user.role = Role.RESIDENT
        user.language = get_language() or settings.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)

    def set_password(self, user: User, password: str) -> None:
        """A chosen password; the one that `createstaff` printed is gone with it."""
        user.password_is_initial = False
        super().set_password(user, password)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing_page(request.user)

    def is_safe_url(self, url: str | None) -> bool:
        """Leads to a page of ours? allauth stumbles over half an IPv6 address."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """A link in a mail leads to SITE_URL, whatever Host the request named."""
        uid, _dash, rest = key.partition("-")
        path = reverse("account_reset_password_from_key", args=(uid, rest))
        return f"{settings.SITE_URL}{path}"


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "最後の一つは外せません。先に、別の確認の方法を加えてください。"
        ),
        "incorrect_code": _("確認番号が合いません。もう一度入れてください。"),
    }

    def encrypt(self, text: str) -> str:
        """Secrets of second factors lie encrypted in the database (ASVS V11.3)."""
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whoever needs a second factor keeps one; recovery codes are none."""
        user: Any = authenticator.user
        if not user.needs_second_factor:
            return True
        others = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS)
        return others.exclude(pk=authenticator.pk).exists()

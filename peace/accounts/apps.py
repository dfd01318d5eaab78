"""Accounts: who is who."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "peace.accounts"
    label = "accounts"
    verbose_name = "利用者"

    def ready(self) -> None:
        """Listens for a new second factor, the one thing no hook of allauth tells."""
        from allauth.mfa.signals import authenticator_added

        from peace.accounts.sessions import remember_new_factor

        authenticator_added.connect(
            remember_new_factor, dispatch_uid="accounts.remember_new_factor"
        )

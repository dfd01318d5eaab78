"""UndeliverableAddress: e-mail addresses that a mail server has refused for good."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class UndeliverableAddressQuerySet(models.QuerySet["UndeliverableAddress"]):
    def among(self, emails: Iterable[str]) -> set[str]:
        """Those of EMAILS that are known to be undeliverable, in lower case."""
        wanted = {email.lower() for email in emails if email}
        if not wanted:
            return set()
        return set(self.filter(email__in=wanted).values_list("email", flat=True))

    def note(self, *, email: str, code: str, now: datetime) -> None:
        """Remember that EMAIL was refused; the newest refusal stands."""
        self.bulk_create(
            [UndeliverableAddress(email=email.lower(), code=code, refused_at=now)],
            update_conflicts=True,
            unique_fields=["email"],
            update_fields=["code", "refused_at"],
        )


class UndeliverableAddress(models.Model):
    """Letters to this address go on by phone, or wait for the office."""

    email = models.CharField(_("メールアドレス"), max_length=254)
    code = models.CharField(_("応答"), max_length=100, blank=True)
    refused_at = models.DateTimeField(_("断られた日時"))

    objects = UndeliverableAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("届かない宛先")
        verbose_name_plural = _("届かない宛先")
        constraints = [
            models.UniqueConstraint(
                fields=["email"], name="outbox_undeliverable_email_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

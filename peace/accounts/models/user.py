"""A person who can sign in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peace.accounts.choices import CITY_STAFF_ROLES, SECOND_FACTOR_ROLES, Role
from peace.language.email_address import normalise_email, validate_email_address


class UserManager(BaseUserManager["User"]):
    def create_user(
        self,
        email: str,
        password: str | None = None,
        *,
        name: str = "",
        role: str = Role.RESIDENT,
        **fields: Any,
    ) -> "User":
        """One row. Without a password the only way in is a code by e-mail."""
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=email, name=name, role=role, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalise_email(username or ""))


class User(AbstractBaseUser):
    """Signs in by e-mail address; what they may do follows from `role` alone.

    There are no groups or permissions: five kinds of people do not need them, and
    the access matrix stays readable.
    """

    # Not an EmailField: Django's own rule refuses the carriers' dot forms.
    email = models.CharField(
        _("メールアドレス"),
        max_length=254,
        unique=True,
        validators=[validate_email_address],
        error_messages={"unique": _("このメールアドレスは、すでに登録されています。")},
    )
    name = models.CharField(_("氏名"), max_length=100, blank=True)
    role = models.CharField(
        _("役割"), max_length=20, choices=Role.choices, default=Role.RESIDENT
    )
    language = models.CharField(
        _("言語"), max_length=10, choices=settings.LANGUAGES, default="ja"
    )
    is_active = models.BooleanField(_("有効"), default=True)
    date_joined = models.DateTimeField(_("登録日時"), default=timezone.now)
    # Set by `createstaff`; goes when the person chooses a password (ASVS V6.4.1).
    password_is_initial = models.BooleanField(_("最初のパスワード"), default=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("利用者")
        verbose_name_plural = _("利用者")

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """One row; the address is stored in one form, so that `unique` means it."""
        self.email = normalise_email(self.email)
        super().save(*args, **kwargs)

    @property
    def actor(self) -> str:
        """How the audit chain names this person: an id, never a name."""
        return f"user:{self.pk}"

    @property
    def is_city_staff(self) -> bool:
        return self.role in CITY_STAFF_ROLES

    @property
    def is_secretariat(self) -> bool:
        return self.role == Role.SECRETARIAT

    @property
    def is_coordinator(self) -> bool:
        return self.role == Role.COORDINATOR

    @property
    def needs_second_factor(self) -> bool:
        return self.role in SECOND_FACTOR_ROLES

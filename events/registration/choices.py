"""Words of the registration room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RegistrationStatus(TextChoices):
    ACTIVE = "ACTIVE", _("申込あり")
    CANCELLED = "CANCELLED", _("取消し済み")


class SeatStatus(TextChoices):
    CONFIRMED = "CONFIRMED", _("確定")
    CANCELLED = "CANCELLED", _("取消し済み")


class RegistrationChannel(TextChoices):
    """How the registration reached the city."""

    WEB = "WEB", _("インターネット")
    PHONE = "PHONE", _("電話")
    DESK = "DESK", _("窓口")


class ReminderChannel(TextChoices):
    """How the person wants to be told the day before."""

    EMAIL = "EMAIL", _("メール")
    PHONE = "PHONE", _("電話")
    NONE = "NONE", _("いらない")


class AgeBand(TextChoices):
    """Asked in one optional tap; never a birth date where no rule needs it."""

    UNDER_20 = "UNDER_20", _("10代以下")
    TWENTIES = "TWENTIES", _("20代")
    THIRTIES_FORTIES = "THIRTIES_FORTIES", _("30～40代")
    FIFTIES_SIXTIES = "FIFTIES_SIXTIES", _("50～60代")
    OVER_70 = "OVER_70", _("70代以上")


class Visit(TextChoices):
    """Whether the person has come to one of the peace programmes before."""

    FIRST = "FIRST", _("はじめて")
    AGAIN = "AGAIN", _("2回目以上")

"""Words of the door: verdicts and how a scan was decided."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    """What the door says to a ticket. Values are the API's words: stable."""

    ADMITTED = "admitted", _("どうぞ")
    ALREADY_IN = "already_in", _("入場済み")
    WRONG_TIMESLOT = "wrong_timeslot", _("別の回")
    TOO_EARLY = "too_early", _("開場前")
    CLOSED = "closed", _("受付終了")
    WAITING = "waiting", _("席は未定")
    CANCELLED = "cancelled", _("取消し")
    CONSENT_MISSING = "consent_missing", _("同意待ち")
    REPLACED = "replaced", _("古い券")
    UNKNOWN = "unknown", _("該当なし")
    MALFORMED = "malformed", _("別のQR")


class ScanMode(TextChoices):
    ONLINE = "online", _("つながっているとき")
    OFFLINE = "offline", _("圏外のとき")

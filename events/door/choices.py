"""Words of the door: verdicts, who decided, what a device is for, what went wrong."""

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
    """Who let the people in. The first two are the API's words: stable."""

    ONLINE = "online", _("つながっているとき")
    OFFLINE = "offline", _("圏外のとき")
    PAPER = "paper", _("紙の名簿")
    STAFF = "staff", _("職員の画面")


class DeviceRole(TextChoices):
    """What a paired phone may do. Staff choose it when they pair it."""

    GATE = "gate", _("受付係")
    SUPERVISOR = "supervisor", _("受付責任者")
    KIOSK = "kiosk", _("自動受付")


class ConflictKind(TextChoices):
    """Why a supervisor should look at a scan that let somebody in."""

    DOUBLE = "double", _("重複入場")
    WRONG_TIMESLOT = "wrong_timeslot", _("別の回で入場")
    CONSENT = "consent", _("同意がないまま入場")
    NOT_VALID = "not_valid", _("使えない券で入場")
    TIME = "time", _("受付時間の外で入場")
    STOPPED_DEVICE = "stopped_device", _("止めた端末での入場")

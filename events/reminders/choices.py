"""Words of the reminders room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LedgerStatus(TextChoices):
    """What became of one person's reminder; the outbox knows how it travelled."""

    WRITTEN = "WRITTEN", _("作成済み")
    SKIPPED = "SKIPPED", _("送信なし")


class SkipReason(TextChoices):
    NONE = "", ""
    REGISTERED_LATE = "REGISTERED_LATE", _("案内の時刻より後の申込み")
    NOT_WANTED = "NOT_WANTED", _("案内はいらないという希望")

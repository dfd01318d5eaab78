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


class Why(TextChoices):
    """Why somebody is rung instead of written to."""

    NO_EMAIL = "NO_EMAIL", _("メールなし")
    BOUNCED = "BOUNCED", _("メールが届かない")
    WISH = "WISH", _("電話を希望")


class OfferAnswer(TextChoices):
    """What a person on the telephone says to an offered seat."""

    ACCEPT = "accept", _("参加する")
    DECLINE = "decline", _("辞退する")


# What somebody is rung about, by the kind of the letter.
CALL_KINDS = {
    "offer": _("席が空いたお知らせ"),
    "offer_expired": _("返事の期限が過ぎたお知らせ"),
    "promoted": _("席が確定したお知らせ"),
    "event_cancelled": _("催しの中止のお知らせ"),
    "event_changed": _("催しの変更のお知らせ"),
    "cancellation": _("取消しの控え"),
    "confirmation": _("申込みの控え"),
    "reminder": _("前日のお知らせ"),
}

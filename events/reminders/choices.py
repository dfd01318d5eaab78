"""Words of the reminders room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from peace.outbox.choices import Channel


class RuleKind(TextChoices):
    """What a rule sends; an event's own rules replace its programme's kind by kind."""

    REMINDER = "REMINDER", _("事前のご案内")
    COMING = "COMING", _("参加の確認")
    CONSENT = "CONSENT", _("保護者の同意のお願い")
    THANKS = "THANKS", _("終わったあとのお礼")


# These speak of a day that is still to come; THANKS of one that is over.
BEFORE = (RuleKind.REMINDER, RuleKind.COMING, RuleKind.CONSENT)


class Audience(TextChoices):
    """Where people stand with the day that a rule speaks of."""

    CONFIRMED = "CONFIRMED", _("席のある方")
    WAITING = "WAITING", _("キャンセル待ちの方")
    CAME = "CAME", _("来場した方")
    ABSENT = "ABSENT", _("席があり、来なかった方")


class Only(TextChoices):
    """Whom of them: all, or those from whom something is missing."""

    ALL = "", _("全員")
    LACKS_CONSENT = "LACKS_CONSENT", _("保護者の同意がまだの方だけ")
    NOT_CONFIRMED = "NOT_CONFIRMED", _("参加の返事がまだの方だけ")


class Ways(TextChoices):
    """In which order the ways to somebody are tried; the first that exists is taken."""

    EMAIL_PHONE = "EMAIL_PHONE", _("メール、なければ電話")
    EMAIL_PHONE_POST = "EMAIL_PHONE_POST", _("メール、なければ電話、なければはがき")
    EMAIL_POST_PHONE = "EMAIL_POST_PHONE", _("メール、なければはがき、なければ電話")
    EMAIL_POST = "EMAIL_POST", _("メール、なければはがき")
    EMAIL = "EMAIL", _("メールだけ")
    PHONE_POST = "PHONE_POST", _("電話、なければはがき")
    PHONE = "PHONE", _("電話だけ")
    POST = "POST", _("はがきだけ")

    @property
    def order(self) -> list[Channel]:
        return [Channel(way) for way in self.value.split("_")]


# Nobody is rung to be thanked.
THANKS_WAYS = (Ways.EMAIL, Ways.EMAIL_POST, Ways.POST)
# A guardian has an address or a telephone; the form goes by post by another way.
CONSENT_WAYS = (Ways.EMAIL_PHONE, Ways.EMAIL, Ways.PHONE)


class LedgerStatus(TextChoices):
    """What became of one person's reminder; the outbox knows how it travelled."""

    WRITTEN = "WRITTEN", _("作成済み")
    SKIPPED = "SKIPPED", _("送信なし")


class SkipReason(TextChoices):
    NONE = "", ""
    REGISTERED_LATE = "REGISTERED_LATE", _("案内の時刻より後の申込み（控えで案内済み）")
    NOT_WANTED = "NOT_WANTED", _("案内はいらないという希望")
    JUST_TOLD = "JUST_TOLD", _("同じ内容を、別のお知らせで案内済み")
    TOO_LATE = "TOO_LATE", _("役に立つ時刻を過ぎた")
    NO_WAY = "NO_WAY", _("規則の手段では連絡できない")
    ANSWERED = "ANSWERED", _("返事をいただいている")
    # Read, never written: the row went away with the party, or its letter.
    CANCELLED = "CANCELLED", _("申込みの取消し")
    TAKEN_BACK = "TAKEN_BACK", _("送る前に止めた（取消し・変更・返事）")


class LedgerState(TextChoices):
    """One line of the ledger as staff read it: the row, and how its letter travels."""

    PLANNED = "PLANNED", _("予定")
    WAITING = "WAITING", _("発信待ち")
    SENT = "SENT", _("送信済み")
    CALLING = "CALLING", _("電話へ")
    CALLED = "CALLED", _("電話で連絡済み")
    PRINTING = "PRINTING", _("はがき待ち")
    POSTED = "POSTED", _("投函済み")
    UNCERTAIN = "UNCERTAIN", _("届いたか不明")
    FAILED = "FAILED", _("届かず")
    BOUNCED = "BOUNCED", _("返送")
    SKIPPED = "SKIPPED", _("送信なし")


class Why(TextChoices):
    """Why somebody is rung instead of written to."""

    NO_EMAIL = "NO_EMAIL", _("メールなし")
    BOUNCED = "BOUNCED", _("メールが届かない")
    WISH = "WISH", _("電話を希望")
    RULE = "RULE", _("規則で電話")


class Todo(TextChoices):
    """What staff do about a letter that did not simply arrive."""

    AGAIN = "again", _("もう一度送る")
    CALL = "call", _("電話に替える")
    NOTHING = "nothing", _("対応しないで済ませる")


class Age(TextChoices):
    """How long ago a letter should have gone."""

    DAY = "day", _("24時間以内")
    WEEK = "week", _("7日以内")
    OLDER = "older", _("7日より前")


class OfferAnswer(TextChoices):
    """What a person on the telephone says to an offered seat."""

    ACCEPT = "accept", _("参加する")
    DECLINE = "decline", _("辞退する")


# What a person who is asked whether they come says on the telephone.
WILL_COME = "will_come"


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
    "talk_answer": _("派遣講話の返事"),
    "talk_storyteller": _("伝承者への連絡"),
    "coming": _("参加の確認"),
    "consent_request": _("保護者への同意のお願い"),
    "consent_missing": _("保護者への同意のお願い（再）"),
    "thank_you": _("お礼"),
}

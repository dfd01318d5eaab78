"""The words of the outbox: channels, classes, statuses, outcomes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LetterClass(TextChoices):
    """What to do when nobody knows whether a letter went out."""

    A = "A", _("必ず届ける（重なることがあります）")
    B = "B", _("重ねない（不明なときは職員が決めます）")


class Channel(TextChoices):
    EMAIL = "EMAIL", _("メール")
    PHONE = "PHONE", _("電話")
    POST = "POST", _("郵送")


class Status(TextChoices):
    """Where a letter is; docs/outbox.md draws the moves."""

    AWAITING_APPROVAL = "AWAITING_APPROVAL", _("承認待ち")
    PENDING = "PENDING", _("発信待ち")
    SENDING = "SENDING", _("発信中")
    RETRY = "RETRY", _("再発信待ち")
    SENT = "SENT", _("発信済み")
    UNCERTAIN = "UNCERTAIN", _("届いたか不明")
    FAILED = "FAILED", _("届かず")
    BOUNCED = "BOUNCED", _("返送")
    SKIPPED = "SKIPPED", _("発信せず")
    HANDED_TO_PHONE = "HANDED_TO_PHONE", _("電話に引継ぎ")


# A letter in one of these leaves by itself as soon as it is due.
WAITING = (Status.PENDING, Status.RETRY)
# Nothing moves these any more, except a person who sends again.
FINISHED = (
    Status.SENT,
    Status.UNCERTAIN,
    Status.FAILED,
    Status.BOUNCED,
    Status.SKIPPED,
    Status.HANDED_TO_PHONE,
)


# A person has to look: nobody knows, nobody was reached, or it came back.
TROUBLED = (Status.UNCERTAIN, Status.FAILED, Status.BOUNCED)


# In `last_error` of a letter that was skipped because there was no way to send it.
NO_ADDRESS = "no address"


class Decision(TextChoices):
    """What a person made of a letter that did not simply arrive."""

    CALL = "CALL", _("電話に替えた")
    NOTHING = "NOTHING", _("対応は要らない")


class Outcome(TextChoices):
    """How one try ended: by the relay, or by a person with a telephone."""

    LATER = "LATER", _("あとで再発信")
    UNCLEAR = "UNCLEAR", _("受け取られたか不明")
    BAD_ADDRESS = "BAD_ADDRESS", _("宛先なし")
    BAD_CONTENT = "BAD_CONTENT", _("内容が受け取られず")
    BOUNCED = "BOUNCED", _("あとで返送")
    DELAYED = "DELAYED", _("届くのが遅れている")
    SENT_AGAIN = "SENT_AGAIN", _("職員が再発信")
    REACHED = "REACHED", _("話せた")
    LEFT_MESSAGE = "LEFT_MESSAGE", _("留守番電話に伝言")
    NO_ANSWER = "NO_ANSWER", _("出られず")
    WRONG_NUMBER = "WRONG_NUMBER", _("番号違い")
    POSTED = "POSTED", _("投函した")


CALL_OUTCOMES = (
    Outcome.REACHED,
    Outcome.LEFT_MESSAGE,
    Outcome.NO_ANSWER,
    Outcome.WRONG_NUMBER,
)

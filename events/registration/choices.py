"""Words of the registration room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RegistrationStatus(TextChoices):
    ACTIVE = "ACTIVE", _("申込あり")
    CANCELLED = "CANCELLED", _("取消し済み")


class SeatStatus(TextChoices):
    """Where one person stands with one timeslot."""

    CONFIRMED = "CONFIRMED", _("確定")
    OFFERED = "OFFERED", _("返事待ち")
    WAITING = "WAITING", _("キャンセル待ち")
    ENTERED = "ENTERED", _("抽選待ち")
    NOT_DRAWN = "NOT_DRAWN", _("落選")
    CANCELLED = "CANCELLED", _("取消し済み")


# These count in `Quota.taken`: nobody else can have the seat meanwhile.
HOLDING = (SeatStatus.CONFIRMED, SeatStatus.OFFERED)
# These are over; the person may apply for the timeslot again.
OVER = (SeatStatus.NOT_DRAWN, SeatStatus.CANCELLED)
ALIVE = tuple(status for status in SeatStatus if status not in OVER)


class RegistrationChannel(TextChoices):
    """How the registration reached the city."""

    WEB = "WEB", _("インターネット")
    PHONE = "PHONE", _("電話")
    DESK = "DESK", _("窓口")
    EMAIL = "EMAIL", _("メール")
    POSTCARD = "POSTCARD", _("はがき")
    LIST = "LIST", _("名簿")


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

    @classmethod
    def of(cls, years: int) -> "AgeBand":
        """The band of somebody who is that old."""
        first = {20: cls.TWENTIES, 30: cls.THIRTIES_FORTIES, 50: cls.FIFTIES_SIXTIES}
        first |= {0: cls.UNDER_20, 70: cls.OVER_70}
        return first[max(age for age in first if age <= max(0, years))]


# What the city counts as young people: under 30.
YOUNG = (AgeBand.UNDER_20, AgeBand.TWENTIES)


class Visit(TextChoices):
    """Whether the person has come to one of the peace programmes before."""

    FIRST = "FIRST", _("はじめて")
    AGAIN = "AGAIN", _("2回目以上")


class LineStatus(TextChoices):
    """Where a party stands in the line of a timeslot."""

    WAITING = "WAITING", _("キャンセル待ち")
    OFFERED = "OFFERED", _("返事待ち")
    SEATED = "SEATED", _("席が決まった")
    LEFT = "LEFT", _("待つのをやめた")


IN_LINE = (LineStatus.WAITING, LineStatus.OFFERED)


class LineStep(TextChoices):
    """What happened in a line, for the record that anyone may read."""

    JOINED = "JOINED", _("列に並びました")
    PASSED = "PASSED", _("空いた席が人数に足りず、次の組を先にご案内しました")
    GATHERING = "GATHERING", _("この組のために、空いた席を取っておいています")
    OFFERED = "OFFERED", _("席をご案内しました")
    ACCEPTED = "ACCEPTED", _("席が決まりました")
    DECLINED = "DECLINED", _("辞退されました")
    EXPIRED = "EXPIRED", _("返事の期限が過ぎ、列の最後に移りました")
    SEATED = "SEATED", _("返事を待たずに席が決まりました")
    LEFT = "LEFT", _("待つのをやめました")
    FEWER = "FEWER", _("人数が変わりました")
    AT_DOOR = "AT_DOOR", _("会場で、列の順に席をご案内しました")
    ABSENT = "ABSENT", _("会場にいなかったため、次の組を先にご案内しました")


class DrawResult(TextChoices):
    """What a lottery said to an entry."""

    ENTERED = "ENTERED", _("抽選待ち")
    WON = "WON", _("当選")
    LOST = "LOST", _("落選")
    WITHDRAWN = "WITHDRAWN", _("抽選の前に取消し")


class LotteryTier(TextChoices):
    """Who is drawn before the others, where the call says so."""

    FIRST_TIMERS = "FIRST_TIMERS", _("はじめての方")
    RESIDENTS = "RESIDENTS", _("市内の方")


class ChangeKind(TextChoices):
    """What was changed in a registration; the letter about it says so."""

    CONTACT = "CONTACT", _("連絡先や伝えたいことを変更しました。")
    EMAIL = "EMAIL", _("連絡先のメールアドレスを変更しました。")
    NAMES = "NAMES", _("お名前を直しました。")
    ADDED = "ADDED", _("参加する人や回を追加しました。")
    MOVED = "MOVED", _("参加する回を変更しました。")
    WAITS = (
        "WAITS",
        _("別の回のキャンセル待ちに加わりました。いまの席はそのままです。"),
    )
    HANDED_OVER = "HANDED_OVER", _("参加する人を、ほかの方に替えました。")


class ConsentStatus(TextChoices):
    ASKED = "ASKED", _("返事待ち")
    GIVEN = "GIVEN", _("同意あり")
    REFUSED = "REFUSED", _("同意なし")
    WITHDRAWN = "WITHDRAWN", _("取りやめ")


class ConsentMethod(TextChoices):
    """How the guardian answered."""

    LINK = "LINK", _("リンク")
    PAPER = "PAPER", _("紙")
    PHONE = "PHONE", _("電話")


class BulkKind(TextChoices):
    """What staff did to many registrations at once."""

    CANCEL = "CANCEL", _("まとめて取消し")
    IMPORT = "IMPORT", _("名簿から登録")


# The kind of the letters with news that go to people because they took part.
PAST_NEWS = "announcement_past"

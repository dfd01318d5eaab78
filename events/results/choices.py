"""Words of the results room."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class AnswerWay(TextChoices):
    """How an answer came in."""

    LINK = "LINK", _("お礼のメール")
    WALL = "WALL", _("会場のQRコード")
    PAPER = "PAPER", _("紙")


class Satisfaction(IntegerChoices):
    VERY_GOOD = 5, _("とても良かった")
    GOOD = 4, _("良かった")
    NEUTRAL = 3, _("ふつう")
    NOT_GOOD = 2, _("あまり良くなかった")
    BAD = 1, _("良くなかった")


class HeardFrom(TextChoices):
    """How somebody heard of the event."""

    CITY_PAPER = "CITY_PAPER", _("市報")
    POSTER = "POSTER", _("ポスター・チラシ")
    SCHOOL = "SCHOOL", _("学校")
    SITE = "SITE", _("市のホームページ")
    SNS = "SNS", _("X・LINEなど")
    NEWS = "NEWS", _("お知らせメール")
    PERSON = "PERSON", _("家族・友人")
    PASSING = "PASSING", _("通りがかり")
    OTHER = "OTHER", _("そのほか")

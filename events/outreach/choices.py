"""Words of the outreach room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SourceKind(TextChoices):
    """Through what somebody heard of an event (広報経路)."""

    POSTER = "POSTER", _("ポスター")
    FLYER = "FLYER", _("チラシ")
    SCHOOL = "SCHOOL", _("学校")
    CITY_PAPER = "CITY_PAPER", _("市報")
    SITE = "SITE", _("市のホームページ")
    X = "X", _("X（旧Twitter）")
    LINE = "LINE", _("LINE")
    CITY = "CITY", _("ほかの市")
    NEWS = "NEWS", _("お知らせメール")
    PERSON = "PERSON", _("知り合い・家族")
    OTHER = "OTHER", _("そのほか")


class Topic(TextChoices):
    """What somebody wants to hear of."""

    TALKS = "TALKS", _("伝承者の講話")
    PEACE_DAY = "PEACE_DAY", _("くにたち平和の日")
    EXHIBITIONS = "EXHIBITIONS", _("原爆の日の展示")
    NETWORK = "NETWORK", _("多摩26市の取組と若者の派遣")
    KOTOBA = "KOTOBA", _("一行のコトバ")


class SubscriptionStatus(TextChoices):
    """PENDING: asked for, but nobody has opened that mailbox yet."""

    PENDING = "PENDING", _("確認待ち")
    ACTIVE = "ACTIVE", _("登録済み")
    ENDED = "ENDED", _("解除済み")


class ContactKind(TextChoices):
    SCHOOL = "SCHOOL", _("学校")
    CITY = "CITY", _("自治体")
    GROUP = "GROUP", _("団体")


class ReaderKind(TextChoices):
    """On what ground somebody is written to. MEMBER: of a room upstairs."""

    SUBSCRIBER = "S"
    PARTICIPANT = "P"
    CONTACT = "C"
    MEMBER = "M"


class AnnouncementAudience(TextChoices):
    """To whom an announcement goes; one choice, so that its number can be said."""

    SUBSCRIBERS = "SUBSCRIBERS", _("お知らせメールの登録者")
    PARTICIPANTS = "PARTICIPANTS", _("前に参加し、お知らせを希望した人")
    SCHOOLS = "SCHOOLS", _("学校")
    GROUPS = "GROUPS", _("団体")
    CITIES = "CITIES", _("連携自治体")


class AnnouncementStatus(TextChoices):
    """WRITING: its letters come into the outbox, piece by piece."""

    DRAFT = "DRAFT", _("下書き")
    WRITING = "WRITING", _("準備中")
    REQUESTED = "REQUESTED", _("承認待ち")
    APPROVED = "APPROVED", _("承認済み")
    WITHDRAWN = "WITHDRAWN", _("取りやめ")


class TalkStatus(TextChoices):
    """A request for a storyteller (派遣講話), from the letter to the talk."""

    RECEIVED = "RECEIVED", _("受付")
    ASKING = "ASKING", _("伝承者に確認中")
    ARRANGED = "ARRANGED", _("決定")
    HELD = "HELD", _("実施済み")
    DECLINED = "DECLINED", _("お断り")
    WITHDRAWN = "WITHDRAWN", _("取下げ")


class InquiryAnswer(TextChoices):
    """What a storyteller says when the office asks them; empty: nothing yet."""

    YES = "YES", _("引き受ける")
    NO = "NO", _("引き受けられない")


class GroupKind(TextChoices):
    """Who asks for a talk."""

    PRIMARY = "PRIMARY", _("小学校")
    JUNIOR_HIGH = "JUNIOR_HIGH", _("中学校")
    HIGH_SCHOOL = "HIGH_SCHOOL", _("高校")
    UNIVERSITY = "UNIVERSITY", _("大学・専門学校")
    CITIZENS = "CITIZENS", _("市民の団体")
    COMPANY = "COMPANY", _("会社")
    PUBLIC = "PUBLIC", _("公共の団体")


class KotobaStatus(TextChoices):
    """A line that came in: read by staff first, then by the committee."""

    RECEIVED = "RECEIVED", _("確認待ち")
    ACCEPTED = "ACCEPTED", _("選考の対象")
    HELD_BACK = "HELD_BACK", _("対象外")
    CHOSEN = "CHOSEN", _("入選")
    WITHDRAWN = "WITHDRAWN", _("取下げ")


class KotobaConsent(TextChoices):
    """How a line may be shown."""

    WITH_NAME = "WITH_NAME", _("名前（ペンネーム）と一緒に展示してよい")
    WITHOUT_NAME = "WITHOUT_NAME", _("名前を出さずに展示してよい")
    NOT_SHOWN = "NOT_SHOWN", _("展示しない（選考だけ）")


# Those that the committee reads.
IN_SELECTION = (KotobaStatus.ACCEPTED, KotobaStatus.CHOSEN)


class KotobaWay(TextChoices):
    """How a line reached the city."""

    WEB = "WEB", _("インターネット")
    PAPER = "PAPER", _("用紙")
    LIST = "LIST", _("名簿")

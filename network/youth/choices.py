"""Words of the youth room. Values are stored: stable."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NominationKind(TextChoices):
    PRINCIPAL = "PRINCIPAL", _("推薦者")
    RESERVE = "RESERVE", _("補欠")


class NominationStatus(TextChoices):
    DRAFT = "DRAFT", _("下書き")
    SUBMITTED = "SUBMITTED", _("提出済み")
    SENT_BACK = "SENT_BACK", _("差戻し")
    RESUBMITTED = "RESUBMITTED", _("再提出済み")
    ACCEPTED = "ACCEPTED", _("承認")
    REOPENED = "REOPENED", _("再確認中")
    DECLINED = "DECLINED", _("不承認")
    WITHDRAWN = "WITHDRAWN", _("取下げ")


# Over: the city may nominate somebody else.
OVER = (NominationStatus.DECLINED, NominationStatus.WITHDRAWN)
# With the secretariat, which has to decide.
IN_REVIEW = (
    NominationStatus.SUBMITTED,
    NominationStatus.RESUBMITTED,
    NominationStatus.REOPENED,
)


class Step(TextChoices):
    """What can be done with a nomination; each is a row of its history."""

    SUBMIT = "SUBMIT", _("推薦を提出する")
    SEND_BACK = "SEND_BACK", _("差し戻す")
    RESUBMIT = "RESUBMIT", _("もう一度提出する")
    ACCEPT = "ACCEPT", _("承認する")
    DECLINE = "DECLINE", _("不承認にする")
    WITHDRAW = "WITHDRAW", _("取り下げる")
    MOVE_UP = "MOVE_UP", _("補欠を推薦者にする")
    REOPEN = "REOPEN", _("内容を変える")


class Side(TextChoices):
    """The sender owns the nomination, the receiver owns the acceptance."""

    CITY = "CITY", _("市")
    SECRETARIAT = "SECRETARIAT", _("事務局")


class Recruiting(TextChoices):
    """How far a city is before it submits anybody."""

    NOT_STARTED = "NOT_STARTED", _("未着手")
    RECRUITING = "RECRUITING", _("募集中")
    INTERVIEWING = "INTERVIEWING", _("面接中")


class ApplicationStatus(TextChoices):
    """Where an application to a city stands."""

    RECEIVED = "RECEIVED", _("受付済み")
    INVITED = "INVITED", _("面接の案内済み")
    CHOSEN = "CHOSEN", _("推薦者に決定")
    RESERVE = "RESERVE", _("補欠に決定")
    NOT_CHOSEN = "NOT_CHOSEN", _("選ばれず")
    WITHDRAWN = "WITHDRAWN", _("辞退")


# The city has not said yes or no, and the person has not withdrawn.
UNDECIDED = (ApplicationStatus.RECEIVED, ApplicationStatus.INVITED)
# The city has said yes or no: a result letter goes out.
DECIDED = (
    ApplicationStatus.CHOSEN,
    ApplicationStatus.RESERVE,
    ApplicationStatus.NOT_CHOSEN,
)


class ItemKind(TextChoices):
    """What a delegate's city hands in, in the order of the checklist."""

    APPLICATION = "APPLICATION", _("参加申込書")
    MOTIVATION = "MOTIVATION", _("志望動機")
    GUARDIAN_CONSENT = "GUARDIAN_CONSENT", _("保護者の同意")
    HEALTH = "HEALTH", _("健康と食事の調査")
    MEDIA_CONSENT = "MEDIA_CONSENT", _("写真と名前の公開についての同意")
    INSURANCE = "INSURANCE", _("保険の情報")
    FEE = "FEE", _("参加費")
    EMERGENCY = "EMERGENCY", _("緊急連絡先")
    REPORT = "REPORT", _("報告")


# Handed in as a file by the city. The others are answered by signed link, or ticked.
FILE_ITEMS = (
    ItemKind.APPLICATION,
    ItemKind.MOTIVATION,
    ItemKind.GUARDIAN_CONSENT,
    ItemKind.MEDIA_CONSENT,
)
# Ticked by the city, with the day.
TICKED_ITEMS = (ItemKind.FEE,)


class ItemStatus(TextChoices):
    MISSING = "MISSING", _("未提出")
    PROBLEM = "PROBLEM", _("要確認")
    DONE = "DONE", _("済み")


class FileKind(TextChoices):
    """What a stored file is. Every picture is kept as JPEG."""

    PDF = "PDF", "PDF"
    JPEG = "JPEG", "JPEG"


class Reader(TextChoices):
    """Whose personal link it is."""

    GUARDIAN = "GUARDIAN", _("保護者")
    DELEGATE = "DELEGATE", _("派遣ユース本人")


class ConsentKind(TextChoices):
    """What is consented to."""

    TRIP = "TRIP", _("派遣と研修への参加")
    MEDIA = "MEDIA", _("写真と名前の公開")


class MediaDegree(TextChoices):
    """How far photographs and the name may go; each includes those before it."""

    NONE = "NONE", _("写真も名前も公開しない")
    INTERNAL = "INTERNAL", _("26市の中の記録だけに使う")
    WITHOUT_NAME = "WITHOUT_NAME", _("写真は公開し、名前は出さない")
    WITH_NAME = "WITH_NAME", _("写真と名前を公開する")


class ConsentWay(TextChoices):
    LINK = "LINK", _("この画面で")
    PAPER = "PAPER", _("紙で")


class ProtectedKind(TextChoices):
    """What is kept encrypted."""

    HEALTH = "HEALTH", _("健康と食事")
    EMERGENCY = "EMERGENCY", _("緊急連絡先")
    INSURANCE = "INSURANCE", _("保険の情報")


# What a guardian or a delegate answers, in the order of their page, and the item of
# the checklist that it fills.
ITEM_OF: dict[str, ItemKind] = {
    ConsentKind.TRIP: ItemKind.GUARDIAN_CONSENT,
    ConsentKind.MEDIA: ItemKind.MEDIA_CONSENT,
    ProtectedKind.EMERGENCY: ItemKind.EMERGENCY,
    ProtectedKind.HEALTH: ItemKind.HEALTH,
    ProtectedKind.INSURANCE: ItemKind.INSURANCE,
}


class ReportStatus(TextChoices):
    DRAFT = "DRAFT", _("下書き")
    SUBMITTED = "SUBMITTED", _("提出済み")
    SENT_BACK = "SENT_BACK", _("直しのお願い")
    APPROVED = "APPROVED", _("承認")


class FollowUpKind(TextChoices):
    """What a delegate did afterwards."""

    MAYOR_VISIT = "MAYOR_VISIT", _("市長への報告")
    SCHOOL_TALK = "SCHOOL_TALK", _("学校や地域での報告")
    SUMMIT_STAGE = "SUMMIT_STAGE", _("サミットでの発表")
    LATER_HELP = "LATER_HELP", _("その後の協力")
    OTHER = "OTHER", _("そのほか")


class StopKind(TextChoices):
    """What a timeslot of the trip is. The first two are compulsory."""

    TRAINING = "TRAINING", _("研修")
    MUSTER = "MUSTER", _("集合（点呼）")
    PART = "PART", _("行程")


COMPULSORY = (StopKind.TRAINING, StopKind.MUSTER)


class Sheet(TextChoices):
    """A printed sheet of the trip."""

    ROSTER = "ROSTER", _("名簿")
    ROLL_CALL = "ROLL_CALL", _("点呼表")
    EMERGENCY = "EMERGENCY", _("緊急連絡先")
    ROOMS = "ROOMS", _("部屋割り")
    DIETS = "DIETS", _("食事と健康")
    INSURANCE = "INSURANCE", _("保険の名簿")

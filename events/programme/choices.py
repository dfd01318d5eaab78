"""Words of the programme room: kinds, states and ways in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class ProgrammeKind(TextChoices):
    LEGACY_TALK = "LEGACY_TALK", _("講話")
    PEACE_DAY = "PEACE_DAY", _("平和の日")
    EXHIBITION = "EXHIBITION", _("展示")
    YOUTH = "YOUTH", _("ユース研修")
    SUMMIT = "SUMMIT", _("サミット")


class EventStatus(TextChoices):
    """INTERNAL: for those who are on its list, such as a trip; on no public page."""

    DRAFT = "DRAFT", _("下書き")
    INTERNAL = "INTERNAL", _("関係者のみ")
    PUBLISHED = "PUBLISHED", _("公開中")
    CANCELLED = "CANCELLED", _("中止")


class Admission(TextChoices):
    """How one gets into a timeslot; the patterns the city has really used.

    An application whose remaining seats open to walk-ins is APPLICATION with a
    `Timeslot.walk_ins_from`.
    """

    FREE_ENTRY = "FREE_ENTRY", _("申込不要")
    WALK_IN = "WALK_IN", _("当日先着")
    APPLICATION = "APPLICATION", _("申込先着")
    LOTTERY = "LOTTERY", _("抽選")
    SELECTION = "SELECTION", _("選考")
    AT_VENUE = "AT_VENUE", _("当日会場で予約")


# What one applies for on the registration form.
APPLIED_FOR = (Admission.APPLICATION, Admission.LOTTERY)


class QuotaKind(TextChoices):
    """Whose seats a quota holds. Everybody may take a general one."""

    GENERAL = "GENERAL", _("一般")
    YOUTH = "YOUTH", _("30歳未満の方")
    FIRST_TIMERS = "FIRST_TIMERS", _("はじめての方")
    DESK = "DESK", _("電話・窓口")
    WHEELCHAIR = "WHEELCHAIR", _("車いす席")
    FAMILY_ROOM = "FAMILY_ROOM", _("親子室")


class Promotion(TextChoices):
    """What happens when a seat comes free and somebody waits."""

    OFFER = "OFFER", _("案内して、返事を待つ")
    AUTOMATIC = "AUTOMATIC", _("返事を待たずに確定する")


class Speaker(TextChoices):
    """Who speaks. A talk must say so: a storyteller is not a survivor."""

    NOBODY = "NOBODY", _("講話ではない")
    STORYTELLER = "STORYTELLER", _("伝承者")
    SURVIVOR = "SURVIVOR", _("体験者ご本人")


class Story(TextChoices):
    """What a storyteller tells of."""

    HIROSHIMA = "HIROSHIMA", _("広島の原爆")
    NAGASAKI = "NAGASAKI", _("長崎の原爆")
    TOKYO = "TOKYO", _("東京大空襲")


class Support(TextChoices):
    """Access support that a timeslot can offer and a party can ask for."""

    SIGN_LANGUAGE = "SIGN_LANGUAGE", _("手話通訳")
    CAPTIONS = "CAPTIONS", _("要約筆記")
    WRITING = "WRITING", _("筆談")
    WHEELCHAIR = "WHEELCHAIR", _("車いすの席")
    NEAR_DOOR = "NEAR_DOOR", _("入口に近い席")
    HEARING_LOOP = "HEARING_LOOP", _("補聴援助")
    FAMILY_ROOM = "FAMILY_ROOM", _("親子室")
    CHILDCARE = "CHILDCARE", _("保育")

    @property
    def is_counted(self) -> bool:
        """How many are needed is asked: spaces, or children."""
        return self in {Support.WHEELCHAIR, Support.CHILDCARE}

    def counted(self, people: int) -> str:
        """With how many, where that is asked: 車いすの席（2人）."""
        if not self.is_counted:
            return str(self.label)
        return ngettext("%(support)s（%(n)s人）", "%(support)s（%(n)s人）", people) % {
            "support": self.label,
            "n": people,
        }


class Residence(TextChoices):
    """What ties a person to the city."""

    LIVES = "LIVES", _("市内に住んでいる")
    WORKS = "WORKS", _("市内で働いている")
    STUDIES = "STUDIES", _("市内の学校に通っている")
    ELSEWHERE = "ELSEWHERE", _("どれでもない")


class Grade(TextChoices):
    """School grades in order. A grade is a cohort: born 2 April to 1 April."""

    ELEMENTARY_1 = "ELEMENTARY_1", _("小学1年")
    ELEMENTARY_2 = "ELEMENTARY_2", _("小学2年")
    ELEMENTARY_3 = "ELEMENTARY_3", _("小学3年")
    ELEMENTARY_4 = "ELEMENTARY_4", _("小学4年")
    ELEMENTARY_5 = "ELEMENTARY_5", _("小学5年")
    ELEMENTARY_6 = "ELEMENTARY_6", _("小学6年")
    JUNIOR_1 = "JUNIOR_1", _("中学1年")
    JUNIOR_2 = "JUNIOR_2", _("中学2年")
    JUNIOR_3 = "JUNIOR_3", _("中学3年")
    HIGH_1 = "HIGH_1", _("高校1年")
    HIGH_2 = "HIGH_2", _("高校2年")
    HIGH_3 = "HIGH_3", _("高校3年")


class QuestionKind(TextChoices):
    """How an extra question is answered. Few kinds: a form is no questionnaire."""

    SHORT_TEXT = "SHORT_TEXT", _("短い文")
    LONG_TEXT = "LONG_TEXT", _("長い文")
    YES_NO = "YES_NO", _("はい・いいえ")
    ONE_OF = "ONE_OF", _("1つ選ぶ")
    SOME_OF = "SOME_OF", _("いくつでも選ぶ")


class PhraseKind(TextChoices):
    """Where a text of the library belongs."""

    LEAD = "LEAD", _("催しの紹介")
    BODY = "BODY", _("くわしい説明")
    AUDIENCE = "AUDIENCE", _("対象")
    BRING = "BRING", _("持ち物")
    REASON = "REASON", _("変更・中止の理由")


class Openness(TextChoices):
    """What a visitor can do with an event or a timeslot right now."""

    OPEN = "OPEN", _("受付中")
    NOT_YET_OPEN = "NOT_YET_OPEN", _("受付前")
    FULL = "FULL", _("満席")
    WAITING_LIST = "WAITING_LIST", _("キャンセル待ち受付中")
    CLOSED = "CLOSED", _("受付終了")
    NO_APPLICATION = "NO_APPLICATION", _("申込不要")
    WALK_IN = "WALK_IN", _("当日先着")
    REST_WALK_IN = "REST_WALK_IN", _("残席を当日受付")
    AT_VENUE = "AT_VENUE", _("当日会場で予約")
    SELECTION = "SELECTION", _("各市で募集")
    CANCELLED = "CANCELLED", _("中止")
    FINISHED = "FINISHED", _("終了")

    @property
    def is_open(self) -> bool:
        return self is Openness.OPEN

    @property
    def can_apply(self) -> bool:
        """The form can be sent: for a seat, or for a place in the line."""
        return self in {Openness.OPEN, Openness.WAITING_LIST}

    @property
    def is_not_yet_open(self) -> bool:
        return self is Openness.NOT_YET_OPEN

    @property
    def is_full(self) -> bool:
        return self in {Openness.FULL, Openness.WAITING_LIST}

    @property
    def has_waiting_list(self) -> bool:
        return self is Openness.WAITING_LIST

    @property
    def is_cancelled(self) -> bool:
        return self is Openness.CANCELLED

    @property
    def needs_no_application(self) -> bool:
        return self in {
            Openness.NO_APPLICATION,
            Openness.WALK_IN,
            Openness.REST_WALK_IN,
            Openness.AT_VENUE,
        }

"""Words of the programme room: kinds, states and ways in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProgrammeKind(TextChoices):
    LEGACY_TALK = "LEGACY_TALK", _("講話")
    PEACE_DAY = "PEACE_DAY", _("平和の日")
    EXHIBITION = "EXHIBITION", _("展示")
    YOUTH = "YOUTH", _("ユース研修")
    SUMMIT = "SUMMIT", _("サミット")


class EventStatus(TextChoices):
    DRAFT = "DRAFT", _("下書き")
    PUBLISHED = "PUBLISHED", _("公開中")
    CANCELLED = "CANCELLED", _("中止")


class Admission(TextChoices):
    """How one gets into a timeslot; the patterns the city has really used."""

    FREE_ENTRY = "FREE_ENTRY", _("申込不要")
    WALK_IN = "WALK_IN", _("当日先着")
    APPLICATION = "APPLICATION", _("申込先着")
    SELECTION = "SELECTION", _("選考")


class QuotaKind(TextChoices):
    GENERAL = "GENERAL", _("一般")


class Speaker(TextChoices):
    """Who speaks. A talk must say so: a storyteller is not a survivor."""

    NOBODY = "NOBODY", _("講話ではない")
    STORYTELLER = "STORYTELLER", _("伝承者")
    SURVIVOR = "SURVIVOR", _("体験者ご本人")


class Support(TextChoices):
    """Access support that an event can offer and a person can ask for."""

    SIGN_LANGUAGE = "SIGN_LANGUAGE", _("手話通訳")
    CAPTIONS = "CAPTIONS", _("要約筆記")
    WRITING = "WRITING", _("筆談")
    WHEELCHAIR = "WHEELCHAIR", _("車いすの席")
    NEAR_DOOR = "NEAR_DOOR", _("入口に近い席")
    HEARING_LOOP = "HEARING_LOOP", _("補聴援助")
    FAMILY_ROOM = "FAMILY_ROOM", _("親子室")


class Openness(TextChoices):
    """What a visitor can do with an event or a timeslot right now."""

    OPEN = "OPEN", _("受付中")
    NOT_YET_OPEN = "NOT_YET_OPEN", _("受付前")
    FULL = "FULL", _("満席")
    CLOSED = "CLOSED", _("受付終了")
    NO_APPLICATION = "NO_APPLICATION", _("申込不要")
    WALK_IN = "WALK_IN", _("当日先着")
    SELECTION = "SELECTION", _("各市で募集")
    CANCELLED = "CANCELLED", _("中止")
    FINISHED = "FINISHED", _("終了")

    @property
    def is_open(self) -> bool:
        return self is Openness.OPEN

    @property
    def is_not_yet_open(self) -> bool:
        return self is Openness.NOT_YET_OPEN

    @property
    def is_full(self) -> bool:
        return self is Openness.FULL

    @property
    def is_cancelled(self) -> bool:
        return self is Openness.CANCELLED

    @property
    def needs_no_application(self) -> bool:
        return self in {Openness.NO_APPLICATION, Openness.WALK_IN}

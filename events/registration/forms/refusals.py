"""What a use case refused, as a sentence beside the field."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.programme.eligibility import refusal as unfit_sentence
from events.registration.forms.guardian import guardian_contact_missing
from events.registration.forms.support import support_refusal
from events.registration.usecases.amend import Unreachable
from events.registration.usecases.changing import (
    AlreadyIn,
    ChangeRefused,
    DrawAhead,
    NothingToChange,
    Overlap,
    TooLate,
)
from events.registration.usecases.check_party import AnswerUnfit, GuardianUnknown
from events.registration.usecases.hand_over import KeptForOthers, NoPlace
from events.registration.usecases.move import NobodyToMove, NoWayThere
from events.registration.usecases.newcomers import NotForThem
from events.registration.usecases.register import (
    AlreadyRegistered,
    NothingChosen,
    RegistrationClosed,
    SupportNotLeft,
    TooFewSeats,
    TooManyPeople,
)

REFUSALS = (
    AnswerUnfit,
    ChangeRefused,
    GuardianUnknown,
    AlreadyRegistered,
    NothingChosen,
    RegistrationClosed,
    SupportNotLeft,
    TooFewSeats,
    TooManyPeople,
)

_SENTENCES = {
    NothingToChange: gettext_lazy(
        "申込みが取り消されたか、催しが終わったため、変更できません。"
    ),
    Unreachable: gettext_lazy(
        "電話番号かメールアドレスの、どちらかを入力してください。"
    ),
    TooLate: gettext_lazy("%(timeslot)sは始まっているため、変更できません。"),
    AlreadyIn: gettext_lazy("この方は入場しているため、変更できません。"),
    Overlap: gettext_lazy(
        "%(first)sと%(second)sは時間が重なっています。どちらかを選んでください。"
    ),
    DrawAhead: gettext_lazy(
        "%(timeslot)sは抽選で席を決めるため、いまは変更できません。"
        "%(office_phone)sへお電話ください。"
    ),
    NoWayThere: gettext_lazy("その回へは移れません。ほかの回を選んでください。"),
    NobodyToMove: gettext_lazy("移る人を1人以上選んでください。"),
    NoPlace: gettext_lazy("この方の席はありません。選びなおしてください。"),
    KeptForOthers: gettext_lazy(
        "この席は、年代などを決めて取ってある席です。ほかの席に空きがないため、"
        "交代できません。%(office_phone)sへお電話ください。"
    ),
    NothingChosen: gettext_lazy("参加する回を1つ以上選んでください。"),
    RegistrationClosed: gettext_lazy(
        "申込みの受付が終わったため、人や回を増やせません。"
        "参加のご相談は、%(office_phone)sへお電話ください。"
    ),
    TooManyPeople: gettext_lazy(
        "1回に申し込めるのは%(max)s名までです。%(max)s名を超えるときは、"
        "%(office_phone)sへお電話ください。"
    ),
    AlreadyRegistered: gettext_lazy(
        "この方は、別の申込みで同じ回に席があります。受付番号は%(receipt_number)sです。"
    ),
    AnswerUnfit: gettext_lazy("「%(label)s」に答えてください。"),
    TooFewSeats: gettext_lazy(
        "%(timeslot)sは、いま席が足りません。ほかの回を選んでください。"
        "いまの席は、そのままです。"
    ),
}


def refusal_error(refusal: Exception, *, most: int = 0) -> ValidationError:
    """The sentence for REFUSAL; MOST is the party's limit, where it speaks of one."""
    if isinstance(refusal, NotForThem):
        return _unfit_error(refusal)
    if isinstance(refusal, GuardianUnknown):
        return guardian_contact_missing()
    if isinstance(refusal, SupportNotLeft):
        return support_refusal(refusal.offer, refusal.limit)
    params = {"office_phone": settings.OFFICE_PHONE, "max": most}
    for name in ("timeslot", "first", "second", "receipt_number"):
        if hasattr(refusal, name):
            params[name] = str(getattr(refusal, name))
    if isinstance(refusal, AnswerUnfit):
        params["label"] = str(refusal.question.label)
    return ValidationError(
        str(_SENTENCES[type(refusal)]), code=type(refusal).__name__, params=params
    )


def _unfit_error(refusal: NotForThem) -> ValidationError:
    own = refusal.timeslot if refusal.rule.timeslot_id else ""
    text = unfit_sentence(
        refusal.reason,
        refusal.rule,
        starts_at=refusal.timeslot.starts_at,
        timeslot=own,
    )
    return ValidationError(text, code=str(refusal.reason))


def waiting_error(refusal: TooFewSeats) -> ValidationError:
    """The same where one may wait: the choice stands beside it."""
    return ValidationError(
        _(
            "%(timeslot)sは、いま席が足りません。ほかの回を選ぶか、"
            "キャンセル待ちを選んでください。いまの席は、そのままです。"
        ),
        code="slot_full",
        params={"timeslot": str(refusal.timeslot)},
    )

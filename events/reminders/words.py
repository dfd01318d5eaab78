"""What stands behind a letter's placeholders, in words that staff use."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.reminders.catalogue import LANGUAGES, Letter, block_names
from peace.outbox.models.text import BLOCKS
from peace.outbox.placeholders import named

# Those that every letter about a registration may use.
COMMON: dict[str, Promise] = {
    "name": _("宛名（お名前。「様」は付きません）"),
    "people": _("人数（2名）"),
    "receipt_number": _("受付番号"),
    "event_title": _("催しの名前"),
    "event_short": _("催しの短い名前（件名に使います）"),
    "event_url": _("催しのページ"),
    "date": _("日にち（令和8年2月15日(日)）"),
    "date_short": _("短い日にち（2月15日(日)）"),
    "time_range": _("時間（午後1時30分～4時30分）"),
    "doors_time": _("受付が始まる時刻"),
    "venue": _("会場"),
    "venue_address": _("会場の住所"),
    "seat_list": _("席の一覧（回、状態、お名前）"),
    "bring_line": _("持ち物の行"),
    "support_line": _("ご用意するものの行（手話通訳など）"),
    "ticket_url": _("参加券のリンク（ご本人だけのもの）"),
    "manage_url": _("変更・取消しのリンク（ご本人だけのもの）"),
    "city_name": _("市の名前"),
    "office_name": _("担当の名前"),
    "office_phone": _("担当の電話番号"),
    "office_hours": _("電話を受ける時間"),
}
_OWN: dict[str, Promise] = {
    "event_block": _("催し、日時、受付、会場、住所"),
    "ticket_block": _("参加券の案内とリンク"),
    "change_block": _("変更・取消しの案内とリンク"),
    "office_block": _("受付番号、担当、電話"),
    "after": _("変わった後"),
    "before": _("変わる前"),
    "applicants": _("申し込んだ人数"),
    "cancel_by": _("取り消せる期限"),
    "cancelled_list": _("取り消した席の一覧"),
    "capacity": _("定員"),
    "change_list": _("変えた内容の一覧"),
    "changed_item": _("何が変わったか（日時、会場など）"),
    "coming_url": _("参加するかどうかを答えるページ（ご本人だけのリンク）"),
    "minutes": _("アンケートにかかる時間（分）"),
    "programme_url": _("事業のページ"),
    "question_count": _("アンケートの問いの数"),
    "survey_deadline": _("アンケートの期限"),
    "survey_url": _("アンケートのページ"),
    "confirmed_block": _("ほかの回の席の一覧"),
    "confirmed_list": _("確定した席の一覧"),
    "consent_deadline": _("同意の期限"),
    "consent_url": _("同意のページ（保護者だけのリンク）"),
    "deadline_short": _("返事の期限（短い形。件名に使います）"),
    "entered_list": _("抽選に申し込んだ席の一覧"),
    "followup_line": _("代わりの催しの行"),
    "guardian_name": _("保護者のお名前"),
    "line_url": _("キャンセル待ちの順番を見るページ"),
    "lottery_number": _("抽選番号"),
    "lottery_url": _("抽選の結果を確かめるページ"),
    "minor_name": _("参加する18歳未満の方のお名前"),
    "offer_deadline": _("返事の期限"),
    "offer_url": _("空いた席の返事をするページ（ご本人だけのリンク）"),
    "offered_list": _("空いた席の一覧"),
    "others_list": _("席が決まらなかった回の一覧"),
    "others_title": _("「席が決まらなかった回」という見出し"),
    "position": _("キャンセル待ちの順番"),
    "reason": _("理由（催しを変えたときに書いたもの）"),
    "reason_line": _("抽選をやり直した理由の行"),
    "remaining_list": _("残っている席の一覧"),
    "repeat_line": _("抽選をやり直したおわびの行"),
    "seat_line": _("席がどうなるかの行"),
    "staff_name": _("話す職員"),
    "ticket_state_line": _("参加券が使えるかどうかの行"),
    "waiting_list": _("キャンセル待ちの席の一覧"),
}
# Their line disappears for some registrations.
MAY_BE_EMPTY = frozenset(
    {
        "bring_line",
        "support_line",
        "venue_address",
        "event_short",
        "seat_list",
        "ticket_block",
        "reason",
        "confirmed_block",
        "confirmed_list",
        "capacity",
        "applicants",
        "position",
        "others_title",
        "others_list",
        "reason_line",
        "repeat_line",
        "followup_line",
        "seat_line",
        "waiting_list",
    }
)
# More than one line: not for a subject, and not within a sentence.
MANY_LINES = frozenset(
    {
        "seat_list",
        "cancelled_list",
        "remaining_list",
        "confirmed_list",
        "waiting_list",
        "entered_list",
        "offered_list",
        "others_list",
        "change_list",
        "confirmed_block",
    }
)
# Whoever holds them may change the registration: only where they stood before.
PRIVATE = frozenset({"ticket_url", "manage_url"})
# What a letter is for. Where the original says it, a new wording has to say it too.
ESSENTIAL = frozenset(
    {
        "receipt_number",
        "office_phone",
        "date",
        "venue",
        "event_title",
        "ticket_url",
        "manage_url",
        "seat_list",
        "confirmed_list",
        "waiting_list",
        "entered_list",
        "cancelled_list",
        "remaining_list",
        "offered_list",
        "change_list",
        "offer_url",
        "offer_deadline",
        "consent_url",
        "consent_deadline",
        "minor_name",
        "reason",
        "before",
        "after",
        "lottery_number",
        "lottery_url",
        "line_url",
        "position",
        "ticket_state_line",
        "seat_line",
        "survey_url",
        "coming_url",
    }
)


def meaning(name: str) -> str:
    return str(COMMON.get(name) or _OWN.get(name) or name)


def is_known(name: str) -> bool:
    return name in COMMON or name in _OWN


def allowed(letter: Letter) -> list[str]:
    """The placeholders that LETTER may use: its own first, then those of all.

    A link by which somebody can change the registration goes only into letters that
    have one: others are read by a guardian, or by whoever has the old address.
    """
    names = list(dict.fromkeys([*sorted(letter.named_in_files), *COMMON]))
    if not letter.is_block:
        names += [each for each in sorted(block_names()) if each not in names]
    if PRIVATE & leaves(letter.named_in_files):
        return names
    return [each for each in names if not PRIVATE & leaves([each])]


def essential(letter: Letter) -> frozenset[str]:
    """What the original says in every language, and a new wording must say too."""
    sources = map(letter.original, LANGUAGES)
    said = [leaves([*named(each.subject), *named(each.body)]) for each in sources]
    return ESSENTIAL.intersection(*said)


def leaves(names: Iterable[str]) -> frozenset[str]:
    """NAMES with each block as what stands in its original."""
    found: set[str] = set()
    for name in names:
        if name in block_names():
            found |= Letter(BLOCKS + name).named_in_files
        else:
            found.add(name)
    return frozenset(found)


def ways_to_say(name: str, letter: Letter) -> list[str]:
    """The placeholders of LETTER that say NAME: itself, and blocks that hold it."""
    return [
        each
        for each in allowed(letter)
        if each == name or (each in block_names() and name in leaves([each]))
    ]


def may_be_empty(name: str) -> bool:
    return name in MAY_BE_EMPTY


def in_one_line(subject: str) -> list[str]:
    """Placeholders of a subject that do not fit into one line."""
    return [
        each for each in named(subject) if each in MANY_LINES or each in block_names()
    ]

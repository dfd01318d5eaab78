"""The letters whose words the office may change: which there are, and when they go.

Found by their files, so that a letter with a new file is editable at once; what
staff read about it stands here. Legal texts (`texts/`) carry a version that people
agreed to and are not among them, nor are letters to the cities of the network.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from peace.outbox.choices import LetterClass
from peace.outbox.models.text import BLOCKS
from peace.outbox.placeholders import Source, named
from peace.outbox.wording import file_source

ROOMS = ("registration", "reminders", "blocks")
LANGUAGES = ("ja", "ja-easy", "en")
# Of the network only.
LEFT_OUT = {"blocks/secretariat_block"}


class Group(TextChoices):
    REGISTERED = "REGISTERED", _("申し込んだとき")
    BEFORE = "BEFORE", _("催しの前と後")
    WAITING = "WAITING", _("キャンセル待ち")
    LOTTERY = "LOTTERY", _("抽選")
    CHANGED = "CHANGED", _("変更と取消し")
    PHONE = "PHONE", _("電話で話す言葉")
    OTHER = "OTHER", _("そのほか")
    BLOCKS = "BLOCKS", _("どの手紙にも入る部分")


class About(NamedTuple):
    """What staff read about a letter."""

    group: Group
    label: str | Promise
    when: str | Promise
    letter_class: str = LetterClass.A


_R, _M = "registration/", "reminders/"
_ABOUT: dict[str, About] = {
    _R + "confirmation": About(
        Group.REGISTERED, _("申込みの控え"), _("席が確定した申込みのすぐ後")
    ),
    _R + "mixed_result": About(
        Group.REGISTERED,
        _("申込みの控え（一部キャンセル待ち）"),
        _("確定した席と待つ席がある申込みのすぐ後"),
    ),
    _R + "consent_request": About(
        Group.REGISTERED,
        _("保護者への同意のお願い"),
        _("18歳未満の方の申込みのすぐ後"),
    ),
    _R + "waiting_joined": About(
        Group.WAITING,
        _("キャンセル待ちの控え"),
        _("満席の回に申し込んだすぐ後"),
    ),
    _R + "offer": About(
        Group.WAITING, _("席が空いたお知らせ"), _("席が空き、順番が来たとき")
    ),
    _R + "offer_expired": About(
        Group.WAITING,
        _("返事の期限が過ぎたお知らせ"),
        _("期限までに返事がなかったとき"),
    ),
    _R + "promoted": About(
        Group.WAITING,
        _("席が確定したお知らせ"),
        _("空いた席を受けたとき、または自動で席が決まったとき"),
    ),
    _R + "lottery_entered": About(
        Group.LOTTERY, _("抽選の申込みの控え"), _("抽選の回に申し込んだすぐ後")
    ),
    _R + "lottery_won": About(
        Group.LOTTERY, _("抽選の結果（席がある方）"), _("抽選をしたとき")
    ),
    _R + "lottery_lost": About(
        Group.LOTTERY, _("抽選の結果（キャンセル待ちの方）"), _("抽選をしたとき")
    ),
    _R + "lottery_no_seat": About(
        Group.LOTTERY,
        _("抽選の結果（席がなく、キャンセル待ちもない方）"),
        _("抽選をしたとき"),
    ),
    _R + "registration_changed": About(
        Group.CHANGED, _("変更の控え"), _("申込みの内容を変えたすぐ後")
    ),
    _R + "address_changed": About(
        Group.CHANGED,
        _("メールアドレスの変更の控え（前のアドレスへ）"),
        _("メールアドレスを変えたすぐ後。知らない方に届くことがあります"),
    ),
    _R + "cancellation": About(
        Group.CHANGED, _("取消しの控え"), _("ご本人が席を取り消したすぐ後")
    ),
    _R + "cancelled_by_office": About(
        Group.CHANGED,
        _("取消しの控え（職員が取り消したとき）"),
        _("職員が席を取り消したとき"),
    ),
    _R + "event_changed": About(
        Group.CHANGED,
        _("催しの変更のお知らせ"),
        _("公開した催しの日時や会場を変えたとき"),
    ),
    _R + "event_cancelled": About(
        Group.CHANGED,
        _("催しの中止のお知らせ"),
        _("催しを中止にし、もう1人が承認したとき"),
    ),
    _M + "reminder": About(
        Group.BEFORE,
        _("前日のお知らせ"),
        _("事前案内の規則の時刻（ふつうは前の日）"),
        LetterClass.B,
    ),
    _M + "coming": About(
        Group.BEFORE,
        _("参加の確認"),
        _("「参加の確認」の規則の時刻。参加の返事がまだの方に"),
        LetterClass.B,
    ),
    _M + "waiting": About(
        Group.BEFORE,
        _("キャンセル待ちの方への事前案内"),
        _("キャンセル待ちの方への規則の時刻"),
        LetterClass.B,
    ),
    _M + "consent_missing": About(
        Group.BEFORE,
        _("保護者への同意のお願い（再）"),
        _("「保護者の同意のお願い」の規則の時刻。同意がまだのとき"),
        LetterClass.B,
    ),
    _M + "postcard": About(
        Group.BEFORE,
        _("はがきの事前案内"),
        _("はがきで申し込んだ方に、印刷して送るとき"),
        LetterClass.B,
    ),
    _M + "thank_you": About(
        Group.BEFORE,
        _("お礼とアンケートのお願い"),
        _("催しのあと、来場した方に。アンケートがあるとき"),
        LetterClass.B,
    ),
    _M + "thank_you_plain": About(
        Group.BEFORE,
        _("お礼"),
        _("催しのあと、来場した方に。アンケートがないとき"),
        LetterClass.B,
    ),
    _M + "absent": About(
        Group.BEFORE,
        _("来場がなかった方へのお知らせ"),
        _("催しのあと、受付の記録がない方に。規則を作ったときだけ"),
        LetterClass.B,
    ),
    _M + "call_script": About(
        Group.PHONE,
        _("前日の確認のお電話"),
        _("メールのない方に、前の日に電話で話す言葉"),
        LetterClass.B,
    ),
    _M + "consent_call": About(
        Group.PHONE,
        _("同意をお願いするお電話"),
        _("保護者にメールで届かないときに、電話で話す言葉"),
        LetterClass.B,
    ),
    _M + "offer_script": About(
        Group.PHONE,
        _("空いた席のご案内のお電話"),
        _("席が空いたことを、電話で話す言葉"),
    ),
    BLOCKS + "event_block": About(
        Group.BLOCKS, _("催しの案内"), _("{event_block} のあるすべての手紙")
    ),
    BLOCKS + "ticket_block": About(
        Group.BLOCKS, _("参加券の案内"), _("{ticket_block} のあるすべての手紙")
    ),
    BLOCKS + "change_block": About(
        Group.BLOCKS, _("変更・取消しの案内"), _("{change_block} のあるすべての手紙")
    ),
    BLOCKS + "office_block": About(
        Group.BLOCKS,
        _("受付番号と問い合わせ先"),
        _("{office_block} のあるすべての手紙"),
    ),
}


@dataclass(frozen=True)
class Letter:
    """One letter of the library, by the name of its file."""

    name: str

    @property
    def is_block(self) -> bool:
        return self.name.startswith(BLOCKS)

    @property
    def room(self) -> str:
        return self.name.partition("/")[0]

    @property
    def file(self) -> str:
        return self.name.partition("/")[2]

    @cached_property
    def about(self) -> About:
        known = _ABOUT.get(self.name)
        if known:
            return known
        title = self.original("ja").subject or self.name
        return About(Group.OTHER, title, "")

    def original(self, language: str) -> Source:
        return file_source(self.name, language)

    @cached_property
    def named_in_files(self) -> frozenset[str]:
        """Every placeholder of the files, in whichever language."""
        found: set[str] = set()
        for language in LANGUAGES:
            source = self.original(language)
            found |= {*named(source.subject), *named(source.body)}
        return frozenset(found)


@lru_cache
def letters() -> dict[str, Letter]:
    """All letters by name, in the order in which a registration meets them."""
    names = [name for name in _files() if name not in LEFT_OUT]
    order = list(_ABOUT)
    groups = list(Group)

    def place(name: str) -> tuple[int, int, str]:
        known = order.index(name) if name in order else len(order)
        return groups.index(Letter(name).about.group), known, name

    return {name: Letter(name) for name in sorted(names, key=place)}


def _files() -> Iterator[str]:
    folder = Path(settings.BASE_DIR) / "templates" / "letters"
    for room in ROOMS:
        for path in sorted((folder / room).glob("*.ja.txt")):
            yield f"{room}/{path.name.removesuffix('.ja.txt')}"


def block_names() -> frozenset[str]:
    return frozenset(
        name.removeprefix(BLOCKS) for name, each in letters().items() if each.is_block
    )

"""What a helper is told about a move to this timeslot."""

from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import override

from events.door.words.verdicts import verdict_texts


class RefusalTexts(TypedDict):
    """The large word, and what to do instead."""

    message: str
    next: str


def move_words() -> dict[str, str]:
    """What the scanner says of moves; `{n}` is filled in there."""
    return {
        "free": _("いまの回の空き {n}席"),
        "none_free": _("いまの回に空きはありません。"),
        "move": _("この回に移して {n}名 入場"),
        "leave": _("移さない"),
        "past_the_line": _("待っている人はいない。移して入場"),
        "again": _("もう一度たしかめる"),
        "unknown": _("移せたか未確認"),
        "unknown_next": _(
            "返事が届きませんでした。つながる場所で「もう一度たしかめる」を押す。"
            "二重に移ることはありません。"
        ),
        "needs_network": _(
            "席を移すには、インターネットが要ります。つながる場所でもう一度読み取るか、"
            "参加券の回を案内する。"
        ),
    }


def refusal_texts(word: str) -> RefusalTexts:
    """Why a move was refused: a word of the door, or one of its own."""
    with override("ja"):
        own = _refusals().get(word)
    if own:
        return RefusalTexts(message=own[0], next=own[1])
    texts = verdict_texts(word, {})
    return RefusalTexts(message=texts["message"], next=texts["next"])


def _refusals() -> dict[str, tuple[str, str]]:
    return {
        "full": (
            _("満席"),
            _("席は元の回のままです。元の回の時刻と、待つ場所を案内する。"),
        ),
        "line": (
            _("先に待つ人"),
            _("この回は、キャンセル待ちの人が先です。会場にいるかを順番に聞く。"),
        ),
        "in_elsewhere": (
            _("入場済み"),
            _("元の回に入場の記録があります。連れの方が先に入ったかを聞く。"),
        ),
        "nobody": (
            _("もう一度"),
            _("ほかの端末で席が変わりました。参加券をもう一度読み取る。"),
        ),
        "no_scan": (
            _("もう一度"),
            _("参加券をもう一度読み取ってから移す。席は元のままです。"),
        ),
        "overlap": (
            _("時間が重なる"),
            _("同じ時間の別の回にも席があります。どちらに入るかを聞き、受付責任者へ。"),
        ),
        "not_for_them": (
            _("対象の回"),
            _("この回に入れる人は決まっています。元の回を案内する。"),
        ),
        "support": (
            _("席の準備"),
            _(
                "車いす席や保育などの申込みがあります。"
                "この回で用意できるかを受付責任者に聞く。"
            ),
        ),
        "no_way": (
            _("移せない回"),
            _("受付では、この回に移せません。元の回を案内する。"),
        ),
    }

"""What is said where a supervisor decides."""

from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import override


class OverrideTexts(TypedDict):
    """The large word, and the next step, after an entry with a reason."""

    message: str
    next: str


def override_texts(counted: int) -> OverrideTexts:
    """After a supervisor let somebody in; COUNTED 0: they were counted as in."""
    with override("ja"):
        if not counted:
            step = _("理由を記録しました。すでに数えた人なので、人数は増えません。")
            return OverrideTexts(message=_("どうぞ"), next=step)
        word = _("{admitted}名 入場").format(admitted=counted)
        return OverrideTexts(message=word, next=_("理由を記録しました。"))


def override_words() -> dict[str, object]:
    """What the scanner says of a supervisor's decisions."""
    return {
        "let_in": _("理由を書いて入れる"),
        "let_in_about": _("規則では入れない人を、理由を残して入れます。"),
        "let_in_do": _("この理由で入れる"),
        "take_back": _("前の入場を取り消す"),
        "take_back_about": _(
            "{time}の入場を、理由を残して取り消します。そのあと、もう一度読み取ります。"
        ),
        "take_back_do": _("この理由で取り消す"),
        "call": _("責任者を呼ぶ"),
        "call_about": {
            "consent_missing": _("保護者の同意がまだありません。"),
            "too_early": _("開場の前に来ました。"),
            "closed": _("この回の受付は終わっています。"),
            "replaced": _("古い参加券を持っています。"),
            "already_in": _("この参加券には、入場の記録があります。"),
        },
        "taken_back": _("取り消しを記録しました。参加券をもう一度読み取ってください。"),
        "missing": _("理由を1つ選ぶか、書いてください。"),
        "needs_network": _(
            "インターネットにつながっていません。つながる場所でもう一度押してください。"
            "急ぐときは、紙の名簿に書いて入れてください。"
        ),
        "reasons": {
            "consent_missing": [
                _("保護者と電話で確かめた"),
                _("保護者が一緒にいる"),
                _("用紙に署名をもらった"),
            ],
            "too_early": [
                _("体調などの事情がある"),
                _("準備のために先に入る"),
                _("外が暑い、寒い、雨"),
            ],
            "closed": [
                _("席が空いている"),
                _("交通機関が遅れた"),
                _("途中からの入場を認めた"),
            ],
            "replaced": [
                _("名簿で本人と確かめた"),
                _("新しい参加券を出せない"),
            ],
            "already_in": [
                _("一度出て、戻ってきた"),
                _("前の読取は間違い"),
                _("名簿で本人と確かめた"),
            ],
            "take_back": [
                _("別の人の参加券だった"),
                _("入らずに帰った"),
                _("読取の間違い"),
            ],
        },
    }

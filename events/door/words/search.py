"""What the scanner says while a helper searches. Names themselves come by the API."""

from django.utils.translation import gettext as _


def search_words() -> dict[str, str]:
    return {
        "open": _("お名前や番号でさがす"),
        "looking": _("さがしています"),
        "offline": _(
            "さがすには、インターネットが必要です。紙の受付名簿で確かめてください。"
        ),
        "none": _(
            "見つかりません。ふりがなの最初の1文字や、電話番号の下4桁でもさがせます。"
        ),
        "too_little": _(
            "ふりがなは1文字から、番号は4桁から、さがせます。もう一度入れてください。"
        ),
        "flood": _(
            "続けてさがしたため、少し止まっています。{seconds}秒ほどたってから、"
            "もう一度押してください。"
        ),
        "found": _("{n}件"),
        "more": _("ほかにもあります。続きの文字も入れてください。"),
        "over": _("1分たったので、結果を消しました。"),
        "party": _("{n}名"),
        "inside": _("{n}名 入場済み"),
        "waiting": _("席は未定"),
        "cancelled": _("取消し"),
        "receipt": _("受付番号 {number}"),
        "here": _("この回"),
    }

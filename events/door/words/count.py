"""What the scanner says at the hand counter; `{n}` and others are filled in there."""

from django.utils.translation import gettext as _


def count_words() -> dict[str, str]:
    return {
        "unsent": _("うち未送信 {n}人（仮）"),
        "hour": _("{hour}時"),
        "people": _("{n}人"),
        "undone": _("1人、元に戻しました。"),
        "nothing_to_undo": _("元に戻せるものはありません（15分まで）。"),
        "not_stored": _(
            "この端末に保存できず、数えていません。紙に「正」の字で数えてください。"
        ),
    }

"""What the scanner says at a roll-call; `{label}` is what is called, never a name."""

from django.utils.translation import gettext as _


def roll_words() -> dict[str, str]:
    return {
        "count": _("{here} / {all}"),
        "left": _("いない {n}"),
        "missing": _("いない：{labels}"),
        "more": _("、ほか{n}"),
        "comma": _("、"),
        "everyone": _("全員います"),
        "nobody": _("この回に、点呼をする人はいません。"),
        "here": _("いる"),
        "counted": _("数えました"),
        "already": _("もう数えました"),
        "ticked": _("{label}を数えました。"),
        "unticked": _("{label}を、いないに戻しました。"),
        "undo": _("戻す"),
        "next": _("次の回へ：{slot}"),
        "not_stored": _(
            "この端末に保存できず、数えていません。紙に印を付けてください。"
        ),
    }

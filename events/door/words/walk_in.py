"""What the scanner says of walk-ins; `{n}` and others are filled in there."""

from django.utils.translation import gettext as _


def walk_in_words() -> dict[str, str]:
    """Results by their name in the API, and short notes."""
    return _results() | _named()


def _results() -> dict[str, str]:
    return {
        "left": _("残り{n}席"),
        "left_kept": _("残り{n}席（仮）"),
        "counted": _("1人、入場しました。残り{n}席"),
        "counted_only": _("1人、入場しました。"),
        "kept": _("仮に1人、数えました。つながったら送ります。"),
        "kept_full": _(
            "仮に1人、数えました。席はもうないかもしれません。"
            "次の方からは、職員に声をかけてください。"
        ),
        "full": _(
            "満席です。数えていません。席が空くまで待っていただくか、"
            "職員に声をかけてください。"
        ),
        "line_first": _(
            "キャンセル待ちの番号{number}の組が先です。まだ数えていません。"
            "列の方を先に案内するか、会場にいなければ下のボタンで数えます。"
        ),
        "not_open": _("この回は、いま当日入場を受け付けていません。"),
        "conflict": _("数えられませんでした。もう一度押してください。"),
        "failed": _("できませんでした。もう一度押してください。"),
        "not_stored": _(
            "この端末に保存できず、数えていません。紙に「正」の字で数えてください。"
        ),
        "undone": _("1人、元に戻しました。"),
        "nothing_to_undo": _("元に戻せるものはありません（15分まで）。"),
    }


def _named() -> dict[str, str]:
    return {
        "name_missing": _("お名前を入れてください。"),
        "sending": _("登録しています"),
        "name_no_network": _(
            "つながりません。名前での登録は、つながっているときだけできます。"
            "「当日入場 +1」で数えてください。"
        ),
        "name_full": _(
            "空いた席が人数に足りません。人数を減らすか、待っていただきます。"
        ),
        "name_line_first": _(
            "キャンセル待ちの番号{number}の組が先です。会場にいなければ、"
            "下に印を付けて、もう一度押してください。"
        ),
        "name_not_open": _("この回は、いま当日入場を受け付けていません。"),
        "name_too_many": _("1つの申込みは{most}人までです。分けて入れてください。"),
        "slip_people": _("{n}人、入場しました"),
    }

"""What the scanner says of the waiting line; `{n}` and others are filled in there."""

from django.utils.translation import gettext as _


def line_words() -> dict[str, str]:
    """Results by their name in the API, and the words of the list."""
    return {
        "parties": _("{n}組"),
        "free": _("空いた席 {n}"),
        "number": _("番号{number}"),
        "people": _("{n}人"),
        "people_fewer": _("{n}人（一部の人数でもよい）"),
        "here": _("来ている"),
        "not_here": _("いない"),
        "seated": _("番号{number}の{n}人、席が決まり、入場しました。"),
        "seated_some": _(
            "番号{number}の{n}人、席が決まり、入場しました。"
            "入場できなかった方がいます。席か保護者の同意を確かめてください。"
        ),
        "passed_over": _(
            "番号{number}の組を後にしました。列には残っています。来たら案内できます。"
        ),
        "not_your_turn": _(
            "番号{first}の組が先です。呼んで、いなければ「いない」を押してください。"
        ),
        "no_seat": _(
            "番号{number}の組に足りる席がありません。"
            "席が空くか、前の組が決まるまで待っていただきます。"
        ),
        "gone": _("番号{number}の組は、もう列にいません。"),
        "too_early": _(
            "まだメールと電話で案内しています。{time}から、ここで案内できます。"
        ),
        "no_network": _("つながりません。列の案内は、つながっているときだけできます。"),
        "failed": _("できませんでした。もう一度押してください。"),
    }

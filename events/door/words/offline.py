"""What the scanner says where it decides by itself, and of the list on the phone."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from events.door.words.verdicts import VISITOR_LANGUAGES


def offline_words() -> dict[str, dict[str, str]]:
    """`notes` for the helper; `already_in` for the visitor, where no time is known."""
    return {"notes": _notes(), "already_in": _already_in()}


def _notes() -> dict[str, str]:
    return {
        "provisional": _("仮"),
        "decided_here": _("この端末が判定（名簿 {time}）"),
        "decided_here_alone": _("この端末が判定"),
        "decided_after_all": _("つながったので、判定が変わりました"),
        "list": _("名簿 {time}"),
        "no_list": _("名簿なし"),
        "list_may_be_old": _("名簿が古いかもしれません。紙の名簿で確かめてください。"),
        "ask_supervisor": _("受付責任者に聞く。"),
        "let_in_by_paper": _("紙の名簿で確かめて入れた"),
        "noted_by_paper": _("紙の名簿で入れたことを記録しました。"),
        "differs": _(
            "{n}件は、この端末の判定（仮）と違いました。受付責任者に伝えてください。"
        ),
        "why_no_list": _(
            "つながっていません。この端末に今日の名簿がないので、紙の名簿で"
            "確かめてください。読取は保存しました。"
        ),
        "why_receipt": _(
            "つながっていないときは、番号では判定できません。参加券のQRコードを"
            "かざすか、紙の名簿で確かめてください。"
        ),
        "why_insecure": _(
            "この接続（https でない）では、つながらないときの判定ができません。"
            "紙の名簿で確かめてください。読取は保存しました。"
        ),
        "storage_full": _(
            "この端末の空きがありません。読取は覚えていますが、送り終わるまで"
            "この画面を閉じないでください。"
        ),
    }


def _already_in() -> dict[str, str]:
    said = {}
    for language in VISITOR_LANGUAGES:
        with override(language):
            said[language] = _(
                "入場の記録があります。一緒に確かめますので、こちらへどうぞ。"
            )
    return said

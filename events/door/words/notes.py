"""What the scanner says besides verdicts; `{n}` and others are filled in there."""

from django.utils.translation import gettext as _


def note_words() -> dict[str, str]:
    """Short notes and refusals by name."""
    return _states() | _refusals()


def _states() -> dict[str, str]:
    return {
        "people": _("名"),
        "counts": _("入場 {admitted} / {expected}"),
        "online": _("つながっています"),
        "offline": _("圏外"),
        "unsent": _("未送信 {n}件"),
        "aim": _("QRコードを枠に入れてください"),
        "camera_off": _("カメラを使うか、受付番号を入れてください"),
        "checking": _("確かめています"),
        "same": _("同じ参加券です。一度離してから、かざしてください。"),
        "undecided": _("未判定"),
        "provisional": _("仮 {word}"),
        "undecided_next": _(
            "インターネットにつながっていません。紙の名簿で確かめてください。"
            "読取は保存しました。つながったら送ります。"
        ),
        "flood_next": _(
            "読取が続いたため、少し止まっています。紙の名簿で確かめてください。"
            "読取は保存しました。"
        ),
        "sent_later": _(
            "保存していた読取を送りました。入場 {admitted}件、ほか {other}件"
        ),
        "doors": _("開場 {time}"),
        "camera": _("カメラ {n}"),
        "forget_unsent": _("未送信の記録が{n}件あります。外すと消えます。"),
        "forgotten": _("端末を外しました。この端末には何も残っていません。"),
    }


def _refusals() -> dict[str, str]:
    return {
        "code_missing": _("受付番号を入れてください。"),
        "pair_code_missing": _("登録コードを入れてください。"),
        "name_missing": _("端末の名前を入れてください（例 入口A）。"),
        "pair_code_over": _(
            "登録用のQRコードは10分間、1回だけ使えます。"
            "職員に新しいコードを出してもらってください。"
        ),
        "rate_limited": _(
            "短い時間に続けて操作がありました。{minutes}分たってから、"
            "もう一度押してください。"
        ),
        "no_network": _(
            "インターネットにつながっていません。つながったら、もう一度押してください。"
        ),
        "no_timeslots": _("この催しにはまだ回がありません。職員に声をかけてください。"),
        "camera_refused": _(
            "カメラを使えません。端末の設定でカメラを許可するか、"
            "参加券の番号を入力してください。"
        ),
        "decoder_missing": _(
            "この端末ではQRコードを読み取れません。受付番号を入れてください。"
        ),
        "not_lasting": _(
            "この端末では読取を保存できません。この画面を閉じないでください。"
        ),
        "not_stored": _(
            "読取を保存できませんでした。もう一度かざすか、紙の名簿で確かめてください。"
        ),
        "device_expired": _(
            "この端末の使用期限が過ぎました。記録は送信済みです。"
            "職員の画面のQRコードで、もう一度登録してください。"
        ),
        "device_expired_unsent": _(
            "使用期限が過ぎました。未送信の記録が{n}件あります。"
            "画面を閉じずに、職員に渡してください。"
        ),
        "device_revoked": _(
            "この端末の使用を停止しました。別の端末を使うか、職員に声をかけてください。"
        ),
    }

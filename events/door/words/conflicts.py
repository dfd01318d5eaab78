"""Words of the conflict cards: what to do, and what a supervisor most often finds."""

from django.utils.translation import gettext as _

from events.door.choices import ConflictKind


def conflict_words() -> dict[str, object]:
    """Everything that the supervisor's phone says about cards."""
    return {"next": conflict_steps(), "ready": ready_words(), "notes": _notes()}


def conflict_steps() -> dict[str, str]:
    """What to do about a card, by kind."""
    return {
        ConflictKind.DOUBLE: _(
            "2つの記録を見比べ、理由を一言書いて閉じます。退場は求めません。"
        ),
        ConflictKind.WRONG_TIMESLOT: _(
            "席が空いていれば、この回に移します。満席なら、そのまま理由を書いて閉じます。"
            "退場は求めません。"
        ),
        ConflictKind.CONSENT: _(
            "保護者の同意を確かめて記録し、どう確かめたかを書いて閉じます。"
        ),
        ConflictKind.NOT_VALID: _(
            "申込みの状態を見て、なぜ入場したかを書いて閉じます。退場は求めません。"
        ),
        ConflictKind.TIME: _("端末の時計と受付の時間を確かめ、理由を書いて閉じます。"),
        ConflictKind.STOPPED_DEVICE: _(
            "止めたあとの読取は、入場に数えていません。"
            "来た人を確かめ、理由を書いて閉じます。"
        ),
    }


def ready_words() -> dict[str, list[str]]:
    """The words that fit most often, by kind."""
    return {
        ConflictKind.DOUBLE: [
            _("同じ人が2回かざした"),
            _("別の人だった"),
            _("家族が分かれて来た"),
        ],
        ConflictKind.WRONG_TIMESLOT: [
            _("この回に移した"),
            _("席が空いていたので、そのまま入場"),
            _("時間の思い違い"),
        ],
        ConflictKind.CONSENT: [
            _("保護者がその場で署名した"),
            _("保護者に電話で確かめた"),
        ],
        ConflictKind.NOT_VALID: [
            _("新しい参加券を確かめた"),
            _("空いている席に案内した"),
        ],
        ConflictKind.TIME: [
            _("端末の時計がずれていた"),
            _("早めに開場した"),
            _("遅れて入場した"),
        ],
        ConflictKind.STOPPED_DEVICE: [
            _("止める前の読取だった"),
            _("来た人を確かめた"),
        ],
    }


def _notes() -> dict[str, str]:
    return {
        "open": _("確かめる読取 {n}件"),
        "none": _("確かめる読取は、いまありません。"),
        "offline": _("インターネットにつながっていません。つながると、ここに出ます。"),
        "line": _("{time} {gate} {people}名"),
        "by_server": _("サーバーの判定"),
        "by_phone": _("端末の判定（仮）"),
        "by_paper": _("紙の名簿"),
        "by_staff": _("職員の画面"),
        "undone": _("取り消し済み"),
        "late": _("{n}分後に届いた"),
        "receipt": _("受付番号 {number}"),
        "word": _("理由（一言）"),
        "word_missing": _("理由を選ぶか、一言書いてください。"),
        "close": _("理由を書いて閉じる"),
    }

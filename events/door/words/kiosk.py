"""What a kiosk says: to visitors who stand there alone, in three languages at once.

The helper's next step is nothing for them, and nobody reads in public why a ticket is
not taken: whatever is not a plain welcome ends, kindly, at the desk.
"""

from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from events.door.words.verdicts import VISITOR_LANGUAGES


@cache
def kiosk_words() -> dict[str, dict[str, str]]:
    """By name: the text by language; `{n}` and `{time}` are filled in there."""
    in_language = {language: _texts(language) for language in VISITOR_LANGUAGES}
    return {
        name: {language: in_language[language][name] for language in VISITOR_LANGUAGES}
        for name in in_language["ja"]
    }


def _texts(language: str) -> dict[str, str]:
    with override(language):
        return {
            "aim": _("参加券のQRコードを、カメラに見せてください"),
            "welcome": _("ようこそ"),
            "admitted": _("{n}名様、どうぞお入りください。"),
            "some": _("来ていない人がいます"),
            "how_many": _("いま、何人いますか"),
            "later": _("後から来る人も、同じ参加券で入れます。"),
            "ok": _("わかりました"),
            "to_desk": _("受付へどうぞ"),
            "desk": _("お手伝いします。受付の人に、この参加券を見せてください。"),
            "already_in": _(
                "この参加券は、入場の記録があります。"
                "受付の人に、この参加券を見せてください。"
            ),
            "wrong_timeslot": _(
                "この参加券は{time}の回です。受付の人に、この参加券を見せてください。"
            ),
            "soon": _("もう少しお待ちください"),
            "too_early": _("{time}から入れます。"),
            "again": _("もう一度どうぞ"),
            "malformed": _(
                "参加券のQRコードを、カメラに見せてください。"
                "わからないときは、受付の人に聞いてください。"
            ),
            "undecided": _("いま確かめられません。受付の人に声をかけてください。"),
            "same": _("同じ参加券です。一度離してください。"),
            "checking": _("確かめています"),
            "no_camera": _("カメラが使えません。受付の人に声をかけてください。"),
        }

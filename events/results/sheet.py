"""The words of the paper sheet: visitors read it, so it speaks three languages."""

from typing import Any

from django.utils.translation import gettext as _

from events.programme.models import Event
from events.registration.choices import AgeBand, Visit
from events.results.choices import HeardFrom, Satisfaction


def sheet(event: Event, language: str) -> dict[str, Any]:
    """Texts of the sheet in the language in force: made now, not when it is drawn."""
    asked = [
        (_("平和の催しは、はじめてですか"), Visit),
        (_("年代"), AgeBand),
        (_("この催しを、何で知りましたか"), HeardFrom),
        (_("いかがでしたか"), Satisfaction),
    ]
    return {
        "language": language,
        "event": str(event.title),
        "title": _("アンケート"),
        "how": _(
            "あてはまる番号に○をつけてください。答えたくない問いは、空けてください。"
        ),
        "questions": [
            (title, [str(each.label) for each in choices]) for title, choices in asked
        ],
        "line": _("感想をひとこと"),
        "no_name": _("お名前は書かないでください。"),
        "thanks": _("ありがとうございました。出口の箱に入れてください。"),
    }

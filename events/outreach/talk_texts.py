"""What the event of a dispatched talk says of itself, in three languages.

Names of groups and places are written as their people wrote them, in every language.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import translation

from events.outreach.models import TalkRequest
from events.programme.choices import Story
from peace.language.localised import LANGUAGES


def event_texts(request: TalkRequest) -> dict[str, Any]:
    group = request.group
    return {
        "title": {
            "ja": f"伝承者の講話（{group}）",
            "en": f"Legacy storyteller talk ({group})",
            "ja-easy": f"伝承者《でんしょうしゃ》の 話《はなし》（{group}）",
        },
        "short_title": {
            "ja": "派遣講話",
            "en": "Storyteller talk",
            "ja-easy": "伝承者《でんしょうしゃ》の 話《はなし》",
        },
        "lead": {
            "ja": "伝承者がうかがい、体験者から受け継いだ話をします。",
            "en": "A legacy storyteller passes on what a survivor told them.",
            "ja-easy": (
                "伝承者《でんしょうしゃ》が、戦争《せんそう》を 体験《たいけん》した "
                "人《ひと》から 聞《き》いた 話《はなし》を します。"
            ),
        },
    }


def venue_texts(request: TalkRequest) -> dict[str, Mapping[str, str]]:
    return {
        "name": {"ja": request.place},
        "address": {"ja": request.address},
        "access": {
            "ja": "行き方は、主催の団体におたずねください。",
            "en": "Please ask the hosts how to get there.",
            "ja-easy": (
                "行《い》き方《かた》は、この グループに 聞《き》いて ください。"
            ),
        },
    }


def slot_title(story: Story) -> dict[str, str]:
    """The story's own words, in each language."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(Story(story).label)
    return found

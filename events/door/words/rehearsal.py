"""Rehearsal (練習): what a helper should see, hear and do at each practice code."""

from typing import TypedDict

from django.utils.translation import gettext as _

from events.door.words.verdicts import verdict_words

# The same as LOOKS in verdict.js, which a test holds it to: colour, sign, sound.
LOOKS = {
    "admitted": ("in", "ok", "go"),
    "admitted_some": ("in", "some", "go"),
    "already_in": ("again", "twice", "stop"),
    "wrong_timeslot": ("move", "move", "step"),
    "too_early": ("move", "clock", "step"),
    "closed": ("again", "shut", "stop"),
    "waiting": ("move", "queue", "step"),
    "cancelled": ("again", "cross", "stop"),
    "consent_missing": ("move", "pen", "step"),
    "replaced": ("move", "newer", "step"),
    "unknown": ("again", "question", "stop"),
    "malformed": ("move", "other", "step"),
}


class PracticeWords(TypedDict):
    """One card's label."""

    word: str
    sign: str
    look: str
    next: str


def rehearsal_words() -> dict[str, str]:
    """What stands before the page's title on a phone in rehearsal."""
    return {"title": _("練習")}


def practice_words(verdict: str) -> PracticeWords:
    """The label of the practice card for VERDICT (or `admitted_some`)."""
    words = verdict_words()[verdict]
    state, sign, sound = LOOKS[verdict]
    colours = {"in": _("緑の画面"), "move": _("黄色の画面"), "again": _("茶色の画面")}
    sounds = {
        "go": _("高い音が2つ"),
        "step": _("同じ音が2回"),
        "stop": _("低い音が2つ"),
    }
    return {
        "word": words["word"].replace("{n}", "1"),
        "sign": sign,
        "look": _("%(colour)s・%(sound)s")
        % {"colour": colours[state], "sound": sounds[sound]},
        "next": words["next"].replace("（{position}番目）", ""),
    }

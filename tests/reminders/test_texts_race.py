"""Many people save the same letter at once: one text stands, the others are told."""

import pytest

from events.reminders.catalogue import letters
from events.reminders.usecases.save_text import ChangedMeanwhile, Draft, save_text
from peace.outbox.models import LetterText
from tests import cast
from tests.crowd import crowd
from tests.reminders.wording import reword

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

NAME = "registration/confirmation"
THANKS = "お申し込みありがとうございます。"
EDITORS = 6


def save(number: int, version: int) -> bool:
    source = letters()[NAME].original("ja")
    body = source.body.replace(THANKS, f"{number}人目です。")
    try:
        save_text(
            letter=letters()[NAME],
            scope="",
            wider=(),
            drafts={"ja": Draft(source.subject, body, version)},
            actor=f"user:{number}",
            now=cast.NOW,
        )
    except ChangedMeanwhile:
        return False
    return True


def save_unguarded(number: int, version: int) -> bool:
    """The control: what the version in the UPDATE is for."""
    del version
    return bool(LetterText.objects.filter(name=NAME).update(edited_by=f"user:{number}"))


@pytest.mark.parametrize("version", [0, 1], ids=["the first save", "a later one"])
def test_of_many_editors_at_once_one_saves(version):
    if version:
        reword(NAME, THANKS, "はじめの文です。", actor="user:99")

    saved = crowd(save, [(number, version) for number in range(EDITORS)])

    row = LetterText.objects.get()
    assert sum(saved) == 1
    assert row.version == version + 1
    assert row.edited_by == f"user:{saved.index(True)}"
    assert f"{saved.index(True)}人目です。" in row.body


def test_without_the_guard_everybody_would_believe_to_have_saved():
    reword(NAME, THANKS, "はじめの文です。")

    saved = crowd(save_unguarded, [(number, 1) for number in range(EDITORS)])

    assert sum(saved) == EDITORS

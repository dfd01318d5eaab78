"""The office's own wording: which one counts, and what is undone."""

import pytest

from events.reminders.catalogue import letters
from events.reminders.place import Place
from events.reminders.reports_texts import in_use
from events.reminders.usecases.save_text import (
    ChangedMeanwhile,
    Draft,
    NothingToUndo,
    restore_text,
    save_text,
    undo_text,
)
from peace.audit.models import AuditEntry
from peace.outbox.models import LetterText
from tests import cast
from tests.reminders.wording import (
    CONFIRMATION,
    THANKS,
    confirmation_of,
    original,
    reword,
)

pytestmark = pytest.mark.django_db


def test_the_narrowest_wording_counts():
    mine, other = cast.event(slug="mine"), cast.event(slug="other")
    elsewhere = cast.event(slug="x", programme=cast.programme("bus"))

    reword(CONFIRMATION, THANKS, "みんなへ。")
    reword(
        CONFIRMATION, "みんなへ。", "事業へ。", place=Place(programme=mine.programme)
    )
    reword(CONFIRMATION, "事業へ。", "催しへ。", event=mine)

    assert "催しへ。" in confirmation_of(mine)
    assert "事業へ。" in confirmation_of(other)
    assert "みんなへ。" in confirmation_of(elsewhere)


def test_other_languages_keep_the_original():
    event = cast.event()
    reword(CONFIRMATION, THANKS, "こんにちは。")

    assert "Thank you for registering." in confirmation_of(event, language="en")


def test_a_shared_part_changes_every_letter_that_has_it():
    event = cast.event()
    reword("blocks/office_block", "お問い合わせ", "聞きたいとき")

    assert "聞きたいとき" in confirmation_of(event)


def test_a_young_persons_letters_and_legal_texts_stay_files():
    assert not [name for name in letters() if name.startswith(("network/", "texts/"))]


def test_going_back_to_the_original_counts_at_once():
    event = cast.event()
    row = reword(CONFIRMATION, THANKS, "こんにちは。")

    restore_text(row=row, version=row.version, actor="user:2", now=cast.NOW)

    assert THANKS in confirmation_of(event)


def test_an_undone_save_brings_the_text_before_and_can_be_redone():
    first = reword(CONFIRMATION, THANKS, "一つ目。")
    second = reword(CONFIRMATION, "一つ目。", "二つ目。")
    assert (first.version, second.version) == (1, 2)

    undo_text(row=second, version=2, actor="user:2", now=cast.NOW)
    assert "一つ目。" in in_use(letters()[CONFIRMATION], "ja", ()).body
    undo_text(row=second, version=3, actor="user:2", now=cast.NOW)
    assert "二つ目。" in in_use(letters()[CONFIRMATION], "ja", ()).body


def test_the_first_save_can_be_undone_too():
    row = reword(CONFIRMATION, THANKS, "一つ目。")

    undo_text(row=row, version=1, actor="user:2", now=cast.NOW)

    assert in_use(letters()[CONFIRMATION], "ja", ()).is_file
    with pytest.raises(NothingToUndo):
        restore_text(row=row, version=2, actor="user:2", now=cast.NOW)


def test_of_two_who_edit_the_second_is_told():
    letter, (subject, body) = letters()[CONFIRMATION], original()
    drafts = [
        {"ja": Draft(subject, body.replace(THANKS, words), version=0)}
        for words in ("青木です。", "馬場です。")
    ]
    order = {"letter": letter, "scope": "", "wider": (), "now": cast.NOW}

    save_text(drafts=drafts[0], actor="user:1", **order)
    with pytest.raises(ChangedMeanwhile) as told:
        save_text(drafts=drafts[1], actor="user:2", **order)

    assert told.value.row.edited_by == "user:1"
    assert "青木です。" in LetterText.objects.get().body
    row = LetterText.objects.get()
    with pytest.raises(ChangedMeanwhile):
        undo_text(row=row, version=0, actor="user:2", now=cast.NOW)


def test_what_says_the_same_is_not_saved():
    subject, body = original()

    changed = save_text(
        letter=letters()[CONFIRMATION],
        scope="",
        wider=(),
        drafts={"ja": Draft(subject, body.replace("\n", "\r\n") + "\r\n")},
        actor="user:1",
        now=cast.NOW,
    )

    assert changed == []
    assert not LetterText.objects.exists()


def test_the_trail_says_who_but_not_what():
    reword(CONFIRMATION, THANKS, "090-1234-5678 山田です。")

    entry = AuditEntry.objects.get(verb="letter_text.saved")
    assert entry.about == f"letter_text:{CONFIRMATION}"
    assert entry.detail == {"scope": "library", "language": "ja"}

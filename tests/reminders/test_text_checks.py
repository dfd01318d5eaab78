"""What keeps a text from being saved: half a letter, a foreign link, no word."""

import pytest

from events.reminders.catalogue import LANGUAGES, letters
from events.reminders.checking import hints
from events.reminders.usecases.save_text import (
    BrokenText,
    Draft,
    save_text,
)
from peace.audit.models import AuditEntry
from peace.outbox.models import LetterText
from tests import cast
from tests.reminders.wording import (
    CONFIRMATION,
    THANKS,
    errors,
    original,
    reword,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("piece", "named"),
    [
        ("{unknown_thing}", "{unknown_thing}"),
        ("{offer_url}", "{offer_url}"),
        ("{name", "{name"),
        ("name}", "name}"),
        ("{ name }", "{"),
        ("{Name}", "{Name}"),
        ("{{ name }}", "{{"),
        ("{% if name %}", "{%"),
        ("{{{name}}}", "{{"),
        ("{name.__class__}", "{name.__class__}"),
        ("{0}", "{0}"),
        ("｛name｝", "｛name｝"),
        ("%(name)s {}", "{}"),
    ],
)
def test_a_placeholder_that_is_none_is_refused_by_name(piece, named):
    subject, body = original()

    assert any(named in each for each in errors(CONFIRMATION, subject, body + piece))
    assert errors(CONFIRMATION, subject + piece, body)


@pytest.mark.parametrize(
    ("left_out", "what"),
    [
        ("{office_block}", "受付番号"),
        ("{ticket_block}", "参加券のリンク"),
        ("{change_block}", "変更・取消しのリンク"),
        ("{event_block}", "会場"),
        ("{seat_list}", "席の一覧"),
    ],
)
def test_what_makes_a_letter_complete_cannot_be_left_out(left_out, what):
    subject, body = original()

    found = errors(CONFIRMATION, subject, body.replace(left_out, ""))

    assert any(what in each and left_out in each for each in found)


def test_the_same_may_be_said_with_other_placeholders():
    subject, body = original()

    assert (
        errors(CONFIRMATION, subject, body.replace("{change_block}", "{manage_url}"))
        == []
    )


def test_a_receipt_number_on_a_line_that_may_disappear_is_refused():
    subject, body = original("reminders/call_script")

    found = errors(
        "reminders/call_script",
        subject,
        body.replace("{receipt_number}", "\n{receipt_number} {bring_line}\n"),
    )

    assert any("別の行" in each for each in found)


@pytest.mark.parametrize(
    "name", ["registration/address_changed", "registration/consent_request"]
)
@pytest.mark.parametrize("link", ["manage_url", "ticket_url", "ticket_block"])
def test_nobody_else_gets_the_partys_own_link(name, link):
    subject, body = original(name)

    assert errors(name, subject, body + "{" + link + "}")
    assert errors(
        "blocks/office_block", "", original("blocks/office_block")[1] + "{manage_url}"
    )


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "   ",
        "題\nBcc: all@example.jp",
        "題\r\nBcc: all@example.jp",
        "題\rX: y",
        "題\0",
        "題\u202eてら",
        "長" * 151,
        "{seat_list}",
        "{office_block}",
    ],
)
def test_a_subject_is_one_short_line(subject):
    body = original()[1]

    assert errors(CONFIRMATION, subject, body)


@pytest.mark.parametrize("body", ["", " \n ", "長" * 6001, "a\0", "\x1b[31m"])
def test_a_body_is_text_and_not_endless(body):
    assert errors(CONFIRMATION, original()[0], body)


def test_readings_are_for_easy_japanese_and_complete():
    easy, plain = original(language="ja-easy"), original()

    assert errors(CONFIRMATION, *plain) == []
    assert errors(CONFIRMATION, plain[0], plain[1] + "駅《えき》")
    for broken in ("駅《えき", "駅えき》", "《えき》", "駅《eki》", "{name}《なまえ》"):
        assert errors(CONFIRMATION, easy[0], easy[1] + broken, "ja-easy"), broken
    assert errors(CONFIRMATION, easy[0], easy[1] + "駅《えき》", "ja-easy") == []


def test_kanji_without_a_reading_and_long_lines_are_hinted_at():
    letter, (subject, body) = letters()[CONFIRMATION], original(language="ja-easy")

    found = hints(letter, "ja-easy", subject, body + "会場\n" + "あ" * 60, "x\n" * 50)

    assert len(found) == 3
    assert "会場" in found[1] + found[2]


def test_a_broken_text_never_reaches_the_database():
    with pytest.raises(BrokenText) as refused:
        reword(CONFIRMATION, THANKS, "{nobody_knows}")

    assert list(refused.value.found) == ["ja"]
    assert not LetterText.objects.exists()
    assert not AuditEntry.objects.filter(verb="letter_text.saved").exists()


def test_one_broken_language_saves_none():
    letter = letters()[CONFIRMATION]
    drafts = {
        language: Draft(*original(language=language), version=0)
        for language in LANGUAGES
    }
    drafts["ja"] = Draft("新しい件名", drafts["ja"].body)
    drafts["en"] = Draft("New", "{nothing}")

    with pytest.raises(BrokenText):
        save_text(
            letter=letter,
            scope="",
            wider=(),
            drafts=drafts,
            actor="user:1",
            now=cast.NOW,
        )

    assert not LetterText.objects.exists()

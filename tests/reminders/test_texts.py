"""The office's own wording: which one counts, what can be saved, what is undone."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import get_template
from django.test.utils import CaptureQueriesContext

from events.programme.models import Event
from events.registration.usecases.cancel_event import cancel_event
from events.reminders.catalogue import LANGUAGES, Group, Letter, letters
from events.reminders.checking import hints, problems, tidy
from events.reminders.models import ReminderRule
from events.reminders.place import Place
from events.reminders.reports_texts import blocks_in_use, broken_texts, in_use
from events.reminders.samples import invented_party, render_sample
from events.reminders.usecases.save_text import (
    BrokenText,
    ChangedMeanwhile,
    Draft,
    NothingToUndo,
    restore_text,
    save_text,
    undo_text,
)
from events.reminders.usecases.write_due import write_due_reminders
from events.reminders.words import allowed, is_known
from peace.audit.models import AuditEntry
from peace.outbox.models import LetterText, OutboxMessage
from tests import cast
from tests.reminders.wording import reword

pytestmark = pytest.mark.django_db

CONFIRMATION = "registration/confirmation"
THANKS = "お申し込みありがとうございます。"
EVERY = [(name, language) for name in letters() for language in LANGUAGES]


def confirmation_of(event: Event, **values) -> str:
    party = cast.registration(event, **values)
    return OutboxMessage.objects.get(key=f"confirmation:{party.code}").text


def errors(name: str, subject: str, body: str, language: str = "ja") -> list[str]:
    blocks = blocks_in_use(language, ())
    found = problems(letters()[name], language, *tidy(subject, body), blocks)
    return [each.text for each in found]


def original(name: str = CONFIRMATION, language: str = "ja") -> tuple[str, str]:
    source = letters()[name].original(language)
    return source.subject, source.body


# The library


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_original_could_be_saved_as_it_is(name, language):
    subject, body = original(name, language)

    assert errors(name, subject, body, language) == []
    assert hints(letters()[name], language, subject, body, "") == []


@pytest.mark.parametrize("name", letters())
def test_staff_read_what_every_letter_and_placeholder_is(name):
    letter = letters()[name]

    # A new letter is described in events/reminders/catalogue.py and words.py.
    assert letter.about.group != Group.OTHER
    assert [each for each in allowed(letter) if not is_known(each)] == []


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_letter_can_be_shown_for_somebody_who_is_nobody(name, language):
    event = cast.event()
    letter = letters()[name]
    party = invented_party(event, cast.timeslots(event), language)

    sample = render_sample(letter, language, letter.original(language), {}, party)

    assert "{" not in sample.letter.subject + sample.letter.text
    assert sample.letter.subject


# Which one counts


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


# What keeps a text from being saved


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


# A letter can always be sent


@pytest.mark.parametrize("body", ["{gone_since}\n", "half {", ""])
def test_a_text_that_does_not_fit_any_more_gives_way_to_the_file(body, caplog):
    event = cast.event()
    LetterText.objects.create(
        name=CONFIRMATION,
        language="ja",
        subject="{also_gone}",
        body=body,
        edited_by="user:1",
        edited_at=cast.NOW,
    )

    with caplog.at_level(logging.WARNING):
        text = confirmation_of(event)

    assert THANKS in text
    assert "gives way to the file" in caplog.text
    assert [row.name for row in broken_texts()] == [CONFIRMATION]


def test_a_subject_that_values_make_too_long_gives_way_to_the_file():
    event = cast.event(short_title={"ja": "長" * 80})
    reword(
        CONFIRMATION,
        "{event_short}",
        "{event_short}{event_short}{event_short}{event_short}",
    )

    confirmation_of(event)

    assert OutboxMessage.objects.get().subject.startswith("申込みを受け付けました")


def test_what_a_person_typed_is_never_read_as_a_placeholder():
    event = cast.event()
    reword(CONFIRMATION, THANKS, "{name}さん、こんにちは。")

    text = confirmation_of(event, people=["{manage_url} {% x %} {{y}}"])

    assert "{manage_url} {% x %} {{y}}さん、こんにちは。" in text


def test_a_line_break_in_a_value_adds_no_header():
    event = cast.event(short_title={"ja": "講話\nBcc: all@example.jp"})
    reword(CONFIRMATION, "申込みを受け付けました", "受け付け")

    confirmation_of(event)

    assert "\n" not in OutboxMessage.objects.get().subject


def test_the_files_are_no_templates_of_django():
    for name, language in EVERY:
        source = get_template(f"letters/{name}.{language}.txt").template.source
        assert "{%" not in source
        assert "{{" not in source


# What it costs


def test_one_registration_reads_its_words_once():
    event = cast.event()
    cast.registration(event)
    reword(CONFIRMATION, THANKS, "こんにちは。", event=event)

    with CaptureQueriesContext(connection) as queries:
        cast.registration(event)

    asked = [each for each in queries if "outbox_lettertext" in each["sql"]]
    assert len(asked) == 1


def test_many_reminders_read_their_words_once():
    event = cast.event(seats=200)
    for number in range(30):
        language = LANGUAGES[number % 3]
        cast.registration(event, email=f"p{number}@example.jp", language=language)
    ReminderRule.objects.create(programme=event.programme)
    reword("reminders/reminder", "受付で", "会場の受付で", event=event)

    with CaptureQueriesContext(connection) as queries:
        written = write_due_reminders(now=event.starts_at - timedelta(days=1))

    asked = [each for each in queries if "outbox_lettertext" in each["sql"]]
    assert written == 30
    assert len(asked) == 3  # one for each language
    said = OutboxMessage.objects.filter(kind="reminder", text__contains="会場の受付で")
    assert said.count() == 10


def test_letters_to_all_read_their_words_once():
    event = cast.event(seats=200)
    for number in range(20):
        cast.registration(event, email=f"p{number}@example.jp")
    reword("registration/event_cancelled", "申し訳ありません。", "残念です。")

    with CaptureQueriesContext(connection) as queries:
        cancel_event(event=event, reason={"ja": "雪"}, actor="user:1", now=cast.NOW)

    asked = [each for each in queries if "outbox_lettertext" in each["sql"]]
    assert len(asked) == 1
    letters_ = OutboxMessage.objects.filter(kind="event_cancelled")
    assert letters_.filter(text__contains="残念です。").count() == 20


def test_a_letter_without_a_description_is_still_in_the_library():
    letter = Letter("network/invitation")

    assert letter.about.group == Group.OTHER
    assert letter.about.label

"""The words of the door: complete, in three languages, with the same gaps to fill."""

import re

import pytest

from events.door.words import (
    VISITOR_LANGUAGES,
    note_words,
    scanner_words,
    verdict_texts,
    verdict_words,
)

ELEVEN = {
    "admitted",
    "already_in",
    "wrong_timeslot",
    "too_early",
    "closed",
    "waiting",
    "cancelled",
    "consent_missing",
    "replaced",
    "unknown",
    "malformed",
}


def _gaps(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_every_verdict_has_a_word_a_next_step_and_a_sentence_in_three_languages():
    words = verdict_words()

    assert set(words) == ELEVEN | {"admitted_some"}
    for verdict in words.values():
        assert verdict["word"]
        assert verdict["next"]
        assert set(verdict["visitor"]) == set(VISITOR_LANGUAGES)


@pytest.mark.parametrize("verdict", sorted(ELEVEN | {"admitted_some"}))
def test_the_three_sentences_need_the_same_values(verdict):
    sentences = verdict_words()[verdict]["visitor"]

    needed = {language: _gaps(text) for language, text in sentences.items()}

    assert needed["en"] == needed["ja-easy"] == needed["ja"]


def test_a_family_of_four_is_told_to_come_in():
    texts = verdict_texts("admitted", {"admitted": 4})

    assert texts["message"] == "4名 入場"
    assert texts["visitor"]["ja"] == "4名様ですね。どうぞお入りください。"


def test_a_time_reads_differently_in_each_language():
    values = {"first_at": {"ja": "13:08", "ja-easy": "午後1時8分", "en": "1:08pm"}}

    texts = verdict_texts("already_in", values)

    assert texts["message"] == "入場済み"
    assert texts["visitor"]["ja"].startswith("13:08に入場の記録があります。")
    assert "1:08pm" in texts["visitor"]["en"]
    assert "午後1時8分" in texts["visitor"]["ja-easy"]


def test_a_value_that_nobody_knows_never_stops_the_door():
    texts = verdict_texts("waiting", {})

    assert "―番目" in texts["next"]


def test_the_page_gets_verdicts_and_notes():
    words = scanner_words()

    assert words["verdicts"] == verdict_words()
    assert words["notes"] == note_words()
    assert all(note_words().values())

"""Every letter has its place in the library, its words, and somebody to show it for."""

import pytest

from events.reminders.catalogue import Group, Letter, letters
from events.reminders.checking import hints
from events.reminders.samples import invented_party, render_sample
from events.reminders.words import allowed, is_known
from tests import cast
from tests.reminders.wording import (
    EVERY,
    errors,
    original,
)

pytestmark = pytest.mark.django_db


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


def test_a_letter_without_a_description_is_still_in_the_library():
    letter = Letter("network/invitation")

    assert letter.about.group == Group.OTHER
    assert letter.about.label

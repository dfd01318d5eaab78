"""Guesses side by side: five are compared, and the link closes."""

import threading
from collections import Counter

import pytest
from django.utils import timezone

from network.youth.choices import Reader
from network.youth.models import PersonalLink
from network.youth.models.personal_link import MOST_FAILURES
from network.youth.usecases.personal_link import LinkClosed, WrongCode, open_link
from tests.door.test_race import all_at_once
from tests.network import builders
from tests.network.links import make

GUESSERS = 12

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def link(monkeypatch):
    """A link whose codes are counted when they are compared."""
    made, _code = make(
        builders.delegate(builders.city(), builders.programme()), Reader.DELEGATE
    )
    made.compared = []
    together = threading.Barrier(GUESSERS, timeout=60)

    def compare(self: PersonalLink, code: str) -> bool:
        made.compared.append(code)
        return False

    monkeypatch.setattr(PersonalLink, "fits", compare)
    made.together = together
    return made


def guess_at_once(link: PersonalLink, open_it) -> Counter:
    def guess(number: int) -> str:
        mine = PersonalLink.objects.get(pk=link.pk)
        link.together.wait()
        try:
            open_it(link=mine, code=f"{number:08}", now=timezone.now())
        except LinkClosed:
            return "closed"
        except WrongCode:
            return "wrong"
        return "open"

    return Counter(all_at_once(guess, GUESSERS))


def test_of_guesses_side_by_side_five_are_compared(link):
    said = guess_at_once(link, open_link)

    assert len(link.compared) == MOST_FAILURES
    assert said["open"] == 0
    assert said["closed"] >= GUESSERS - MOST_FAILURES


def test_counting_after_the_comparison_would_let_all_of_them_through(link):
    """The control: look whether it is closed, compare, then count."""

    def open_naively(*, link: PersonalLink, code: str, now) -> None:
        if link.is_closed_at(now):
            raise LinkClosed(now)
        if link.fits(code):
            return
        link.failures += 1
        link.save(update_fields=["failures"])
        raise WrongCode

    guess_at_once(link, open_naively)

    assert len(link.compared) > MOST_FAILURES


def test_two_links_made_at_once_leave_one_in_force():
    delegate = builders.delegate(builders.city(), builders.programme())

    codes = all_at_once(lambda _number: make(delegate, Reader.DELEGATE)[1], 6)

    (link,) = delegate.links.filter(ended_at=None)
    assert sum(link.fits(code) for code in codes) == 1

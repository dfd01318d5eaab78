"""An event whose doors are open, its timeslot, and a phone at the door."""

import pytest

from events.programme.models import Event, Timeslot
from tests.door.builders import Phone, event, slots_of


@pytest.fixture
def talk() -> Event:
    return event()


@pytest.fixture
def phone(talk: Event) -> Phone:
    return Phone(talk)


@pytest.fixture
def slot(talk: Event) -> Timeslot:
    return slots_of(talk)[0]

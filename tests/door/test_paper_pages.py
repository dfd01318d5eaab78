"""Typing in the printed list, without a script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.door.models import PaperEntry
from events.registration.models import Seat, WalkIn
from peace.language.dates import jst
from tests import cast
from tests.door.builders import party
from tests.door.paper import seats_of
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return cast.signed_in(cast.aoki())


def address(slot, name: str = "paper") -> str:
    page = reverse(f"staff:{name}", args=[slot.event.slug])
    return f"{page}?timeslot={slot.pk}"


def filled(slot, *seats: int, **values) -> dict:
    at = jst(slot.starts_at).strftime("%H:%M")
    return {"timeslot": slot.pk, "seat": seats, "at": at, "go": "check"} | values


def test_ticking_comparing_and_writing(staff, slot):
    present, _absent = party(slot, 2), party(slot)
    sent = staff.post(
        address(slot), filled(slot, *seats_of(present), heads_TWENTIES_FIRST="2")
    )
    assert sent["Location"] == address(slot, "paper-check")
    shown = staff.get(sent["Location"]).content.decode()
    assert 'data-figure="paper">2<' in shown
    assert 'data-figure="after"><b>2<' in shown
    assert not Seat.objects.admitted().exists()

    done = staff.post(sent["Location"])

    assert done["Location"] == address(slot)
    assert set(Seat.objects.admitted().values_list("pk", flat=True)) == set(
        seats_of(present)
    )
    assert [(w.age_band, w.visit) for w in WalkIn.objects.all()] == [
        ("TWENTIES", "FIRST")
    ] * 2
    assert "入場済み" in staff.get(address(slot)).content.decode()

    staff.post(
        reverse("staff:paper-undo", args=[slot.event.slug, PaperEntry.objects.get().pk])
    )
    assert not Seat.objects.admitted().exists()


def test_a_draft_is_there_after_a_reload_and_belongs_to_one_person(staff, slot):
    ticket = party(slot)
    staff.post(address(slot), filled(slot, *seats_of(ticket), go="save"))

    assert staff.get(address(slot)).content.decode().count(" checked") == 1
    other = cast.signed_in(cast.baba())
    assert other.get(address(slot)).content.decode().count(" checked") == 0


def test_the_script_saves_without_a_page(staff, slot):
    answer = staff.post(address(slot), filled(slot, go="keep"))

    assert answer.status_code == 204
    assert PaperEntry.objects.drafts().count() == 1


def test_everybody_down_to_a_line_is_ticked_by_one_button(staff, slot):
    tickets = [party(slot) for _ in range(3)]
    seats = seats_of(*tickets)
    staff.post(address(slot), filled(slot, up_to=str(seats[1])))

    assert PaperEntry.objects.get().seats == seats[:2]


@pytest.mark.parametrize("at", ["", "25:00", "03:10"])
def test_a_time_outside_the_door_is_refused_and_the_ticks_are_kept(staff, slot, at):
    slot.starts_at = timezone.now().replace(hour=4, minute=0)
    slot.ends_at = slot.starts_at + timedelta(hours=1)
    slot.save()
    ticket = party(slot)
    refused = staff.post(address(slot), filled(slot, *seats_of(ticket), at=at))

    assert refused.status_code == 200
    assert Page(refused).errors
    assert refused.content.decode().count(" checked") == 1
    assert not PaperEntry.objects.exists()


def test_an_event_without_timeslots_says_so(staff, talk):
    talk.timeslots.all().delete()
    page = staff.get(reverse("staff:paper", args=[talk.slug]))

    assert "回がありません" in page.content.decode()

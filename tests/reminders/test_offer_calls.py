"""What a person says on the telephone to an offered seat."""

import pytest
from django.utils import timezone

from events.registration.reports import miscounts
from events.registration.usecases.offers import OfferOver
from events.reminders.choices import OfferAnswer
from events.reminders.usecases.answer_offer_call import answer_offer_call
from peace.audit.models import AuditEntry
from peace.outbox.choices import Outcome, Status
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.record_outcome import NotOnTheList
from tests import cast
from tests.page import Page
from tests.reminders.calling import STAFF, offered, reminded

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return cast.signed_in(cast.aoki())


def test_yes_on_the_telephone_takes_the_seats_and_settles_the_call():
    party, entry, call = offered()

    answer_offer_call(
        message=call,
        entry=entry,
        answer=OfferAnswer.ACCEPT,
        actor=STAFF,
        now=cast.NOW,
    )

    call.refresh_from_db()
    assert {seat.status for seat in party.seats.all()} == {"CONFIRMED"}
    assert call.status == Status.SENT
    assert call.tries.get().outcome == Outcome.REACHED
    assert AuditEntry.objects.get(verb="offer.accepted").actor == STAFF
    assert miscounts() == []


def test_no_on_the_telephone_gives_the_seats_on():
    party, entry, call = offered()

    answer_offer_call(
        message=call,
        entry=entry,
        answer=OfferAnswer.DECLINE,
        actor=STAFF,
        now=cast.NOW,
    )

    call.refresh_from_db()
    assert {seat.status for seat in party.seats.all()} == {"CANCELLED"}
    assert call.status == Status.SENT
    assert AuditEntry.objects.get(verb="offer.declined").actor == STAFF
    assert miscounts() == []


def test_an_answer_after_the_deadline_changes_neither_seats_nor_call():
    party, entry, call = offered()

    with pytest.raises(OfferOver):
        answer_offer_call(
            message=call,
            entry=entry,
            answer=OfferAnswer.ACCEPT,
            actor=STAFF,
            now=entry.answer_by,
        )

    call.refresh_from_db()
    assert {seat.status for seat in party.seats.all()} == {"OFFERED"}
    assert (call.status, call.tries.count()) == (Status.PENDING, 0)


def test_a_second_answer_to_the_same_call_is_refused():
    _party, entry, call = offered()
    answer = {"message": call, "entry": entry, "actor": STAFF, "now": cast.NOW}
    answer_offer_call(answer=OfferAnswer.ACCEPT, **answer)

    with pytest.raises(NotOnTheList):
        answer_offer_call(answer=OfferAnswer.DECLINE, **answer)


def test_staff_record_a_yes_for_one_of_two(desk):
    party, _entry, call = offered(now=timezone.now())
    first, second = party.attendees.order_by("number")

    page = Page(desk.get("/staff/calls/"))
    answer = desk.post(
        f"/staff/calls/{call.pk}/outcome/?kind=offer",
        {"answer": "accept", "person": [str(second.pk)]},
    )

    assert page.values("person") == [str(first.pk), str(second.pk)]
    assert answer["Location"] == "/staff/calls/?kind=offer#open"
    states = {seat.attendee_id: seat.status for seat in party.seats.all()}
    assert states == {first.pk: "CANCELLED", second.pk: "CONFIRMED"}


def test_a_yes_without_anybody_is_asked_again(desk):
    _party, _entry, call = offered(now=timezone.now())

    answer = desk.post(
        f"/staff/calls/{call.pk}/outcome/", {"answer": "accept"}, follow=True
    )

    assert "参加する方を1人以上選んでください。" in Page(answer).words
    call.refresh_from_db()
    assert call.status == Status.PENDING


def test_an_answer_to_a_call_that_is_no_offer_is_not_found(desk):
    event = cast.event()
    cast.registration(event, email="", now=cast.NOW)
    reminded(event)
    call = OutboxMessage.objects.get(kind="reminder")

    answer = desk.post(f"/staff/calls/{call.pk}/outcome/", {"answer": "accept"})

    assert answer.status_code == 404
    assert call.tries.count() == 0

"""The ledger: what was, how it travelled, and what will be; one line for each."""

import pytest
from django.utils import timezone

from events.registration.usecases.cancel import cancel_seats
from events.reminders.choices import LedgerState
from events.reminders.models import LedgerEntry
from events.reminders.reports_ledger import ledger
from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.reminders.rules import MINUTE, due, letters, rule_for, write

pytestmark = pytest.mark.django_db


def states(event, now, **narrowing):
    return [line.state for line in ledger(event, now=now, **narrowing).lines]


def test_before_the_hour_everybody_is_planned_with_the_way_they_will_hear():
    event = cast.event()
    rule_for(event)
    cast.registration(event)
    cast.registration(event, email="")

    found = ledger(event, now=cast.NOW)

    assert [line.state for line in found.lines] == ["PLANNED", "PLANNED"]
    assert [line.channel for line in found.lines] == ["EMAIL", "PHONE"]
    assert {line.at for line in found.lines} == {due(event)}
    assert found.counts == {LedgerState.PLANNED: 2}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (Status.PENDING, "WAITING"),
        (Status.RETRY, "WAITING"),
        (Status.SENT, "SENT"),
        (Status.UNCERTAIN, "UNCERTAIN"),
        (Status.FAILED, "FAILED"),
        (Status.BOUNCED, "BOUNCED"),
    ],
)
def test_a_mail_stands_where_the_outbox_says(status, state):
    event = cast.event()
    rule_for(event)
    cast.registration(event)
    write(due(event))
    letters().update(status=status, sent_at=due(event) + MINUTE)

    (line,) = ledger(event, now=due(event) + cast.HOUR).lines

    assert line.state == state
    assert line.letter_id == letters().get().pk
    assert line.at == due(event) + MINUTE


@pytest.mark.parametrize(
    ("values", "status", "state"),
    [
        ({}, Status.PENDING, "CALLING"),
        ({}, Status.SENT, "CALLED"),
        ({}, Status.FAILED, "FAILED"),
        ({"channel": "POSTCARD"}, Status.PENDING, "PRINTING"),
        ({"channel": "POSTCARD"}, Status.SENT, "POSTED"),
    ],
)
def test_so_do_calls_and_postcards(values, status, state):
    event = cast.event()
    rule_for(event, ways="EMAIL_POST_PHONE")
    cast.registration(event, email="", **values)
    write(due(event))
    letters().update(status=status)

    assert states(event, due(event) + cast.HOUR) == [state]


def test_a_refused_address_is_followed_to_the_telephone():
    event = cast.event()
    rule_for(event)
    cast.registration(event)
    write(due(event))
    mail = letters().get()
    letters().update(status=Status.HANDED_TO_PHONE)
    call = OutboxMessage.objects.get(pk=mail.pk)
    call.pk, call.uuid, call.key = None, "1" * 32, f"{mail.key}:phone"
    call.channel, call.status = "PHONE", Status.PENDING
    call.save()

    (line,) = ledger(event, now=due(event) + cast.HOUR).lines

    assert (line.state, line.letter_id) == ("CALLING", call.pk)


def test_who_gets_none_stands_there_with_the_reason():
    event = cast.event()
    rule_for(event, latest_hours=2)
    cast.registration(event, remind_by="NONE")
    cast.registration(event, now=due(event) + MINUTE)
    gone = cast.registration(event)
    taken_back = cast.registration(event)
    for party, now in [(gone, cast.NOW), (taken_back, due(event) + MINUTE)]:
        if party == taken_back:
            write(due(event))
        cancel_seats(
            registration=party,
            seat_ids=[party.seats.get().pk],
            actor="applicant",
            now=now,
        )

    found = ledger(event, now=due(event) + cast.HOUR)

    assert {line.state for line in found.lines} == {"SKIPPED"}
    assert {line.registration.pk: line.reason for line in found.lines}[
        gone.pk
    ] == "申込みの取消し"
    assert len({line.reason for line in found.lines}) == 4


def test_whoever_was_missed_in_an_outage_stands_there_as_missed():
    event = cast.event()
    rule_for(event, latest_hours=2)
    cast.registration(event)

    (line,) = ledger(event, now=event.starts_at).lines

    assert (line.state, line.reason) == ("SKIPPED", "役に立つ時刻を過ぎた")
    assert not LedgerEntry.objects.exists()


def test_it_narrows_by_state_and_rule_and_counts_all():
    event = cast.event()
    first, second = rule_for(event, days=7), rule_for(event, days=1)
    cast.registration(event)
    write(due(event, 7))

    found = ledger(event, state="PLANNED", now=due(event, 7))

    assert [line.rule for line in found.lines] == [second]
    assert found.total == 2
    assert states(event, due(event, 7), rule=first.pk) == ["WAITING"]


def test_a_hundred_parties_take_no_more_statements_than_two(
    django_assert_max_num_queries,
):
    event = cast.event(seats=300)
    rule_for(event, days=7)
    rule_for(event, days=1)
    cast.many_parties(event, 100)
    write(due(event, 7))

    with django_assert_max_num_queries(20):
        assert len(ledger(event, now=due(event, 7)).lines) == 200


def test_the_page_shows_filters_and_links_to_the_letter_as_it_was(client):
    now = timezone.now()
    event = cast.event(now=now)
    rule_for(event)
    party = cast.registration(event, people=["国立 帳子"], now=now)
    write(due(event))
    staff = cast.signed_in(cast.aoki())
    url = f"/staff/events/{event.slug}/reminders/ledger/"

    page = staff.get(url, {"state": "WAITING"})
    text = page.content.decode()

    assert "国立 帳子" in text
    assert f"/staff/letters/{letters().get().pk}/" in text
    assert party.receipt_number in text
    assert "国立 帳子" not in staff.get(url, {"state": "SENT"}).content.decode()
    for odd in ({"state": "x"}, {"rule": "x"}, {"page": "99"}, {"all": ""}):
        assert staff.get(url, odd).status_code == 200

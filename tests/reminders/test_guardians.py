"""Several minors in one party: each guardian has a letter, and a line of the ledger."""

import pytest

from events.registration.choices import ConsentStatus
from events.registration.models import Consent
from events.reminders.models import LedgerEntry
from events.reminders.reports_ledger import ledger
from peace.outbox.choices import Status
from peace.outbox.models import UndeliverableAddress
from peace.outbox.usecases.take_back import take_back_reminders
from tests import cast
from tests.page import Page
from tests.reminders.rules import CONSENT, MINUTE, due, letters, rule_for, write

pytestmark = pytest.mark.django_db

FIRST, SECOND = "oya1@example.jp", "oya2@example.jp"


def family(event, *, guardians=(FIRST, SECOND), **values):
    """An adult, and a minor for each of GUARDIANS."""
    names = ["国立 花子", *(f"国立 子{number}" for number in range(len(guardians)))]
    party = cast.registration(event, people=names, **values)
    children = party.attendees.order_by("number")[1:]
    for child, email in zip(children, guardians, strict=True):
        child.is_minor = child.lacks_consent = True
        child.save()
        Consent.objects.create(attendee=child, guardian_email=email, asked_at=cast.NOW)
    return party


def lines(event, *, days=3):
    found = ledger(event, now=due(event, days) + cast.HOUR).lines
    return {line.name: str(line.state) for line in found}


@pytest.fixture
def event():
    made = cast.event(asks_consent=True)
    rule_for(made, **CONSENT)
    return made


def test_before_the_hour_each_guardian_is_planned(event):
    family(event)

    found = ledger(event, now=cast.NOW)

    assert [(line.name, line.state) for line in found.lines] == [
        ("国立 子0", "PLANNED"),
        ("国立 子1", "PLANNED"),
    ]
    assert [line.people for line in found.lines] == [1, 1]


def test_each_letter_has_a_line_of_its_own_that_follows_it(event):
    family(event)

    assert write(due(event, 3)) == 2
    assert write(due(event, 3) + MINUTE) == 0

    letters("consent_missing").filter(email=FIRST).update(status=Status.SENT)
    letters("consent_missing").filter(email=SECOND).update(status=Status.FAILED)

    found = ledger(event, now=due(event, 3) + cast.HOUR)
    assert {line.name: line.state for line in found.lines} == {
        "国立 子0": "SENT",
        "国立 子1": "FAILED",
    }
    assert found.total == 2
    assert {line.letter_id for line in found.lines} == set(
        letters("consent_missing").values_list("pk", flat=True)
    )


def test_a_guardian_without_a_way_stands_there_with_the_reason(event):
    family(event, phone="")
    UndeliverableAddress.objects.note(email=SECOND, code="550", now=cast.NOW)

    assert write(due(event, 3)) == 1

    assert dict(LedgerEntry.objects.values_list("attendee__name", "reason")) == {
        "国立 子0": "",
        "国立 子1": "NO_WAY",
    }
    assert lines(event) == {"国立 子0": "WAITING", "国立 子1": "SKIPPED"}


def test_who_said_no_does_not_stop_the_other(event):
    party = family(event)
    Consent.objects.filter(attendee__number=2).update(
        status=ConsentStatus.REFUSED,
        answered_at=cast.NOW,
        text_version="1",
        method="PAPER",
    )

    assert write(due(event, 3)) == 1

    assert letters("consent_missing").get().email == SECOND
    reasons = party.reminder_entries.values_list("attendee__number", "reason")
    assert dict(reasons) == {2: "ANSWERED", 3: ""}


def test_only_the_letter_that_was_taken_back_is_written_anew(event):
    party = family(event)
    write(due(event, 3))
    letters("consent_missing").filter(email=FIRST).update(status=Status.SENT)
    assert take_back_reminders(about=[party.about]) == 1
    assert lines(event) == {"国立 子0": "SENT", "国立 子1": "PLANNED"}

    assert write(due(event, 3) + cast.HOUR) == 1

    assert list(letters("consent_missing").values_list("email", "status")) == [
        (FIRST, Status.SENT),
        (SECOND, Status.SKIPPED),
        (SECOND, Status.PENDING),
    ]
    assert LedgerEntry.objects.count() == 2
    assert write(due(event, 3) + 2 * cast.HOUR) == 0


def test_a_minor_who_lacks_consent_later_is_asked_about_then(event):
    """A consent that was withdrawn after the others had been reminded."""
    party = family(event)
    second = party.attendees.get(number=3)
    second.lacks_consent = False
    second.save()
    assert write(due(event, 3)) == 1

    second.lacks_consent = True
    second.save()

    assert write(due(event, 3) + cast.HOUR) == 1
    assert letters("consent_missing").last().email == SECOND


def test_a_row_of_before_settles_the_whole_party(event):
    """Written when a party had one row, however many guardians."""
    party = family(event)
    rule = event.reminder_rules.get()
    LedgerEntry.objects.create(
        rule=rule,
        registration=party,
        day=event.starts_at.date(),
        status="SKIPPED",
        reason="JUST_TOLD",
        written_at=cast.NOW,
    )

    assert write(due(event, 3)) == 0
    assert lines(event) == {"国立 花子": "SKIPPED"}


def test_the_page_of_the_party_says_which_guardian_was_left_out(event):
    party = family(event, phone="")
    UndeliverableAddress.objects.note(email=SECOND, code="550", now=cast.NOW)
    write(due(event, 3))

    page = Page(
        cast.signed_in(cast.aoki()).get(
            f"/staff/events/{event.slug}/registrations/{party.receipt_number}/"
        )
    )

    assert "国立 子1さんの保護者に、案内を送りませんでした。" in page.words

"""A new ticket, and what becomes of the old one."""

import pytest

from events.registration.models import Ticket
from events.registration.usecases.reissue_ticket import reissue_ticket
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests import cast

pytestmark = pytest.mark.django_db


def test_the_new_version_revokes_the_old_one_and_both_are_known():
    party = cast.registration(cast.event())
    old = Ticket.objects.get()
    letters = OutboxMessage.objects.count()

    new = reissue_ticket(registration=party, actor="user:1", now=cast.NOW + cast.HOUR)

    old.refresh_from_db()
    assert old.revoked_at == cast.NOW + cast.HOUR
    assert (new.serial, new.version, new.revoked_at) == (old.serial, 2, None)
    assert new.token != old.token
    assert list(party.tickets.valid()) == [new]
    entry = AuditEntry.objects.get(verb="ticket.reissued")
    assert (entry.about, entry.detail) == (party.about, {"version": 2})
    assert OutboxMessage.objects.count() == letters


def test_it_can_be_done_again_and_again():
    party = cast.registration(cast.event())

    tokens = {
        reissue_ticket(registration=party, actor="user:1", now=cast.NOW).token
        for _ in range(3)
    }

    assert len(tokens) == 3
    assert party.tickets.valid().get().version == 4


def test_the_token_can_be_printed_again_and_is_stored_nowhere():
    party = cast.registration(cast.event())

    ticket = Ticket.objects.get(registration=party)

    assert len(ticket.token) == 34
    assert Ticket.objects.get().token == ticket.token
    assert ticket.token not in str(Ticket.objects.values())

"""One entry in somebody's calendar, from the confirmation to the cancellation."""

import pytest
from django.utils import timezone
from icalendar import Calendar

from events.programme.exports.calendar import events_calendar
from events.programme.models import Event
from events.registration.models import Registration
from events.registration.usecases.cancel_event import cancel_event
from events.registration.usecases.change_event import Notice, change_event
from peace.outbox.delivery import build_mail
from peace.outbox.models import OutboxMessage
from tests import cast

pytestmark = pytest.mark.django_db


class Phone:
    """A calendar that follows RFC 5546: by UID, a higher SEQUENCE wins."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[int, object]] = {}
        self.methods: list[str] = []

    def open(self, content: bytes) -> None:
        calendar = Calendar.from_ical(content)
        self.methods.append(str(calendar["method"]))
        for entry in calendar.walk("VEVENT"):
            assert {"ORGANIZER", "DTSTAMP", "SEQUENCE", "UID"} <= set(entry)
            uid, sequence = str(entry["uid"]), int(entry["sequence"])
            known = self.entries.get(uid, (-1, None))[0]
            assert sequence > known, "a calendar would pass over this entry"
            gone = str(entry["status"]) == "CANCELLED"
            self.entries[uid] = (sequence, None if gone else entry["dtstart"].dt)

    @property
    def times(self) -> list:
        return sorted(at for _sequence, at in self.entries.values() if at)


def files(registration: Registration) -> list[bytes]:
    """The calendars of all letters to this party, in the order they were written."""
    found = []
    for letter in OutboxMessage.objects.about(registration.about).order_by("pk"):
        for part in build_mail(letter, now=timezone.now()).message().walk():
            if part.get_content_type() == "text/calendar":
                found.append(part.get_payload(decode=True))
    return found


def test_a_change_moves_the_entry_and_a_cancellation_removes_it():
    now = timezone.now()
    event = cast.event(now=now)
    slots = cast.timeslots(event)[:2]
    party = cast.registration(event, slots=slots, now=now)
    phone = Phone()

    # A letter's calendar is made when it is sent, so each is opened in its moment.
    phone.open(files(party)[-1])
    assert phone.times == [slot.starts_at for slot in slots]

    values = {
        name: getattr(event, name) + cast.DAY for name in ("starts_at", "ends_at")
    }
    reason = Notice(reason={"ja": "会場の都合のため"}, tells_all=True)
    change_event(
        event=event,
        values=values,
        moves_timeslots=True,
        notice=reason,
        actor="user:1",
        now=now,
    )
    phone.open(files(party)[-1])
    assert phone.times == [slot.starts_at + cast.DAY for slot in slots]

    cancel_event(
        event=Event.objects.get(pk=event.pk),
        reason={"ja": "台風のため"},
        actor="user:1",
        now=now,
    )
    phone.open(files(party)[-1])
    assert phone.times == []
    assert phone.methods == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert len(phone.entries) == 2


def test_the_public_entry_follows_the_same_way():
    now = timezone.now()
    event = cast.event(now=now, title={"ja": "長い名前の催し" * 12})
    phone = Phone()
    phone.open(events_calendar([event]))

    event.revision += 1
    phone.open(events_calendar([event]))
    event.cancel(reason={"ja": "台風のため"}, now=now)
    content = events_calendar([event])
    phone.open(content)

    assert phone.times == []
    # Folded by octets, and no sign of three octets is cut (RFC 5545, 3.1).
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.decode()

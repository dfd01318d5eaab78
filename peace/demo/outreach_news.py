"""News of the demo: subscribers, contacts, and an announcement in each state."""

from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

from django.db.models import F, Q

from events.outreach.choices import AnnouncementAudience, Topic
from events.outreach.models import (
    Announcement,
    Contact,
    Source,
    SourceVisit,
    Subscription,
)
from events.outreach.usecases.announce import (
    Draft,
    request_announcement,
    save_announcement,
)
from events.outreach.usecases.contacts import ContactCard, import_contacts
from events.outreach.usecases.write_announcements import write_announcements
from events.programme.models import Event
from events.registration.models import Registration
from peace.demo.people import person_of_door
from peace.demo.texts import event_slugs, texts
from peace.language.dates import jst
from peace.outbox.choices import Status
from peace.outbox.models import OutboxBatch, OutboxMessage, UndeliverableAddress
from peace.outbox.usecases.approve import approve

SUBSCRIBERS = 64
# Nobody's: the domain is reserved for examples (RFC 2606).
ADDRESS = "news{number}@example.jp"
_ADDRESSES = r"^news\d+@example\.jp$"
_CONTACTS = r"^contact\d+@example\.jp$"
_LANGUAGES = ("ja", "ja", "ja", "ja-easy", "ja", "en", "ja")
_TOPICS = (
    (Topic.TALKS,),
    (Topic.TALKS, Topic.PEACE_DAY),
    tuple(Topic),
    (Topic.EXHIBITIONS, Topic.KOTOBA),
    (Topic.TALKS, Topic.NETWORK),
)
_DAY = timedelta(days=1)


def load_news(*, staff: str, now: datetime) -> None:
    """Subscribers, contacts, a draft, one that waits, and one that was sent.

    STAFF is the actor; their colleague asked for the one that waits, so that whoever
    enters as staff can approve it. NOW is when the demo is loaded. No letter leaves.
    """
    colleague = person_of_door("approver")
    other = colleague.actor if colleague else staff
    _subscribe(now)
    _agree(now)
    specs = texts("news")
    import_contacts(
        cards=[
            ContactCard(kind, name, f"contact{number}@example.jp", person, note=note)
            for number, (kind, name, person, note) in enumerate(specs["contacts"])
        ],
        actor=staff,
        now=now - 30 * _DAY,
    )
    written = specs["announcements"]
    _send(written["sent"], staff=staff, other=other, now=now - 9 * _DAY)
    waiting = _write(written["waiting"], actor=other, now=now - timedelta(hours=2))
    request_announcement(
        announcement=waiting, actor=other, now=now - timedelta(hours=1)
    )
    write_announcements(now=now - timedelta(hours=1))
    _write(written["draft"], actor=staff, now=now - timedelta(minutes=20))


def remove_news() -> None:
    """What load_news made, and what visitors wrote about the demo's events."""
    written = texts("news")["announcements"].values()
    subjects = [each["subject"]["ja"] for each in written]
    gone = Announcement.objects.filter(
        Q(event__slug__in=event_slugs()) | Q(subject__ja__in=subjects)
    )
    batches = list(gone.exclude(batch=None).values_list("batch", flat=True))
    abouts = [each.about for each in gone]
    Source.objects.filter(code__in=[each.source_code for each in gone]).delete()
    gone.delete()
    OutboxMessage.objects.filter(about__in=abouts).delete()
    OutboxBatch.objects.filter(pk__in=batches).delete()
    Subscription.objects.filter(email__regex=_ADDRESSES).delete()
    Contact.objects.filter(email__regex=_CONTACTS).delete()


def _subscribe(now: datetime) -> None:
    """Most are active; two have not opened their mailbox yet, three have ended."""
    rows = zip(
        range(1, SUBSCRIBERS + 1), cycle(_LANGUAGES), cycle(_TOPICS), strict=False
    )
    Subscription.objects.bulk_create(
        Subscription(
            email=ADDRESS.format(number=number),
            language=language,
            topics=[topic.value for topic in topics],
            asked_at=now - number * _DAY,
            **_state(number, now),
        )
        for number, language, topics in rows
    )
    UndeliverableAddress.objects.note(
        email=ADDRESS.format(number=7), code="550 5.1.1", now=now - 20 * _DAY
    )


def _state(number: int, now: datetime) -> dict[str, Any]:
    if number <= 2:
        return {"status": "PENDING"}
    confirmed = now - number * _DAY + timedelta(minutes=6)
    if number % 20 == 0:
        return {"status": "ENDED", "confirmed_at": confirmed, "ended_at": now - _DAY}
    return {"status": "ACTIVE", "confirmed_at": confirmed}


def _agree(now: datetime) -> None:
    """Every third of those who took part with an address wants to hear of more."""
    came = Registration.objects.filter(event__starts_at__lt=now).exclude(email="")
    keys = islice(came.order_by("pk").values_list("pk", flat=True), 0, None, 3)
    Registration.objects.filter(pk__in=list(keys)).update(wants_news=True)


def _write(spec: dict[str, Any], *, actor: str, now: datetime) -> Announcement:
    draft = Draft(
        subject=spec["subject"],
        text=spec["text"],
        audience=AnnouncementAudience(spec["audience"]),
        topics=spec["topics"],
        event=Event.objects.filter(slug=spec["event"]).first(),
    )
    return save_announcement(announcement=None, draft=draft, actor=actor, now=now)


def _send(spec: dict[str, Any], *, staff: str, other: str, now: datetime) -> None:
    """Asked for, approved and gone, days ago: two did not arrive, some registered."""
    found = request_announcement(
        announcement=_write(spec, actor=staff, now=now), actor=staff, now=now
    )
    write_announcements(now=now)
    batch = found.batch
    if batch is None:
        return
    batch.refresh_from_db()
    approve(batch=batch, by=other, now=now + timedelta(hours=1))
    letters = OutboxMessage.objects.filter(batch=batch)
    letters.update(status=Status.SENT, attempts=1, sent_at=F("due_at"))
    some = list(letters.order_by("pk").values_list("pk", flat=True))
    letters.filter(pk__in=some[3:4]).update(
        status=Status.BOUNCED, last_error="550 5.1.1"
    )
    letters.filter(pk__in=some[9:10]).update(
        status=Status.SKIPPED, sent_at=None, last_error="unsubscribed"
    )
    Announcement.objects.filter(pk=found.pk).update(ended=2)
    _count_visits(found, now)


def _count_visits(found: Announcement, now: datetime) -> None:
    source = Source.objects.filter(code=found.source_code).first()
    if source is None:
        return
    SourceVisit.objects.bulk_create(
        SourceVisit(source=source, day=jst(now + number * _DAY).date(), visits=visits)
        for number, visits in enumerate((21, 9, 4, 2, 1))
    )
    mine = Registration.objects.filter(event=found.event, source="").exclude(email="")
    keys = list(mine.order_by("-pk").values_list("pk", flat=True)[:7])
    Registration.objects.filter(pk__in=keys).update(source=found.source_code)

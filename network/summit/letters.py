"""Letters to the cities about the summit, in Japanese, to each coordinator."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from network.cities.letters import LANGUAGE, secretariat_values
from network.cities.models import Coordinator, Municipality
from network.summit.choices import GuestKind
from network.summit.models import Summit, SummitGuest, SummitReply
from peace.language.dates import date_long, deadline, time_range
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Recipient, render_letter
from peace.outbox.usecases.enqueue import enqueue_many


def opened(*, summit: Summit, now: datetime) -> int:
    """To every coordinator of every city: which seats, and until when to reply."""
    return _send("summit_opened", summit, Coordinator.objects.acting_at(now), now=now)


def reminder(
    *, summit: Summit, cities: Collection[Municipality], days: int, now: datetime
) -> int:
    """To the coordinators of CITIES, which have not replied; DAYS before the deadline.

    Nothing leaves after the deadline.
    """
    terms = Coordinator.objects.acting_at(now).filter(municipality__in=cities)
    return _send(
        "summit_reminder",
        summit,
        terms,
        now=now,
        key=f"{summit.pk}:{days}",
        letter_class=LetterClass.B,
        not_after=summit.reply_by,
    )


def receipt(*, reply: SummitReply, now: datetime) -> int:
    """To the coordinators of the city: what was written down. Numbers, no names."""
    guests = SummitGuest.objects.filter(reply=reply)
    kinds = list(guests.values_list("kind", flat=True))
    counts = [f"{kind.label} {kinds.count(kind)}名" for kind in GuestKind]
    counts.append(f"市民 {reply.citizens}名")
    terms = Coordinator.objects.acting_at(now).filter(municipality=reply.municipality)
    return _send(
        "summit_receipt",
        reply.summit,
        terms,
        now=now,
        key=f"{reply.pk}:{reply.replied_at.isoformat()}",
        values={
            "answer": "出席" if reply.comes else "欠席",
            "people": "、".join(counts) if reply.comes else "",
        },
    )


def _send(
    name: str,
    summit: Summit,
    terms: Any,
    *,
    now: datetime,
    key: str = "",
    letter_class: LetterClass = LetterClass.A,
    values: dict[str, str] | None = None,
    not_after: datetime | None = None,
) -> int:
    said = _of(summit) | (values or {})
    orders = [
        {
            "key": f"{name}:{key or summit.pk}:{term.user_id}",
            "kind": name,
            "letter_class": letter_class,
            "recipient": Recipient(name=term.user.name, email=term.user.email),
            "language": LANGUAGE,
            "letter": render_letter(
                f"network/{name}",
                LANGUAGE,
                said
                | {
                    "member_city": term.municipality.name,
                    "coordinator_name": term.user.name,
                },
            ),
            "about": summit.about,
            "not_after": not_after,
        }
        for term in terms.select_related("user", "municipality")
    ]
    return enqueue_many(orders, now=now)


def _of(summit: Summit) -> dict[str, str]:
    event = summit.event
    path = reverse("summit:reply", args=[summit.year])
    seats = [
        f"市長 {summit.mayor_seats}席",
        f"職員 {summit.staff_seats}席",
        f"派遣ユース {summit.youth_seats}席",
        f"市民 {summit.citizen_seats}席",
    ]
    return {
        "event_title": event.title.in_language(LANGUAGE),
        "event_date": date_long(event.starts_at, LANGUAGE),
        "event_hours": time_range(event.starts_at, event.ends_at, LANGUAGE),
        "venue_name": event.venue.name.in_language(LANGUAGE),
        "seats": "、".join(seats),
        "due": deadline(summit.reply_by, LANGUAGE),
        "reply_url": f"{settings.SITE_URL}{path}",
        **secretariat_values(),
    }

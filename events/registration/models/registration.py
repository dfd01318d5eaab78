"""A registration (申込み): a party of one to six people, and how to reach them."""

import secrets
import uuid
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Prefetch, Q
from django.db.models.functions import Upper
from django.urls import reverse

from events.programme.choices import Support
from events.programme.models import Event
from events.registration.choices import (
    RegistrationChannel,
    RegistrationStatus,
    ReminderChannel,
)
from events.registration.models.seat import Seat
from peace.language.names import fold

_signer = signing.Signer(salt="registration")


def new_code() -> str:
    """128 random bits: what the private link is made of."""
    return secrets.token_urlsafe(16)


def new_receipt_number() -> str:
    """Eight digits that can be read out in two groups and never start with zero."""
    return str(10_000_000 + secrets.randbelow(90_000_000))


class RegistrationQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(status=RegistrationStatus.ACTIVE)

    def for_event(self, event: models.Model) -> Self:
        return self.filter(event=event)

    def with_people(self) -> Self:
        return self.select_related("event__venue", "event__programme").prefetch_related(
            "attendees",
            # Joined: SQLite cannot look up more than a thousand attendees one by one.
            Prefetch("seats", Seat.objects.select_related("timeslot", "attendee")),
            "tickets",
            "support_requests__offer",
            "line_entries__timeslot",
        )

    def read_together(self) -> list["Registration"]:
        """These, as many letters need them: `with_people()` without the lines.

        What the parties share is one object for all of them: each event with its venue
        and programme, each timeslot, and the attendee of a seat.
        """
        found: list[Any] = list(  # the stubs do not know of what
            self.prefetch_related(
                Prefetch("event", Event.objects.select_related("venue", "programme")),
                "attendees",
                "seats__timeslot",
                "tickets",
                "support_requests__offer",
            )
        )
        for party in found:
            people = {each.pk: each for each in party.attendees.all()}
            for seat in party.seats.all():
                if seat.attendee_id in people:
                    seat.attendee = people[seat.attendee_id]
        return found

    def found_by(self, words: str) -> Self:
        """Those whose name, reading, receipt number or phone fits what staff typed.

        One kana character is enough; width, katakana and variant kanji do not matter.
        Four digits may be any part of the receipt number: lists show its end.
        """
        folded = fold(words)
        digits = "".join(sign for sign in folded if sign.isdigit())
        person = Q(attendees__search_kana__startswith=folded) | Q(
            attendees__search_name__contains=folded
        )
        number = Q()
        if len(digits) >= 4 and digits == folded.replace("-", ""):
            number = Q(receipt_number__contains=digits) | Q(phone__endswith=digits)
        return self.filter(person | number).distinct()

    def found_by_pair(self, receipt_number: str, last_four: str) -> Self:
        """The registration of a receipt number and the last four phone digits."""
        return self.filter(receipt_number=receipt_number, phone__endswith=last_four)


class Registration(models.Model):
    """A party's registration for one event.

    What people typed (`name`, `kana`, `note`) is kept as typed. `phone` holds digits
    only, `email` as given. `idempotency_key` comes with the form: the same form sent
    twice is one registration.
    """

    event = models.ForeignKey(
        "programme.Event", models.PROTECT, related_name="registrations"
    )
    code = models.CharField(max_length=32, unique=True, default=new_code)
    receipt_number = models.CharField(
        max_length=8, unique=True, default=new_receipt_number
    )
    idempotency_key = models.UUIDField(unique=True, default=uuid.uuid4)
    status = models.CharField(
        max_length=20,
        choices=RegistrationStatus.choices,
        default=RegistrationStatus.ACTIVE,
    )
    channel = models.CharField(
        max_length=20,
        choices=RegistrationChannel.choices,
        default=RegistrationChannel.WEB,
    )
    phone = models.CharField(max_length=15, blank=True, db_index=True)
    email = models.CharField(max_length=254, blank=True, db_index=True)
    remind_by = models.CharField(max_length=20, choices=ReminderChannel.choices)
    language = models.CharField(max_length=10, default="ja")
    note = models.TextField(blank=True)
    # What a roll-call calls: a city, a group. It lies readable on the phones at the
    # door, so never a name.
    door_label = models.CharField(max_length=40, blank=True, default="")
    # The code of the source (poster, school …) through which they came; "" unknown.
    source = models.CharField(max_length=20, blank=True, default="", db_index=True)
    # They agreed to hear of later events of this kind, at this address.
    wants_news = models.BooleanField(default=False)
    # They said once more that they will come, when they were asked.
    will_come_at = models.DateTimeField(null=True, blank=True)
    # What staff write for each other; never in a letter.
    staff_note = models.TextField(blank=True)
    # When a postcard or an e-mail came in: that is what counts for first come.
    # `created_at` is when it was typed.
    arrived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="registration_status_known",
                condition=Q(status__in=RegistrationStatus.values),
            ),
            models.CheckConstraint(
                name="registration_can_be_reached",
                # Whoever gives a name at the door is there already; whoever is called
                # by a label was invited, by somebody who knows how to reach them.
                condition=~Q(phone="")
                | ~Q(email="")
                | ~Q(door_label="")
                | Q(channel=RegistrationChannel.DESK),
            ),
            models.CheckConstraint(
                name="registration_cancelled_has_a_moment",
                condition=Q(
                    status=RegistrationStatus.CANCELLED, cancelled_at__isnull=False
                )
                | Q(status=RegistrationStatus.ACTIVE, cancelled_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["event", "created_at"]),
            # Every registration asks whether this address holds a seat, in any case.
            models.Index(Upper("email"), name="registration_email_any_case"),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def is_cancelled(self) -> bool:
        return self.status == RegistrationStatus.CANCELLED

    @property
    def about(self) -> str:
        """How the audit trail and the outbox refer to it: no personal data."""
        return f"registration:{self.pk}"

    @property
    def reminded_by_phone(self) -> bool:
        return self.remind_by == ReminderChannel.PHONE

    @property
    def reminded_by_email(self) -> bool:
        return self.remind_by == ReminderChannel.EMAIL

    @property
    def came_at(self) -> datetime:
        """The moment that counts for first come."""
        return self.arrived_at or self.created_at

    @property
    def support_labels(self) -> list[str]:
        """As people read them, with how many where that is asked."""
        return [
            Support(kind).counted(people)
            for kind, people in self.support_people.items()
        ]

    @property
    def support_kinds(self) -> list[str]:
        return list(self.support_people)

    @property
    def support_people(self) -> dict[str, int]:
        """What is prepared for the party, for how many; reads its requests."""
        people: dict[str, int] = {}
        for each in self.support_requests.all():
            kind = each.offer.kind
            people[kind] = max(people.get(kind, 0), each.people)
        return {kind.value: people[kind] for kind in Support if kind in people}

    @property
    def signed_token(self) -> str:
        return _signer.sign(self.code)

    @property
    def url(self) -> str:
        """The private page, in the language in force."""
        return reverse("registration:detail", args=[self.signed_token])

    @property
    def full_url(self) -> str:
        return settings.SITE_URL + self.url

    def cancel(self, *, now: datetime) -> None:
        self.status = RegistrationStatus.CANCELLED
        self.cancelled_at = now


def read_signed_token(token: str) -> str | None:
    """The registration code inside a link, or None when the link was cut or made up."""
    try:
        return _signer.unsign(token)
    except signing.BadSignature:
        return None

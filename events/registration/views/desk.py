"""The desk on which a registration lies while it is changed, in one of two rooms."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property

from events.programme.models import Timeslot
from events.registration.access import timeslots_of
from events.registration.models import Attendee, Registration
from events.registration.reports import TicketSheet
from events.registration.views.public import changed_words

# What happened, as the page of the registration is told.
DONE, SAME, WAITS = "1", "same", "waits"


@dataclass(frozen=True)
class Desk:
    """Where a change is asked for, by whom, and the registration that lies on it."""

    registration: Registration
    actor: str
    is_staff: bool
    now: datetime

    @cached_property
    def sheet(self) -> TicketSheet:
        return TicketSheet.of(self.registration, now=self.now)

    @cached_property
    def timeslots(self) -> list[Timeslot]:
        """Those that one may go to now, with their seats."""
        return [
            slot
            for slot in timeslots_of(self.registration)
            if slot.takes_applications_at(self.now) and slot.starts_at > self.now
        ]

    @cached_property
    def people(self) -> list[Attendee]:
        """Those whose place can still be changed, in order."""
        free = {seat.attendee_id for seat in self.sheet.cancellable}
        return [row.attendee for row in self.sheet.rows if row.attendee.pk in free]

    @property
    def everybody(self) -> list[Attendee]:
        """Also who has left: a form that is sent twice names them."""
        return [row.attendee for row in self.sheet.rows]

    @property
    def can_add(self) -> bool:
        return (
            bool(self.timeslots)
            and self.sheet.can_change
            and self.registration.event.takes_applications_at(self.now)
        )

    @property
    def can_move(self) -> bool:
        """Some timeslot can be left for another one."""
        targets = {slot.pk for slot in self.timeslots}
        return any(targets - {source.pk} for source in self.sources)

    @property
    def sources(self) -> dict[Timeslot, list[Attendee]]:
        """Timeslots that somebody can leave, and who."""
        found: dict[Timeslot, list[Attendee]] = {}
        for seat in self.sheet.cancellable:
            found.setdefault(seat.timeslot, []).append(seat.attendee)
        return dict(sorted(found.items(), key=lambda each: each[0].starts_at))

    @property
    def base(self) -> str:
        return "base_staff.html" if self.is_staff else "base.html"

    @property
    def home(self) -> str:
        """The page of the registration itself."""
        return self._url("registration") if self.is_staff else self.registration.url

    @property
    def hub(self) -> str:
        return (
            self._url("registration-change") if self.is_staff else self._url("change")
        )

    @property
    def cancelling(self) -> str:
        """Where seats are given back: a page of its own, or a part of the office's."""
        return f"{self.home}#cancel" if self.is_staff else self._url("cancel")

    def to(self, change: str) -> str:
        """The address of one change, through the same door."""
        return self._url(
            f"registration-change-{change}" if self.is_staff else f"change-{change}"
        )

    def _url(self, name: str) -> str:
        found = self.registration
        if self.is_staff:
            return reverse(
                f"staff:{name}", args=[found.event.slug, found.receipt_number]
            )
        return reverse(f"registration:{name}", args=[found.signed_token])

    @property
    def links(self) -> dict[str, str]:
        names = ("contact", "names", "add", "remove", "move", "hand-over")
        return {name.replace("-", "_"): self.to(name) for name in names}

    def page(self, request: HttpRequest, template: str, **more: Any) -> HttpResponse:
        context = {"desk": self, "sheet": self.sheet, **more}
        return render(request, f"events/registration/{template}.html", context)

    def done(self, request: HttpRequest, outcome: str) -> HttpResponse:
        """Back to the registration, which says what happened."""
        if self.is_staff:
            messages.success(request, changed_words(outcome))
            return redirect(self.home)
        return redirect(f"{self.home}?changed={outcome}")

"""What a letter's wording is for: everything, one programme, or one event."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from events.programme.models import Event, Programme
from events.registration.models import Registration
from peace.outbox.models.text import LIBRARY


@dataclass(frozen=True)
class Place:
    """Where a text counts; the narrowest of event, programme, library."""

    event: Event | None = None
    programme: Programme | None = None

    @property
    def scope(self) -> str:
        if self.event:
            return self.event.letter_scopes[0]
        return f"programme:{self.programme.pk}" if self.programme else LIBRARY

    @property
    def wider(self) -> tuple[str, ...]:
        """The scopes behind this one, the nearest first."""
        return (self.event.letter_scopes[1],) if self.event else ()

    @property
    def scopes(self) -> tuple[str, ...]:
        return tuple(each for each in (self.scope, *self.wider) if each != LIBRARY)

    @property
    def query(self) -> str:
        """What stands behind the addresses of its pages."""
        if self.event:
            return "?" + urlencode({"event": self.event.slug})
        if self.programme:
            return "?" + urlencode({"programme": self.programme.slug})
        return ""

    @property
    def label(self) -> str:
        if self.event:
            return _("催し「%(title)s」だけの文面") % {"title": self.event.title}
        if self.programme:
            return _("事業「%(title)s」だけの文面") % {"title": self.programme.title}
        return _("すべての催しの文面")

    @property
    def registrations(self) -> QuerySet[Registration]:
        """Whose letters would have these words; the newest first."""
        found = Registration.objects.active().with_people().order_by("-pk")
        if self.event:
            return found.filter(event=self.event)
        if self.programme:
            return found.filter(event__programme=self.programme)
        return found

    def example_event(self) -> Event | None:
        """The event that examples are about: this one, or the last of them."""
        if self.event:
            return self.event
        events = Event.objects.with_places().order_by("-starts_at", "-pk")
        if self.programme:
            events = events.filter(programme=self.programme)
        return events.filter(timeslots__isnull=False).first() or events.first()

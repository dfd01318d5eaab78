"""The secretariat plans the summit of a year."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.programme.choices import EventStatus, ProgrammeKind
from events.programme.forms.texts import DayField, MomentField
from events.programme.models import Event
from network.summit.models import Summit
from network.summit.usecases.plan import Seats
from peace.language.dates import iso, jst

SEATS = ("mayor_seats", "staff_seats", "youth_seats", "citizen_seats", "hall_seats")


def _number(label: Any, most: int, initial: int, help_text: Any = "") -> Any:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=most,
        initial=initial,
        help_text=help_text,
        error_messages={"required": _("数を入力してください。")},
    )


class SeatsForm(forms.Form):
    """Seats a city, the hall, and the deadline."""

    mayor_seats = _number(_("市長の席（1市あたり）"), 1, 1)
    staff_seats = _number(_("職員の席（1市あたり）"), 10, 2)
    youth_seats = _number(_("派遣ユースの席（1市あたり）"), 5, 1)
    citizen_seats = _number(
        _("市民の席（1市あたり）"), 60, 6, _("人数だけを聞きます。名前は聞きません。")
    )
    hall_seats = _number(
        _("会場の席の数"),
        30_000,
        1000,
        _("車いすの席と親子室を含みます。26市の席を除いた残りが、一般の席になります。"),
    )
    reply_by = MomentField(label=_("返事の期限"))

    use_required_attribute = False

    @property
    def seats(self) -> Seats:
        return Seats(**{name: self.cleaned_data[name] for name in SEATS})


def initial_of(summit: Summit) -> dict[str, Any]:
    """A plan as the form shows it."""
    values = {name: getattr(summit, name) for name in SEATS}
    return values | {"reply_by": jst(summit.reply_by)}


class EventChoice(forms.ModelChoiceField):
    """An event with its day."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{iso(obj.starts_at)} {obj.title}"


class NewSummitForm(SeatsForm):
    """On an event that stands in the calendar, or on one copied from an earlier one."""

    event = EventChoice(
        label=_("催し"),
        queryset=Event.objects.none(),
        required=False,
        empty_label=_("前の催しから作る"),
        help_text=_("事業が「サミット」の催しから選びます。"),
    )
    previous = EventChoice(
        label=_("前の催し"),
        queryset=Event.objects.none(),
        required=False,
        empty_label=_("選ばない"),
        help_text=_("会場、時間、席、サポートを写して、下書きを作ります。"),
    )
    first_day = DayField(label=_("新しい催しの日"), required=False)

    field_order = ("event", "previous", "first_day", *SEATS, "reply_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        summits = Event.objects.filter(programme__kind=ProgrammeKind.SUMMIT).exclude(
            status=EventStatus.CANCELLED
        )
        events: Any = self.fields["event"]
        events.queryset = summits.filter(
            summit=None, ends_at__gt=timezone.now()
        ).order_by("starts_at")
        previous: Any = self.fields["previous"]
        previous.queryset = summits.order_by("-starts_at")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day: date | None = data.get("first_day")
        if not data.get("event") and "event" not in self.errors:
            if not data.get("previous"):
                self.add_error("event", _("催しか、前の催しを選んでください。"))
            elif day is None and "first_day" not in self.errors:
                self.add_error("first_day", _("新しい催しの日を入力してください。"))
            elif day is not None and day <= jst(timezone.now()).date():
                self.add_error("first_day", _("これからの日を入れてください。"))
        return data


def first_deadline(event: Event | None) -> datetime | None:
    """Thirty days before the event at five, as a proposal."""
    if event is None:
        return None
    day = jst(event.starts_at) - timedelta(days=30)
    return day.replace(hour=17, minute=0, second=0, microsecond=0)

"""The printed list, typed in: who is ticked, when they came, and the tally."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.door.tally import BANDS, VISITS, keys
from events.programme.models import Timeslot
from events.programme.models.timeslot import EARLY
from events.registration.choices import AgeBand, Visit
from peace.language.dates import jst, staff_time

MOST_HEADS = 500
# A party that came late is let in after the end at the very latest.
AFTER_THE_END = timedelta(minutes=15)


class PaperForm(forms.Form):
    """Ticks are read beside the fields: `seat`, one value for each that is ticked."""

    at = forms.TimeField(
        label=gettext_lazy("入場した時刻"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "invalid": gettext_lazy("時刻を13:30のように入れてください。"),
            "required": gettext_lazy("時刻を入れてください。"),
        },
    )

    use_required_attribute = False

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        timeslot: Timeslot,
        at: datetime | None = None,
        heads: Mapping[str, int] | None = None,
    ) -> None:
        initial = {"at": jst(at).time() if at else None}
        initial |= {_field(key): count for key, count in (heads or {}).items()}
        super().__init__(data, initial=initial)
        self.timeslot = timeslot
        for key in keys():
            self.fields[_field(key)] = forms.IntegerField(
                label=_label(key),
                min_value=0,
                max_value=MOST_HEADS,
                required=False,
                widget=forms.NumberInput(
                    attrs={"inputmode": "numeric", "aria-label": _label(key)}
                ),
            )

    def clean_at(self) -> datetime:
        typed: time = self.cleaned_data["at"]
        slot = self.timeslot
        at = jst(slot.starts_at).replace(
            hour=typed.hour, minute=typed.minute, second=0, microsecond=0
        )
        first, last = slot.opens_doors_at - EARLY, slot.ends_at + AFTER_THE_END
        if not first <= at <= last:
            text = _("この回の受付の時刻（%(first)sから%(last)s）を入れてください。")
            raise ValidationError(
                text % {"first": staff_time(first), "last": staff_time(last)}
            )
        return at

    @property
    def rows(self) -> Iterable[tuple[str, list[forms.BoundField]]]:
        """The tally as it is printed: a row for each age band."""
        for band in BANDS:
            yield (
                _band(band),
                [self[_field(f"{band}|{visit}")] for visit in VISITS],
            )

    @property
    def visits(self) -> list[str]:
        return [_visit(visit) for visit in VISITS]

    def values(self) -> dict[str, Any]:
        """The arguments of `save_paper`."""
        data = self.cleaned_data
        return {
            "at": data["at"],
            "heads": {key: data[_field(key)] or 0 for key in keys()},
            "seats": ticked(self.data),
        }


def ticked(data: Any) -> set[int]:
    """The seats that are ticked; what is no number is left out."""
    return {
        int(each)
        for each in data.getlist("seat")
        if each.isdecimal() and each.isascii() and len(each) < 19
    }


def _field(key: str) -> str:
    band, _bar, visit = key.partition("|")
    return f"heads_{band or 'NONE'}_{visit or 'NONE'}"


def _label(key: str) -> str:
    band, _bar, visit = key.partition("|")
    return f"{_band(band)} {_visit(visit)}"


def _band(band: str) -> str:
    return str(AgeBand(band).label) if band else _("年代を聞いていない")


def _visit(visit: str) -> str:
    return str(Visit(visit).label) if visit else _("聞いていない")

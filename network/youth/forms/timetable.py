"""The timetable of a trip as it is typed: a row a stop, or lines pasted from a plan."""

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.programme.forms.texts import DayField
from network.youth.choices import StopKind
from network.youth.reports_travel import Stop
from network.youth.usecases.plan_trip import StopPlan
from peace.language.dates import TOKYO, fiscal_year_begins, jst

# Where no end is typed: people are called together for an hour.
LASTS = timedelta(hours=1)
# A night bus or a ferry ends on the next day; what would last longer is a slip.
LONGEST_NIGHT = timedelta(hours=12)
MOST_ROWS = 120
MORE_ROWS = 3

_DIGITS = str.maketrans("０１２３４５６７８９：／－～〜–　", "0123456789:/---- ")
_DAY = re.compile(
    r"(?:(\d{4})[-/年])?(\d{1,2})[-/月](\d{1,2})日?(?:\([^)]*\)|（[^）]*）)?"
)
_TIMES = re.compile(r"(\d{1,2}):(\d{2})(?:\s*-\s*(\d{1,2}):(\d{2}))?")
_PARTS = re.compile(r"\s*[|｜\t]\s*")


class StopForm(forms.Form):
    """A row. Times are of Tokyo; without an end it lasts an hour.

    An end that is earlier than the start is one of the next day, at most twelve hours
    later.
    """

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = DayField(label=gettext_lazy("日"))
    starts = forms.TimeField(
        label=gettext_lazy("始まり"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": gettext_lazy("始まりの時刻を入力してください。"),
            "invalid": gettext_lazy("時刻を確かめてください（例 13:30）。"),
        },
    )
    ends = forms.TimeField(
        label=gettext_lazy("終わり"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "invalid": gettext_lazy("時刻を確かめてください（例 13:30）。")
        },
    )
    what = forms.CharField(
        label=gettext_lazy("内容"),
        max_length=60,
        error_messages={"required": gettext_lazy("内容を入力してください。")},
    )
    place = forms.CharField(label=gettext_lazy("場所"), max_length=80, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("種類"), choices=StopKind.choices, initial=StopKind.PART
    )

    use_required_attribute = False
    plain_labels = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            day = date.min
            if _end(day, starts, ends) - _at(day, starts) > LONGEST_NIGHT:
                self.add_error(
                    "ends",
                    _(
                        "終わりは、始まりより後の時刻にしてください。"
                        "夜をまたぐときは、12時間までです。"
                    ),
                )
        return data

    def plan(self) -> StopPlan:
        data = self.cleaned_data
        starts_at = _at(data["day"], data["starts"])
        ends_at = starts_at + LASTS
        if data["ends"]:
            ends_at = _end(data["day"], data["starts"], data["ends"])
        return StopPlan(
            starts_at=starts_at,
            ends_at=ends_at,
            what=data["what"],
            place=data["place"],
            kind=StopKind(data["kind"]),
            pk=data["pk"],
        )


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=TOKYO)


def _end(day: date, starts: time, ends: time) -> datetime:
    """ENDS of the day, or of the next one where that would not be after STARTS."""
    return _at(day + timedelta(days=ends <= starts), ends)


class _Rows(forms.BaseFormSet):
    """Each row can be taken off; an empty one at the end is no row."""

    def plans(self) -> list[StopPlan]:
        return [
            form.plan()
            for form in self.forms
            if form not in self.deleted_forms and form.has_changed()
        ]

    def removed(self) -> list[int]:
        pks = (form.cleaned_data.get("pk") for form in self.deleted_forms)
        return [pk for pk in pks if pk]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("消す")


TimetableFormSet = forms.formset_factory(
    StopForm,
    formset=_Rows,
    extra=MORE_ROWS,
    can_delete=True,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
)
NAMES = ("pk", "day", "starts", "ends", "what", "place", "kind", "DELETE")


def rows_of(stops: Collection[Stop]) -> list[dict[str, Any]]:
    """The stored timetable as the form shows it."""
    return [
        {
            "pk": stop.timeslot.pk,
            "day": jst(stop.timeslot.starts_at).date(),
            "starts": jst(stop.timeslot.starts_at).time(),
            "ends": jst(stop.timeslot.ends_at).time(),
            "what": stop.timeslot.title.in_language("ja"),
            "place": stop.timeslot.note.in_language("ja"),
            "kind": stop.kind,
        }
        for stop in stops
    ]


def rows_typed(data: QueryDict) -> list[dict[str, Any]]:
    """What was typed so far, not judged: the form is shown again with more rows."""
    typed = data.get("form-TOTAL_FORMS", "")
    total = int(typed) if typed.isdecimal() and len(typed) < 4 else 0
    rows = [
        {name: data.get(f"form-{place}-{name}", "") for name in NAMES}
        for place in range(min(total, MOST_ROWS))
    ]
    return [row for row in rows if row["what"] or row["starts"] or row["pk"]]


class PasteForm(forms.Form):
    """Lines such as `8/20 7:30-8:00 東京駅 集合 | 丸の内南口 | 点呼`."""

    lines = forms.CharField(
        label=gettext_lazy("日程の行"),
        max_length=10_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": "6"}),
        help_text=gettext_lazy(
            "1行に1つ、日・時刻・内容の順に書きます。場所は「|」のあとに書きます。"
            "日だけの行を置くと、続く行の日になります。"
            "例　8/20 7:30-8:00 東京駅 集合 | 丸の内南口"
        ),
        error_messages={"required": gettext_lazy("日程の行を入力してください。")},
    )

    use_required_attribute = False
    plain_labels = True

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_lines(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        day: date | None = None
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), 1):
            if not line.strip():
                continue
            try:
                day, row = _read(line, day, year=self.year)
            except ValueError:
                raise forms.ValidationError(
                    _(
                        "%(n)s行目を確かめてください。"
                        "日・時刻・内容の順に書きます（例 8/20 7:30 東京駅 集合）。"
                    ),
                    params={"n": number},
                ) from None
            if row:
                rows.append(row)
        return rows


def _read(
    line: str, day: date | None, *, year: int
) -> tuple[date, dict[str, Any] | None]:
    """The day in force after LINE, and its row. Raises ValueError."""
    rest = line.strip().removeprefix("・").strip()
    head = rest.translate(_DIGITS)
    if found := _DAY.match(head):
        day = _day(found, year)
        rest = rest[found.end() :].strip()
        head = rest.translate(_DIGITS).strip()
    if day is None:
        raise ValueError(line)
    if not rest:
        return day, None
    times = _TIMES.match(head)
    if not times:
        raise ValueError(line)
    what, place, kind, *_more = [
        *_PARTS.split(rest[times.end() :].strip()),
        *("", ""),
    ]
    if not what:
        raise ValueError(line)
    row = {
        "day": day,
        "starts": time(int(times[1]), int(times[2])),
        "ends": time(int(times[3]), int(times[4])) if times[3] else "",
        "what": what,
        "place": place,
        "kind": _kind(f"{kind} {what}"),
    }
    return day, row


def _day(found: re.Match[str], year: int) -> date:
    """Without a year it lies in the fiscal one: from April on in YEAR."""
    month, day = int(found[2]), int(found[3])
    if found[1]:
        return date(int(found[1]), month, day)
    begins = fiscal_year_begins(datetime(year, 4, 1, tzinfo=TOKYO)).month
    return date(year if month >= begins else year + 1, month, day)


def _kind(words: str) -> StopKind:
    if "集合" in words or "点呼" in words:
        return StopKind.MUSTER
    return StopKind.TRAINING if "研修" in words else StopKind.PART

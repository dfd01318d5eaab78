"""One timeslot: times, way in, seats of each kind, support, who tells what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from events.programme.choices import Admission, QuotaKind, Story, Support
from events.programme.forms.texts import MomentField, TextsField
from events.programme.models import Event, Quota, SupportOffer, Timeslot
from events.programme.plans import QuotaPlan, SupportPlan, TimeslotPlan
from events.programme.reports import Load
from peace.language.dates import staff_time

TELLING_ROWS = 3
FIELDS = (
    "title",
    "note",
    "starts_at",
    "ends_at",
    "doors_at",
    "admission",
    "walk_ins_from",
)


@dataclass(frozen=True)
class Row:
    """One line of a table of fields: its words, and what stands in its cells."""

    label: str
    cells: list[BoundField]
    taken: int = 0
    is_released: bool = False


class TimeslotForm(forms.Form):
    title = TextsField(label=_("回の名前"), max_length=80)
    note = TextsField(label=_("ひとこと"), max_length=200, required=False)
    starts_at = MomentField(label=_("始まり"))
    ends_at = MomentField(label=_("終わり"))
    doors_at = MomentField(
        label=_("受付の始まり"),
        help_text=_("空欄なら、始まりの15分前です。"),
        required=False,
    )
    admission = forms.ChoiceField(
        label=_("入り方"),
        choices=Admission.choices,
        widget=forms.RadioSelect,
        initial=Admission.APPLICATION,
    )
    walk_ins_from = MomentField(
        label=_("残席を当日受付にする時刻"),
        help_text=_("この時刻から申込みを止め、残った席は来た方に回します。"),
        required=False,
    )
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        event: Event,
        timeslot: Timeslot | None = None,
        loads: Sequence[Load] = (),
        **kwargs: Any,
    ) -> None:
        self.event, self.timeslot = event, timeslot
        self.quotas = _by_kind(timeslot.quotas.all() if timeslot else [])
        self.offers = _by_kind(timeslot.support_offers.all() if timeslot else [])
        tellings = list(timeslot.tellings.order_by("pk")) if timeslot else []
        first = {"starts_at": event.starts_at, "ends_at": event.ends_at}
        kwargs["initial"] = (
            {name: getattr(timeslot, name) for name in FIELDS} if timeslot else first
        )
        super().__init__(*args, **kwargs)
        self._add_quotas()
        self._add_support()
        self._add_tellings(tellings, loads)

    def _add_quotas(self) -> None:
        for kind in QuotaKind:
            quota: Quota | None = self.quotas.get(kind)
            self.fields[f"seats_{kind}"] = forms.IntegerField(
                label=_now("%(kind)sの席の数") % {"kind": kind.label},
                min_value=0,
                max_value=100_000,
                required=False,
                initial=quota.capacity if quota else None,
                disabled=bool(quota and quota.released_at),
            )
            if kind != QuotaKind.GENERAL:
                self.fields[f"releases_{kind}"] = MomentField(
                    label=_now("%(kind)sの残りを一般に回す時刻") % {"kind": kind.label},
                    required=False,
                    initial=quota.releases_at if quota else None,
                    disabled=bool(quota and quota.released_at),
                )

    def _add_support(self) -> None:
        for kind in Support:
            offer: SupportOffer | None = self.offers.get(kind)
            self.fields[f"support_{kind}"] = forms.BooleanField(
                label=str(kind.label), required=False, initial=offer is not None
            )
            self.fields[f"places_{kind}"] = forms.IntegerField(
                label=_now("%(kind)sの数") % {"kind": kind.label},
                min_value=0,
                max_value=1000,
                required=False,
                initial=offer.capacity if offer else None,
            )
            self.fields[f"closes_{kind}"] = MomentField(
                label=_now("%(kind)sの申込みの期限") % {"kind": kind.label},
                required=False,
                initial=offer.closes_at if offer else None,
            )
        childcare = self.offers.get(Support.CHILDCARE)
        for name, label in (
            ("from_months", _("保育：何か月から")),
            ("until_months", _("保育：何か月まで")),
        ):
            self.fields[name] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=150,
                required=False,
                initial=getattr(childcare, name, None),
            )

    def _add_tellings(self, tellings: list[Any], loads: Sequence[Load]) -> None:
        choices = [("", _("決めていない"))]
        kept = {telling.storyteller_id for telling in tellings}
        choices += [
            (str(load.storyteller.pk), load.words)
            for load in loads
            if load.storyteller.is_active or load.storyteller.pk in kept
        ]
        for place in range(max(TELLING_ROWS, len(tellings))):
            telling = tellings[place] if place < len(tellings) else None
            number = {"n": place + 1}
            self.fields[f"teller_{place}"] = forms.ChoiceField(
                label=_now("伝承者 %(n)s") % number,
                choices=choices,
                required=False,
                initial=str(telling.storyteller_id) if telling else "",
            )
            self.fields[f"story_{place}"] = forms.ChoiceField(
                label=_now("話 %(n)s") % number,
                choices=[("", "–"), *Story.choices],
                required=False,
                initial=telling.story if telling else "",
            )

    def clean(self) -> None:
        data = self.cleaned_data
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("終わりは、始まりより後にしてください。"))
        doors = data.get("doors_at")
        if doors and starts and doors > starts:
            words = _("受付は、始まり（%(at)s）までに始めてください。")
            self.add_error("doors_at", words % {"at": staff_time(starts)})
        special = any(
            data.get(f"seats_{kind}") for kind in QuotaKind if kind != QuotaKind.GENERAL
        )
        if special and data.get(f"seats_{QuotaKind.GENERAL}") is None:
            self.add_error(
                f"seats_{QuotaKind.GENERAL}",
                _("一般の席の数も入力してください（0でもかまいません）。"),
            )
        self._clean_tellings()

    def _clean_tellings(self) -> None:
        seen: set[str] = set()
        for place, teller in self._tellers():
            if teller in seen:
                self.add_error(f"teller_{place}", _("同じ方を2回選んでいます。"))
            if not self.cleaned_data.get(f"story_{place}"):
                self.add_error(f"story_{place}", _("何の話かを選んでください。"))
            seen.add(teller)

    def _tellers(self) -> Iterator[tuple[int, str]]:
        for place in range(len([n for n in self.fields if n.startswith("teller_")])):
            teller = self.cleaned_data.get(f"teller_{place}")
            if teller:
                yield place, teller

    def plan(self) -> TimeslotPlan:
        data = self.cleaned_data
        return TimeslotPlan(
            fields={name: data[name] for name in FIELDS},
            quotas={
                kind: QuotaPlan(data[f"seats_{kind}"], data.get(f"releases_{kind}"))
                for kind in QuotaKind
                if data[f"seats_{kind}"] is not None
            },
            support={
                kind: SupportPlan(
                    capacity=data[f"places_{kind}"],
                    closes_at=data[f"closes_{kind}"],
                    months=(data["from_months"], data["until_months"])
                    if kind == Support.CHILDCARE
                    else (None, None),
                )
                for kind in Support
                if data[f"support_{kind}"]
            },
            tellings=[
                (int(teller), Story(data[f"story_{place}"]))
                for place, teller in self._tellers()
            ],
        )

    def quota_rows(self) -> list[Row]:
        rows = []
        for kind in QuotaKind:
            quota = self.quotas.get(kind)
            names = [f"seats_{kind}", f"releases_{kind}"]
            rows.append(
                Row(
                    str(kind.label),
                    [self[name] for name in names if name in self.fields],
                    taken=quota.taken if quota else 0,
                    is_released=bool(quota and quota.released_at),
                )
            )
        return rows

    def support_rows(self) -> list[Row]:
        return [
            Row(
                str(kind.label),
                [self[f"{name}_{kind}"] for name in ("support", "places", "closes")],
                taken=getattr(self.offers.get(kind), "taken", 0),
            )
            for kind in Support
        ]

    def telling_rows(self) -> list[Row]:
        places = [name[7:] for name in self.fields if name.startswith("teller_")]
        return [
            Row("", [self[f"teller_{place}"], self[f"story_{place}"]])
            for place in places
        ]


def _by_kind(rows: Any) -> dict[str, Any]:
    return {row.kind: row for row in rows}

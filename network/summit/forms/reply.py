"""A city's reply: who sits on which of its seats."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from events.programme.choices import Support
from network.summit.choices import GuestKind
from network.summit.models import Summit
from network.summit.reports import CityReply
from network.summit.usecases.reply import Answer, Guest

# What the reception can prepare for somebody on a city's seat.
NEEDS = [(each.value, each.label) for each in Support if each != Support.CHILDCARE]
YES, NO = "yes", "no"


@dataclass(frozen=True)
class SeatFields:
    """The fields of one numbered seat, and what stands above them."""

    title: str
    fields: list[BoundField]


class ReplyForm(forms.Form):
    """Comes or not; a name for each seat, empty where nobody is known yet."""

    comes = forms.ChoiceField(
        label=_("出欠"),
        choices=[(YES, _("出席する")), (NO, _("欠席する"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("出席か欠席を選んでください。")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args: Any, standing: CityReply, **kwargs: Any) -> None:
        self.summit: Summit = standing.summit
        self.standing = standing
        reply = standing.reply
        kwargs["initial"] = {"seen": reply.replied_at.isoformat() if reply else ""}
        if reply:
            kwargs["initial"]["comes"] = YES if reply.comes else NO
        super().__init__(*args, **kwargs)
        guests = {(guest.kind, guest.place): guest for guest in standing.guests}
        for kind, place in self._places():
            guest = guests.get((kind, place))
            self._add_seat(f"{kind}_{place}", guest)
        if self.summit.citizen_seats:
            self.fields["citizens"] = forms.IntegerField(
                label=_now("市民の人数（%(n)s人まで）")
                % {"n": self.summit.citizen_seats},
                min_value=0,
                max_value=self.summit.citizen_seats,
                required=False,
                initial=reply.citizens if reply else None,
                help_text=_("お名前はいりません。"),
            )
        self.fields["remark"] = forms.CharField(
            label=_("事務局へ伝えること"),
            max_length=500,
            required=False,
            widget=forms.Textarea(attrs={"rows": "3"}),
            initial=reply.remark if reply else "",
            help_text=_("バスで来る、控室が要る、など。"),
        )

    def _places(self) -> Iterator[tuple[GuestKind, int]]:
        for kind in GuestKind:
            for place in range(1, self.summit.seats_for(kind) + 1):
                yield kind, place

    def _add_seat(self, seat: str, guest: Any) -> None:
        texts = {
            "name": (_("お名前"), 80, ""),
            "kana": (_("ふりがな"), 80, ""),
            "position": (_("役職・学校"), 80, _("代理の方は、ここに書きます。")),
        }
        for name, (label, longest, hint) in texts.items():
            self.fields[f"{seat}_{name}"] = forms.CharField(
                label=label,
                max_length=longest,
                required=False,
                initial=getattr(guest, name, ""),
                help_text=hint if seat.startswith(GuestKind.MAYOR) else "",
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        self.fields[f"{seat}_needs"] = forms.MultipleChoiceField(
            label=_("要るサポート"),
            choices=NEEDS,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=guest.needs if guest else [],
        )

    @property
    def seats(self) -> list[SeatFields]:
        """The seats in order, for the page."""
        found = []
        for kind, place in self._places():
            names = ("name", "kana", "position", "needs")
            fields = [self[f"{kind}_{place}_{name}"] for name in names]
            alone = self.summit.seats_for(kind) == 1
            title = str(kind.label) if alone else f"{kind.label} {place}"
            found.append(SeatFields(title, fields))
        return found

    @property
    def rest(self) -> list[BoundField]:
        return [self[name] for name in ("citizens", "remark") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for kind, place in self._places():
            seat = f"{kind}_{place}"
            more = [data.get(f"{seat}_{name}") for name in ("kana", "position")]
            if any(more) and not data.get(f"{seat}_name"):
                self.add_error(f"{seat}_name", _("お名前を入力してください。"))
        return data

    @property
    def seen_at(self) -> datetime | None:
        """The reply that this form was made from; what nobody wrote matches none."""
        typed = self.cleaned_data["seen"]
        try:
            return datetime.fromisoformat(typed) if typed else None
        except ValueError:
            return datetime.fromtimestamp(0).astimezone()

    @property
    def answer(self) -> Answer:
        data = self.cleaned_data
        guests = [
            Guest(
                kind=kind,
                name=data[f"{kind}_{place}_name"],
                kana=data[f"{kind}_{place}_kana"],
                position=data[f"{kind}_{place}_position"],
                needs=tuple(data[f"{kind}_{place}_needs"]),
            )
            for kind, place in self._places()
            if data[f"{kind}_{place}_name"]
        ]
        return Answer(
            comes=data["comes"] == YES,
            guests=guests,
            citizens=data.get("citizens") or 0,
            remark=data["remark"],
        )

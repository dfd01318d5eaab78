"""One person of a party: name, timeslots, and two optional taps."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.programme.models import Timeslot
from events.registration.choices import AgeBand, Visit
from events.registration.forms.typed import clean_kana, clean_name
from events.registration.usecases.application import Person


class PersonForm(forms.Form):
    """One person of the party, with a choice of timeslots."""

    name = forms.CharField(
        label=gettext_lazy("お名前"),
        error_messages={
            "required": gettext_lazy("参加する方のお名前を入力してください。")
        },
    )
    kana = forms.CharField(label=gettext_lazy("ふりがな"), required=False)
    slot = forms.TypedMultipleChoiceField(
        label=gettext_lazy("参加する回"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        # An id that this event does not have is as good as none.
        error_messages=dict.fromkeys(
            ["invalid_choice", "invalid_list"],
            gettext_lazy("参加する回を1つ以上選んでください。"),
        ),
    )
    age = forms.ChoiceField(
        label=gettext_lazy("年代"),
        choices=AgeBand.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    visit = forms.ChoiceField(
        label=gettext_lazy("平和の催しへの参加"),
        choices=Visit.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        number: int,
        timeslots: Sequence[Timeslot],
        can_wait: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, prefix=f"p{number}", **kwargs)
        self.number = number
        self.timeslots = timeslots
        self.can_wait = can_wait
        self.fields["slot"].choices = [(slot.pk, str(slot)) for slot in timeslots]

    def add_prefix(self, field_name: str) -> str:
        return f"{self.prefix}-{field_name}"

    @property
    def is_applicant(self) -> bool:
        return self.number == 1

    @property
    def chosen(self) -> set[str]:
        """What is ticked now, as typed, for showing the form again."""
        if not self.is_bound:
            return set(self.initial.get("slot", ()))
        return set(self.data.getlist(self.add_prefix("slot")))

    @property
    def slot_choices(self) -> list[dict[str, Any]]:
        """One row per timeslot for the template: id, ticked, full or not.

        A full one can be chosen where the event has a waiting list.
        """
        return [
            {
                "slot": slot,
                "id": f"{self['slot'].auto_id}_{place}",
                "is_ticked": str(slot.pk) in self.chosen,
                "waits": slot.is_full and self.can_wait,
                "is_closed": slot.is_full
                and not self.can_wait
                and str(slot.pk) not in self.chosen,
            }
            for place, slot in enumerate(self.timeslots)
        ]

    @property
    def slot_target(self) -> str:
        """Where an error about the timeslots leads: the first that can be ticked."""
        rows = self.slot_choices
        free = [row for row in rows if not row["is_closed"]] or rows
        return free[0]["id"] if free else self["name"].auto_id

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_kana(self) -> str:
        return clean_kana(self.cleaned_data["kana"])

    def clean_slot(self) -> frozenset[int]:
        chosen = frozenset(self.cleaned_data["slot"])
        if not chosen:
            raise ValidationError(
                _("参加する回を1つ以上選んでください。"), code="nothing_chosen"
            )
        slots = [slot for slot in self.timeslots if slot.pk in chosen]
        for place, first in enumerate(slots):
            for second in slots[place + 1 :]:
                if first.overlaps(second):
                    raise ValidationError(
                        _(
                            "%(first)sと%(second)sは時間が重なっています。"
                            "どちらかを選んでください。"
                        ),
                        code="overlap",
                        params={"first": str(first), "second": str(second)},
                    )
        return chosen

    def person(self) -> Person:
        return Person(
            name=self.cleaned_data["name"],
            kana=self.cleaned_data["kana"],
            timeslot_ids=self.cleaned_data["slot"],
            age_band=self.cleaned_data["age"],
            visit=self.cleaned_data["visit"],
        )

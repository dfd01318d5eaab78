"""One person of a party: name, timeslots, two taps, and what the event asks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.programme.choices import Residence
from events.programme.eligibility import years_on
from events.programme.models import Timeslot
from events.programme.needs import Needs
from events.registration.choices import AgeBand, Visit
from events.registration.forms.answers import add_questions, answers_in, field_name
from events.registration.forms.guardian import (
    add_guardian,
    check_guardian,
    guardian_in,
)
from events.registration.forms.typed import clean_date, clean_kana, clean_name
from events.registration.usecases.application import Person
from peace.language.dates import jst


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
        needs: Needs | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, prefix=f"p{number}", **kwargs)
        self.number = number
        self.timeslots = timeslots
        self.can_wait = can_wait
        self.fields["slot"].choices = [(slot.pk, str(slot)) for slot in timeslots]
        self.needs = needs
        self.questions = needs.of_each_person if needs else []
        if needs:
            self._ask(needs)

    def _ask(self, needs: Needs) -> None:
        """Only what a rule of this event needs."""
        if needs.rules.ask_residence:
            self.fields["residence"] = forms.ChoiceField(
                label=_("国立市とのつながり"),
                choices=Residence.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("あてはまるものを選んでください。")},
            )
        if needs.rules.ask_birth_date:
            del self.fields["age"]  # the date says it
            self.fields["birth_date"] = forms.CharField(
                label=_("生年月日"),
                help_text=_("例：2015年4月2日、平成27年4月2日"),
                error_messages={"required": _("生年月日を入力してください。")},
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        if needs.asks_consent:
            add_guardian(self, asks_age=not needs.rules.ask_birth_date)
        add_questions(self, self.questions)

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
                "rule": self.needs.rules.own_sentences(slot) if self.needs else [],
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

    @property
    def asked(self) -> list[forms.BoundField]:
        """The questions of the event, as the template draws them."""
        return [self[field_name(question)] for question in self.questions]

    def clean_birth_date(self) -> date | None:
        today = jst(timezone.now()).date()
        return clean_date(self.cleaned_data["birth_date"], today=today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.needs and self.needs.asks_consent:
            check_guardian(self, day=self.needs.day)
        return cleaned

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
            age_band=self._age_band(),
            visit=self.cleaned_data["visit"],
            residence=self.cleaned_data.get("residence", ""),
            birth_date=self.cleaned_data.get("birth_date"),
            is_minor=self.says_minor,
            guardian=guardian_in(self),
            answers=answers_in(self, self.questions),
        )

    def _age_band(self) -> str:
        born = self.cleaned_data.get("birth_date")
        if born and self.needs:
            return AgeBand.of(years_on(born, self.needs.day))
        return self.cleaned_data.get("age", "")

    @property
    def says_minor(self) -> bool | None:
        """What they said, or None where it was not asked."""
        said = self.cleaned_data.get("minor")
        return said == "yes" if said else None

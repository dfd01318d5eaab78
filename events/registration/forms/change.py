"""Short forms for a change of mind: one question each, checked in shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.programme.models import Event, Timeslot
from events.programme.needs import Needs
from events.registration.forms.person import PersonForm
from events.registration.forms.refusals import refusal_error, waiting_error
from events.registration.models import Attendee
from events.registration.usecases.register import TooFewSeats
from peace.language.dates import date_short, jst, staff_time


class AddForm(PersonForm):
    """One more person of the party, or further timeslots for one who is in it."""

    # Nobody else on the page has a guardian that could be meant too.
    is_applicant = True

    def __init__(
        self,
        data: QueryDict | None,
        *,
        event: Event,
        timeslots: Sequence[Timeslot],
    ) -> None:
        # Always the same names of fields: the form may be sent twice.
        super().__init__(
            data,
            number=2,
            timeslots=timeslots,
            can_wait=event.has_waiting_list,
            needs=Needs.of(event, timeslots),
        )
        self.event = event
        self.gone: set[int] = set()

    @property
    def full(self) -> list[int]:
        """Timeslots that are shown as full now: whoever ticks one, waits for it."""
        return [
            slot.pk for slot in self.timeslots if slot.is_full or slot.pk in self.gone
        ]

    @property
    def waits_for(self) -> set[int]:
        """Timeslots that were shown as full and are chosen all the same."""
        typed = self.data.get("full", "").split(" ")[:100]
        seen = {int(each) for each in typed if each.isdecimal() and len(each) < 10}
        return seen if self.event.has_waiting_list else set()

    @property
    def summary(self) -> list[dict[str, str]]:
        """Every error with the id of its field, for the list on top."""
        return [
            {
                "target": self.slot_target if name == "slot" else self[name].auto_id,
                "text": error,
            }
            for name, errors in self.errors.items()
            for error in errors
        ]

    def refuse(self, refusal: Exception) -> None:
        if isinstance(refusal, TooFewSeats) and self.can_wait:
            self.gone.add(refusal.timeslot.pk)
            error = ValidationError(
                _(
                    "%(timeslot)sは、いま席が足りません。ほかの回を選ぶか、このまま"
                    "もう一度送ってください。もう一度送ると、この方はキャンセル待ちに"
                    "なります。"
                ),
                code="slot_full",
                params={"timeslot": str(refusal.timeslot)},
            )
        else:
            error = refusal_error(refusal, most=self.event.party_limit)
        self.add_error("slot", error)


class PeopleForm(forms.Form):
    """Some of the party."""

    person = forms.TypedMultipleChoiceField(
        label=gettext_lazy("参加をやめる人"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice", "invalid_list"],
            gettext_lazy("1人以上選んでください。"),
        ),
    )
    use_required_attribute = False

    def __init__(
        self,
        data: QueryDict | None,
        *,
        people: Sequence[Attendee],
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.offer(people)

    def offer(self, people: Sequence[Attendee]) -> None:
        """Show these people; who left meanwhile may still have been sent."""
        self.fields["person"].choices = [(each.number, each.name) for each in people]

    @property
    def numbers(self) -> set[int]:
        return set(self.cleaned_data["person"])

    def refuse(self, refusal: Exception) -> None:
        self.add_error("person", refusal_error(refusal))


class MoveForm(PeopleForm):
    """Who of those in SOURCE moves, and where to."""

    target = forms.TypedChoiceField(
        label=gettext_lazy("移る先の回"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], gettext_lazy("移る先の回を選んでください。")
        ),
    )
    waits = forms.BooleanField(
        label=gettext_lazy(
            "席が足りないときは、いまの席を残したまま、移る先のキャンセル待ちに加わる"
        ),
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        source: Timeslot,
        people: Sequence[Attendee],
        timeslots: Sequence[Timeslot],
        event: Event,
    ) -> None:
        mine = (
            data if data is not None and data.get("source") == str(source.pk) else None
        )
        super().__init__(mine, people=people, prefix=f"s{source.pk}")
        self.source = source
        self.targets = {slot.pk: slot for slot in timeslots if slot.pk != source.pk}
        self.fields["person"].label = _("移る人")
        # A party moves together unless it says otherwise.
        self.fields["person"].initial = [each.number for each in people]
        self.fields["target"].choices = [
            (pk, slot_words(slot, among=timeslots)) for pk, slot in self.targets.items()
        ]
        self.fields["target"].layout = "stack"
        if not event.has_waiting_list or source.is_lottery:
            del self.fields["waits"]

    @property
    def target_slot(self) -> Timeslot:
        return self.targets[self.cleaned_data["target"]]

    @property
    def waits_there(self) -> bool:
        return self.cleaned_data.get("waits", False)

    def refuse(self, refusal: Exception) -> None:
        if isinstance(refusal, TooFewSeats) and "waits" in self.fields:
            self.add_error("target", waiting_error(refusal))
        else:
            self.add_error("target", refusal_error(refusal))


class HandOverForm(PersonForm):
    """Whose place goes to whom."""

    person_leaving = forms.TypedChoiceField(
        label=gettext_lazy("来られなくなった人"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"],
            gettext_lazy("来られなくなった人を選んでください。"),
        ),
    )
    is_applicant = True
    field_order = ("person_leaving", "name", "kana")

    def __init__(
        self,
        data: QueryDict | None,
        *,
        people: Sequence[Attendee],
        event: Event,
        timeslots: Sequence[Timeslot],
    ) -> None:
        alone = {"person_leaving": people[0].number} if len(people) == 1 else {}
        super().__init__(
            data,
            number=2,
            timeslots=(),
            needs=Needs.of(event, timeslots),
            initial=alone,
        )
        del self.fields["slot"]  # the person comes to what the other one chose
        self.fields["name"].label = _("代わりに来る人のお名前")
        self.fields["person_leaving"].choices = [
            (each.number, each.name) for each in people
        ]

    def clean(self) -> dict[str, Any]:
        return super().clean() | {"slot": frozenset()}

    @property
    def leaving(self) -> int:
        """The number of who stays at home."""
        return self.cleaned_data["person_leaving"]

    def refuse(self, refusal: Exception) -> None:
        self.add_error("person_leaving", refusal_error(refusal))


def slot_words(slot: Timeslot, *, among: Sequence[Timeslot]) -> str:
    """When, what, and how many seats; the day where there are several."""
    language = get_language() or "ja"
    when = staff_time(slot.starts_at)
    if len({jst(each.starts_at).date() for each in among}) > 1:
        when = f"{date_short(slot.starts_at, language)} {when}"
    if slot.is_lottery:
        state = _("抽選")
    elif slot.is_full:
        state = _("満席")
    else:
        state = _("空き%(n)s席") % {"n": slot.seats_left}
    return _("%(when)s %(title)s（%(state)s）") % {
        "when": when,
        "title": slot.title,
        "state": state,
    }

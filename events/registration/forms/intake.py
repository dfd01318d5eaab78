"""The form of the telephone and the desk: the same cleaning, asked in fewer keys.

Three things are easier than on the web: a reading alone is a name, an empty row is
nobody, and whoever comes along takes the timeslots of the first person unless others
are ticked.
"""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from events.programme.models import Event, SupportOffer, Timeslot
from events.registration.forms.intake_contact import CHANNELS, IntakeContactForm
from events.registration.forms.intake_person import IntakePersonForm
from events.registration.forms.intake_rows import ROWS_SHOWN, tidy_rows
from events.registration.forms.person import PersonForm
from events.registration.forms.registration import RegistrationForm
from events.registration.heard import heard_choices

# Buttons that show the form again without judging it.
STEPS = ("add", "remove", "find", "choose", "switch")


class IntakeForm(RegistrationForm):
    """The whole screen. `people` are the rows somebody typed in, `spare` the rest."""

    person_form = IntakePersonForm
    contact_form = IntakeContactForm
    focus = ""

    def __init__(
        self,
        *,
        event: Event,
        timeslots: Sequence[Timeslot],
        now: datetime,
        data: QueryDict | None = None,
        channel: str = "",
    ) -> None:
        shown = data is None or any(step in data for step in STEPS)
        asked = ROWS_SHOWN
        if data is not None:
            data, asked = tidy_rows(data, limit=event.party_limit, judged=not shown)
        super().__init__(event=event, timeslots=timeslots, data=data)
        self.contact.now = now
        heard = [("", "－"), *heard_choices(event)]
        self.contact.fields["source"].choices = heard
        for field in self.answers.fields.values():
            field.required = False
        if channel in CHANNELS:
            self.contact.initial["channel"] = channel
        self.is_submitted = not shown
        if shown:
            for form in self.forms:
                form._errors = {}
        self.spare = [
            IntakePersonForm(
                None,
                number=number,
                timeslots=timeslots,
                can_wait=event.has_waiting_list,
                needs=self.needs,
            )
            for number in range(len(self.people) + 1, asked + 1)
        ]

    def focus_on(self, place: str) -> None:
        """Where the keyboard begins: "phone", "kana", "slot", or "row", the last."""
        self.focus = place
        fields = {
            "phone": (self.contact, "phone"),
            "kana": (self.rows[0], "kana"),
            "row": (self.rows[-1], "kana"),
        }
        if place in fields:
            form, name = fields[place]
            form.fields[name].widget.attrs["autofocus"] = True

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        # Who takes the first person's timeslots need not be told what they lack.
        if "slot" in self.people[0].errors:
            for person in self.people[1:]:
                if not person.chosen:
                    person.errors.pop("slot", None)
        return is_valid

    @property
    def rows(self) -> list[PersonForm]:
        return [*self.people, *self.spare]

    @property
    def room_for(self) -> int:
        return self.event.party_limit - len(self.rows)

    def is_full(self, slot: Timeslot) -> bool:
        return not slot.is_lottery and slot.seats_left_at_desk == 0

    def add_error(self, error: ValidationError, *, number: int = 1) -> None:
        """Beside the field that staff can change: a closed event is one of dates."""
        if error.code != "closed":
            super().add_error(error, number=number)
        elif self.contact.cleaned_data.get("arrived_on"):
            text = _("届いた日が、この催しの受付期間の外です。")
            self.contact.add_error("arrived_on", ValidationError(text, code="closed"))
        else:
            text = _(
                "この催しの受付は終わりました。締切の前に届いたはがきとメールは、"
                "届いた日を入力すると登録できます。"
            )
            self.contact.add_error("channel", ValidationError(text, code="closed"))

    def refuse_support(self, offer: SupportOffer, limit: str = "") -> None:
        text = _("%(support)sは、申込みの期限が過ぎたか、空きがありません。")
        self.contact.add_error(
            "support",
            ValidationError(
                text, code="support_gone", params={"support": offer.get_kind_display()}
            ),
        )

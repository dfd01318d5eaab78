"""Amending what a registration says: contact and wishes, names as they are spelt."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from events.programme.choices import Support
from events.programme.models import Timeslot
from events.registration.forms.contact import ContactForm
from events.registration.forms.refusals import refusal_error
from events.registration.forms.typed import clean_kana, clean_name
from events.registration.models import Attendee, Registration
from events.registration.usecases.amend import Amendment


class ContactChangeForm(ContactForm):
    """Phone, address, reminder, access support, note: as they are, to be changed."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        registration: Registration,
        timeslots: Sequence[Timeslot],
    ) -> None:
        held = registration.support_kinds
        super().__init__(
            data,
            timeslots=timeslots,
            initial={
                "phone": registration.phone,
                "email": registration.email,
                "remind_by": registration.remind_by,
                "support": held,
                "note": registration.note,
                "wants_news": registration.wants_news,
            },
        )
        self.fields.pop("accepts_fewer", None)
        offered = list(self.fields["support"].choices)
        # A new place in childcare needs the child's age: that is a call.
        self.fields["support"].choices = [
            (kind, label)
            for kind, label in offered
            if kind != Support.CHILDCARE or kind in held
        ]
        self.childcare_by_phone = len(offered) > len(self.fields["support"].choices)

    def amendment(self) -> Amendment:
        return Amendment(
            contact=self.contact(),
            support=self.cleaned_data["support"] if self.offers_support else None,
            note=self.cleaned_data["note"],
            wants_news=self.cleaned_data["wants_news"],
        )

    def refuse(self, refusal: Exception) -> None:
        is_support = hasattr(refusal, "offer")
        self.add_error("support" if is_support else "phone", refusal_error(refusal))


class NameForm(forms.Form):
    """The name and reading of one person of the party."""

    name = forms.CharField(
        label=gettext_lazy("お名前"),
        error_messages={
            "required": gettext_lazy("参加する方のお名前を入力してください。")
        },
    )
    kana = forms.CharField(label=gettext_lazy("ふりがな"), required=False)

    use_required_attribute = False

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_kana(self) -> str:
        return clean_kana(self.cleaned_data["kana"])


class NamesForm:
    """The names of everybody who comes, to be corrected."""

    def __init__(self, data: QueryDict | None, *, people: Sequence[Attendee]) -> None:
        self.people = [
            NameForm(
                data,
                prefix=f"n{each.number}",
                initial={"name": each.name, "kana": each.kana},
            )
            for each in people
        ]
        self.numbers = [each.number for each in people]
        for form, each in zip(self.people, people, strict=True):
            form.who = each.name

    def is_valid(self) -> bool:
        # Every form is asked, so that all errors are told at once.
        judged = [form.is_valid() for form in self.people]
        return all(judged)

    def amendment(self) -> Amendment:
        return Amendment(
            names={
                number: (form.cleaned_data["name"], form.cleaned_data["kana"])
                for number, form in zip(self.numbers, self.people, strict=True)
            }
        )

    def refuse(self, refusal: Exception) -> None:
        self.people[0].add_error("name", refusal_error(refusal))

    @property
    def summary(self) -> list[dict[str, str]]:
        """Every error with the id of its field, for the list on top."""
        return [
            {"target": form[name].auto_id, "text": f"{form.who}：{error}"}
            for form in self.people
            for name, errors in form.errors.items()
            for error in errors
        ]

"""The registration form: people × timeslots, one contact, and little else.

It checks the shape of what was typed and turns it into values; it writes nothing and
asks the database nothing. Whether there are seats is the use case's question.
"""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from events.programme.eligibility import refusal, sentences
from events.programme.models import Event, Question, SupportOffer, Timeslot
from events.programme.needs import Needs
from events.registration.forms.answers import AnswersForm, field_name
from events.registration.forms.contact import ContactForm
from events.registration.forms.guardian import GUARDIAN_FIELDS, guardian_contact_missing
from events.registration.forms.person import PersonForm
from events.registration.forms.support import support_elsewhere, support_refusal
from events.registration.usecases.application import Extras
from events.registration.usecases.check_party import Refusal
from peace.templatetags.look import first_input


class RegistrationForm:
    """The whole form: one to `party_limit` people and one contact.

    Works without JavaScript: adding and removing a person are buttons of the form,
    and nothing that was typed is lost by them.
    """

    # The telephone desk asks a little differently (forms/intake.py).
    person_form: type[PersonForm] = PersonForm
    contact_form: type[ContactForm] = ContactForm

    def __init__(
        self,
        *,
        event: Event,
        timeslots: Sequence[Timeslot],
        data: QueryDict | None = None,
        chosen: Sequence[str] = (),
        needs: Needs | None = None,
    ) -> None:
        self.event = event
        self.needs = needs = needs or Needs.of(event, timeslots)
        typed = _people_in(data)
        self.is_too_large = typed > event.party_limit
        count = min(typed, event.party_limit)
        if data is not None and "remove" in data:
            data, count = _without_person(data, count)
        if data is not None and needs.asks_consent:
            data = _with_first_guardian(data, count)
        if data is not None and "add" in data:
            count = min(event.party_limit, count + 1)
        only_shown = data is None or "add" in data or "remove" in data
        self.is_submitted = not only_shown
        self.people = [
            self.person_form(
                data,
                number=number,
                timeslots=timeslots,
                can_wait=event.has_waiting_list,
                needs=needs,
                initial={"slot": list(chosen)},
            )
            for number in range(1, count + 1)
        ]
        self.contact = self.contact_form(data, timeslots=timeslots, needs=needs)
        self.answers = AnswersForm(data, questions=needs.of_the_party)
        self.key = _key_in(data)
        self.seen_full = _seen_full(data)
        # Too few seats for this party, though not full: it has been told so.
        self.short = set(self.seen_full)
        self.timeslots = timeslots
        if only_shown:
            for form in self.forms:
                form._errors = {}  # shown again, not judged yet

    @property
    def forms(self) -> list[forms.Form]:
        return [*self.people, self.contact, self.answers]

    def extras(self) -> Extras:
        """What the party needs, waits for and answered."""
        extras = self.contact.extras(waits_for=self.waits_for)
        return replace(extras, answers=self.answers.answers())

    @property
    def rule(self) -> list[str]:
        """Whom the event is for, in sentences."""
        of_event = self.needs.rules.of_event
        return sentences(of_event, self.event.starts_at) if of_event else []

    @property
    def room_for(self) -> int:
        """How many people may still be added."""
        return self.event.party_limit - len(self.people)

    def is_valid(self) -> bool:
        # Every form is asked, so that all errors are told at once.
        judged = [form.is_valid() for form in self.forms]
        if self.is_submitted:
            judged.append(self._support_is_there())
        if self.is_submitted and self.is_too_large:
            self.refuse_people()
        return self.is_submitted and all(judged) and not self.is_too_large

    def _support_is_there(self) -> bool:
        """What was ticked is offered in one of the chosen timeslots; else says so."""
        chosen = {
            pk for form in self.people for pk in form.cleaned_data.get("slot", ())
        }
        slots = [slot for slot in self.timeslots if slot.pk in chosen]
        missing = [
            kind
            for kind in self.contact.cleaned_data.get("support", ())
            if slots and not any(kind in slot.offered_kinds for slot in slots)
        ]
        for kind in missing:
            self.contact.add_error("support", support_elsewhere(kind))
        return not missing

    @property
    def full(self) -> list[int]:
        """Timeslots that are full, or too short for this party, as it can see now.

        Whoever ticks one of them all the same, waits for it.
        """
        return [
            slot.pk
            for slot in self.timeslots
            if slot.pk in self.short or self.is_full(slot)
        ]

    def is_full(self, slot: Timeslot) -> bool:
        return slot.is_full

    @property
    def waits_for(self) -> set[int]:
        """Timeslots that this party saw as full and chose all the same."""
        return self.seen_full if self.event.has_waiting_list else set()

    def add_error(self, error: ValidationError, *, number: int = 1) -> None:
        """Put a use case's refusal beside the timeslots of one person."""
        self.people[number - 1].add_error("slot", error)

    def refuse_seats(self, slot: Timeslot) -> None:
        """Say beside each person who chose SLOT that its seats do not do any more."""
        self.short.add(slot.pk)
        for form in self.people:
            if slot.pk in form.cleaned_data.get("slot", ()):
                form.add_error(
                    "slot", _seats_gone(slot, can_wait=self.event.has_waiting_list)
                )

    def refuse_people(self) -> None:
        """Say that the party is larger than one registration may hold."""
        self.add_error(
            ValidationError(
                _(
                    "1回に申し込めるのは%(max)s名までです。%(max)s名を超えるときは、"
                    "%(office_phone)sへお電話ください。"
                ),
                code="too_many_people",
                params={
                    "max": self.event.party_limit,
                    "office_phone": settings.OFFICE_PHONE,
                },
            )
        )

    def refuse_support(self, offer: SupportOffer, limit: str = "") -> None:
        """Say that something the party needs is taken up, too late, or not for it."""
        self.contact.add_error("support", support_refusal(offer, limit))

    def refuse_people_of_rule(self, refusals: Sequence[Refusal]) -> None:
        """Say beside each person why the event is not meant for them."""
        for each in refusals:
            form = self.people[each.number - 1]
            wanted = "residence" if each.reason.is_about_residence else "birth_date"
            text = refusal(
                each.reason,
                each.rule,
                starts_at=each.starts_at,
                timeslot=each.timeslot or "",
            )
            error = ValidationError(text, code=str(each.reason))
            form.add_error(wanted if wanted in form.fields else "slot", error)

    def refuse_answer(self, question: Question, number: int | None) -> None:
        """Say that a question still needs an answer, beside it."""
        form = self.people[number - 1] if number else self.answers
        name = field_name(question)
        error = ValidationError(
            _("「%(label)s」に答えてください。"),
            code="answer_missing",
            params={"label": question.label},
        )
        form.add_error(name if name in form.fields else None, error)

    def refuse_guardian(self, number: int) -> None:
        """Say that a minor needs somebody whom the city can ask."""
        self.people[number - 1].add_error("guardian_email", guardian_contact_missing())

    def show_seats_of(self, timeslots: Sequence[Timeslot]) -> None:
        """Show the form with the seats as they are now; what was typed stays."""
        self.timeslots = timeslots
        for form in self.people:
            form.timeslots = timeslots

    @property
    def summary(self) -> list[dict[str, str]]:
        """Every error with the id of its field, for the list on top."""
        rows = []
        for form in self.people:
            for name, errors in form.errors.items():
                target = form.slot_target if name == "slot" else first_input(form[name])
                rows += [
                    {
                        "target": target,
                        "text": _("%(number)s人目：%(error)s")
                        % {"number": form.number, "error": error},
                    }
                    for error in errors
                ]
        for form in (self.contact, self.answers):
            for name, errors in form.errors.items():
                target = first_input(form[name])
                rows += [{"target": target, "text": error} for error in errors]
        return rows


def _seats_gone(slot: Timeslot, *, can_wait: bool) -> ValidationError:
    if can_wait:
        return ValidationError(
            _(
                "%(timeslot)sは、入力している間に席が足りなくなりました。"
                "このまま申し込むと、キャンセル待ちになります。"
                "人数を減らすか、ほかの回を選ぶこともできます。"
            ),
            code="slot_full",
            params={"timeslot": str(slot)},
        )
    return ValidationError(
        _(
            "%(timeslot)sは、入力している間に席が足りなくなりました。"
            "人数を減らすか、ほかの回を選んでください。"
        ),
        code="slot_full",
        params={"timeslot": str(slot)},
    )


def _people_in(data: QueryDict | None) -> int:
    try:
        return max(1, int((data or {}).get("people", 1)))
    except (TypeError, ValueError):
        return 1


def _seen_full(data: QueryDict | None) -> set[int]:
    """The ids that came with the form; only digits count, whatever was sent."""
    typed = (data or {}).get("full", "").split(" ")[:100]
    return {int(each) for each in typed if each.isdecimal() and len(each) < 10}


def _key_in(data: QueryDict | None) -> uuid.UUID:
    try:
        return uuid.UUID((data or {}).get("key", ""))
    except (ValueError, AttributeError):
        return uuid.uuid4()


def _without_person(data: QueryDict, count: int) -> tuple[QueryDict, int]:
    """The same data with one person taken out and the later ones moved up.

    And how many of COUNT are left: all of them when there is no such person.
    """
    try:
        gone = int(data.get("remove", 0))
    except ValueError:
        gone = 0
    kept = data.copy()
    if not 2 <= gone <= count:
        return kept, count
    for number in range(gone, count + 1):
        later = _of_person(data, number + 1) if number < count else {}
        for name in _of_person(data, number).keys() | later.keys():
            kept.setlist(f"p{number}-{name}", later.get(name, []))
    return kept, count - 1


def _with_first_guardian(data: QueryDict, count: int) -> QueryDict:
    """Brothers and sisters: whoever names no guardian has that of the first person."""
    filled = data.copy()
    for number in range(2, count + 1):
        own = [f"p{number}-{name}" for name in GUARDIAN_FIELDS]
        if not any(data.get(name, "").strip() for name in own):
            for name in own:
                filled[name] = data.get(f"p1-{name.partition('-')[2]}", "")
    return filled


def _of_person(data: QueryDict, number: int) -> dict[str, list[str]]:
    """Everything that was typed about one person, whatever the event asks."""
    lead = f"p{number}-"
    return {
        key.removeprefix(lead): values
        for key, values in data.lists()
        if key.startswith(lead)
    }

"""What staff choose above the list of registrations; whatever is typed, it answers."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from events.programme.choices import Support
from events.programme.models import Timeslot
from events.registration.choices import RegistrationChannel, SeatStatus
from events.registration.narrowing import Counts, Mark, Narrowing, Order
from peace.language.dates import staff_time

WORDS_LENGTH = 80
# A list may hold thousands; one click changes at most so many.
MOST_AT_ONCE = 500
_NAMES = ("q", "slot", "status", "channel", "support", "mark", "order")


class FilterForm(forms.Form):
    """Every field is optional; a value that is not offered counts as none."""

    use_required_attribute = False

    def __init__(
        self,
        data: QueryDict,
        *,
        timeslots: list[Timeslot],
        counts: Counts | None = None,
    ) -> None:
        super().__init__(auto_id="f-%s")
        self.sent = data
        self.timeslots = timeslots
        known = counts or Counts({}, {}, {}, {}, {})
        slots = [
            (slot.pk, f"{staff_time(slot.starts_at)} {slot.title}")
            for slot in timeslots
        ]
        self._add("slot", _("回"), slots, known.slot)
        self._add("status", _("席の状態"), SeatStatus.choices, known.status)
        self._add("channel", _("受付方法"), RegistrationChannel.choices, known.channel)
        asked = [each for each in Support.choices if known.support.get(each[0])]
        self._add(
            "support",
            _("サポート"),
            asked if counts else Support.choices,
            known.support,
        )
        self._add("mark", _("しるし"), Mark.choices, known.mark)
        self.fields["order"] = forms.ChoiceField(
            label=_("並び順"), choices=Order.choices, required=False
        )
        self.initial = self.chosen

    def _add(
        self,
        name: str,
        label: str,
        choices: list[tuple[Any, Any]],
        found: dict[Any, int],
    ) -> None:
        rows = [("", _("すべて"))]
        rows += [
            (str(value), f"{text}（{found.get(value, 0)}）") for value, text in choices
        ]
        self.fields[name] = forms.ChoiceField(label=label, choices=rows, required=False)

    @property
    def words(self) -> str:
        # PostgreSQL refuses a NUL in a text.
        return self.sent.get("q", "").replace("\0", "").strip()[:WORDS_LENGTH]

    @property
    def chosen(self) -> dict[str, str]:
        """What was sent and is offered, by field."""
        found = {}
        for name, field in self.fields.items():
            value = self.sent.get(name, "")
            if value and any(value == str(key) for key, _text in field.choices):
                found[name] = value
        return found

    @property
    def is_narrow(self) -> bool:
        return bool(self.words or set(self.chosen) - {"order"})

    @property
    def query(self) -> str:
        """The same choice for the links of the pages, ending in "&"; or nothing."""
        return urlencode(self.kept) + "&" if self.kept else ""

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The same choice for the hidden fields of another form."""
        every = {"q": self.words, **self.chosen}
        return [(name, every[name]) for name in _NAMES if every.get(name)]

    def narrowing(self) -> Narrowing:
        chosen = self.chosen
        return Narrowing(
            words=self.words,
            slot=int(chosen["slot"]) if "slot" in chosen else None,
            status=chosen.get("status", ""),
            channel=chosen.get("channel", ""),
            support=chosen.get("support", ""),
            mark=chosen.get("mark", ""),
            order=chosen.get("order", Order.NEWEST),
        )


def picked_numbers(data: QueryDict) -> list[str]:
    """Receipt numbers that a browser sent: one field each, or many in one."""
    typed = " ".join(data.getlist("pick")).split(" ")
    numbers = [each for each in typed if each.isdecimal() and len(each) == 8]
    return list(dict.fromkeys(numbers))[:MOST_AT_ONCE]

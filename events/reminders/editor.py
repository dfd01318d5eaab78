"""One letter on the desk: three forms, the placeholders, and how it looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from events.programme.publishing import LANGUAGE_NAMES
from events.registration.letters import Party
from events.registration.models import Registration
from events.reminders import words
from events.reminders.catalogue import LANGUAGES, Letter, block_names
from events.reminders.checking import Problem, hints
from events.reminders.compare import Line, compare
from events.reminders.forms import TextForm
from events.reminders.place import Place
from events.reminders.reports_texts import (
    blocks_in_use,
    in_use,
    names_of,
    rows_of,
)
from events.reminders.samples import Sample, invented_party, render_sample, values_for
from peace.language.ruby import ruby_plain
from peace.outbox.delivery import html_paragraphs
from peace.outbox.models import LetterText
from peace.outbox.models.text import BLOCKS
from peace.outbox.placeholders import Source

MOST_CHOICES = 12


class Word(NamedTuple):
    """A placeholder: what it means, and what it says for the one who is shown."""

    name: str
    meaning: str
    value: str
    may_be_empty: bool
    is_essential: bool


@dataclass(frozen=True)
class Side:
    """One language on the page."""

    language: str
    form: TextForm
    row: LetterText | None
    edited_by: str
    wider_label: str
    sample: Sample | None
    hints: Sequence[str]
    changes: Sequence[Line]

    @property
    def is_own(self) -> bool:
        return self.row is not None and self.row.in_use

    @property
    def subject(self) -> str:
        return self._plain(self.sample.letter.subject) if self.sample else ""

    @property
    def plain(self) -> str:
        return self._plain(self.sample.letter.text) if self.sample else ""

    @property
    def html(self) -> list[str]:
        if self.sample is None:
            return []
        return list(html_paragraphs(self.sample.letter.text, self.language))

    @property
    def empty(self) -> str:
        """What disappears for the one who is shown, by its meaning."""
        found = self.sample.empty if self.sample else []
        return _("、").join(map(words.meaning, found))

    def _plain(self, text: str) -> str:
        return ruby_plain(text) if self.language == "ja-easy" else text


class Editor:
    """LETTER at PLACE; TYPED is what a browser sent, SHOWN a real registration."""

    def __init__(
        self,
        letter: Letter,
        place: Place,
        typed: Mapping[str, Any] | None,
        shown: Registration | None,
    ) -> None:
        self.letter, self.place, self.shown = letter, place, shown
        self.rows = rows_of(letter, place.scope)
        self.blocks = {each: blocks_in_use(each, place.scopes) for each in LANGUAGES}
        self.forms = {
            language: TextForm(
                typed,
                letter=letter,
                language=language,
                current=in_use(letter, language, place.scopes),
                version=self.rows[language].version if language in self.rows else 0,
                blocks=self.blocks[language],
            )
            for language in LANGUAGES
        }

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms.values())

    def add_problems(self, found: Mapping[str, Sequence[Problem]]) -> None:
        for language, problems in found.items():
            for each in problems:
                self.forms[language].add_error(each.field, each.text)

    @cached_property
    def lines(self) -> list[dict[str, str]]:
        """Every refusal, for the summary."""
        return [
            {
                "target": f"id_{language}-{field}",
                "text": f"{LANGUAGE_NAMES[language]}　{text}",
            }
            for language, form in self.forms.items()
            for field, texts in form.errors.items()
            for text in texts
        ]

    @cached_property
    def sides(self) -> list[Side]:
        names = names_of(self.rows.values())
        return [self._side(language, names) for language in LANGUAGES]

    def _side(self, language: str, names: Mapping[str, str]) -> Side:
        form, row = self.forms[language], self.rows.get(language)
        subject, body = form.typed
        sample = None if form.errors else self._sample(language, self._party(language))
        original = self.letter.original(language)
        return Side(
            language=language,
            form=form,
            row=row,
            edited_by=names.get(row.edited_by, "") if row else "",
            wider_label=_wider_label(form.current),
            sample=sample,
            hints=hints(
                self.letter,
                language,
                sample.letter.subject if sample else subject,
                subject + "\n" + body if not self.letter.is_block else body,
                sample.letter.text if sample else "",
            ),
            changes=compare(
                f"{original.subject}\n\n{original.body}", f"{subject}\n\n{body}"
            ),
        )

    def sample_for_nobody(self, language: str) -> Sample | None:
        return self._sample(language, self._invented(language))

    def has_ticket(self, language: str) -> bool:
        return "{ticket_block}" in self.forms[language].typed[1]

    def _sample(self, language: str, party: Party | None) -> Sample | None:
        if party is None:
            return None
        office = {
            BLOCKS + name: Source("", text, self.place.scope)
            for name, text in self.blocks[language].items()
        }
        source = Source(*self.forms[language].typed, self.place.scope)
        return render_sample(self.letter, language, source, office, party)

    def _party(self, language: str) -> Party | None:
        return Party.of(self.shown) if self.shown else self._invented(language)

    def _invented(self, language: str) -> Party | None:
        event = self._event
        return invented_party(event, self._timeslots, language) if event else None

    @cached_property
    def _event(self) -> Any:
        return self.place.example_event()

    @cached_property
    def _timeslots(self) -> list[Any]:
        return list(self._event.timeslots.in_order())

    @cached_property
    def choices(self) -> list[Registration]:
        """Real ones to look at, the newest."""
        return list(self.place.registrations[:MOST_CHOICES])

    @cached_property
    def words(self) -> list[Word]:
        party = self._party("ja")
        values = values_for(self.letter, party, "ja") if party else {}
        essential = words.essential(self.letter)
        originals = self.letter.named_in_files
        found = [
            Word(
                name,
                words.meaning(name),
                values.get(name, self.blocks["ja"].get(name, "")),
                words.may_be_empty(name),
                name in originals and bool(words.leaves([name]) & essential),
            )
            for name in words.allowed(self.letter)
        ]
        return sorted(found, key=lambda word: not word.is_essential)

    @cached_property
    def has_blocks(self) -> bool:
        return bool(block_names() & self.letter.named_in_files)

    @cached_property
    def missing(self) -> list[str]:
        """Languages left as they were while another has words of the office."""
        own = {each.language for each in self.sides if each.is_own}
        return [each for each in LANGUAGES if own and each not in own]


def _wider_label(current: Source) -> str:
    """Where the words come from that are in use."""
    if current.is_file:
        return _("元の文面")
    room = (current.scope or "").partition(":")[0]
    return {
        "": _("すべての催しの文面"),
        "programme": _("この事業の文面"),
        "event": _("この催しの文面"),
    }.get(room, _("直した文面"))

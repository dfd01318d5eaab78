"""Turns the rows of a list into parties, and names every row that needs a look."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.programme.models import Event, Timeslot
from events.registration.choices import ReminderChannel
from events.registration.forms.contact import NOTE_LENGTH
from events.registration.forms.email import clean_email
from events.registration.forms.list_cells import (
    MINOR,
    clean_age,
    clean_minor,
    clean_note,
    clean_slots,
    clean_visit,
    with_zero,
)
from events.registration.forms.spreadsheet import Sheet
from events.registration.forms.typed import (
    clean_kana,
    clean_name,
    clean_phone,
)
from events.registration.usecases.application import Contact, Person
from events.registration.usecases.import_list import ListedParty
from peace.language.dates import staff_time
from peace.language.names import fold

# The columns of the sample file, and how else people call them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "お名前": ("氏名", "名前", "児童名", "生徒名"),
    "ふりがな": ("フリガナ", "かな", "氏名かな"),
    "電話番号": ("電話", "TEL", "連絡先電話番号"),
    "メール": ("メールアドレス", "Eメール", "Email", "E-mail"),
    "参加する回": ("回", "参加回"),
    "組": ("グループ", "クラス", "班"),
    "年代": (),
    "はじめて": ("初めて", "参加経験"),
    "18歳未満": ("未成年", "18才未満"),
    "備考": ("伝えたいこと", "メモ"),
}
_NAMES = {
    fold(name): column for column in COLUMNS for name in (column, *COLUMNS[column])
}


@dataclass(frozen=True)
class Problem:
    """What is to be put right, and where; row 0 is the whole file."""

    row: int
    column: str
    text: str

    def __str__(self) -> str:
        if not self.row:
            return self.text
        place = {"row": self.row, "column": self.column, "problem": self.text}
        if self.column:
            return _("%(row)s行目「%(column)s」: %(problem)s") % place
        return _("%(row)s行目: %(problem)s") % place


@dataclass(frozen=True)
class Row:
    number: int
    person: Person
    group: str
    phone: str
    email: str
    note: str


@dataclass
class Reading:
    """What a sheet says. Without problems, `parties` can be registered."""

    parties: list[ListedParty] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    # Phone numbers whose first 0 a spreadsheet had taken away.
    mended: int = 0
    slots: dict[int, str] = field(default_factory=dict)

    @property
    def listing(self) -> list[tuple[ListedParty, list[tuple[Person, str]]]]:
        """Each party with its people, and for each person the timeslots in words."""
        return [
            (
                party,
                [
                    (
                        person,
                        _("、").join(
                            name
                            for pk, name in self.slots.items()
                            if pk in person.timeslot_ids
                        ),
                    )
                    for person in party.people
                ],
            )
            for party in self.parties
        ]


def read_rows(
    sheet: Sheet,
    *,
    event: Event,
    timeslots: Sequence[Timeslot],
    default_slot: Timeslot | None,
    whole_class: Contact | None,
) -> Reading:
    """Every row of SHEET, checked like the form; all problems at once.

    Rows with the same 組 are one party. With WHOLE_CLASS, all are reached by that
    contact, and who belongs together is cut into parties of the allowed size.
    """
    found = Reading(
        slots={s.pk: f"{staff_time(s.starts_at)} {s.title}" for s in timeslots}
    )
    heads, body = sheet.rows[0][1], sheet.rows[1:]
    places = _columns(heads, found)
    if "お名前" not in places:
        found.problems.append(
            Problem(
                0,
                "",
                _(
                    "列「お名前」が見つかりません。"
                    "1行目の見出しを、見本のファイルと同じにしてください。"
                ),
            )
        )
        return found
    rows = []
    for number, cells in body:
        values = {
            name: cells[place] if place < len(cells) else ""
            for name, place in places.items()
        }
        row = _row(number, values, found, timeslots, default_slot)
        if row:
            rows.append(row)
    if not body:
        found.problems.append(
            Problem(0, "", _("見出しの下に、参加する方が書かれていません。"))
        )
    if whole_class:
        found.parties = _class(rows, whole_class, event.party_limit)
    else:
        found.parties = _parties(rows, event.party_limit, found)
    return found


def _columns(heads: Sequence[str], found: Reading) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, head in enumerate(heads):
        name = _NAMES.get(fold(head))
        if name and name not in places:
            places[name] = place
        elif head:
            found.unused.append(head)
    return places


def _row(
    number: int,
    values: dict[str, str],
    found: Reading,
    timeslots: Sequence[Timeslot],
    default_slot: Timeslot | None,
) -> Row | None:
    before = len(found.problems)

    def checked(column: str, clean: Callable[[str], str]) -> str:
        try:
            return clean(values.get(column, ""))
        except ValidationError as error:
            for text in error.messages:
                found.problems.append(Problem(number, column, text))
            return ""

    phone = with_zero(values.get("電話番号", ""))
    if phone != values.get("電話番号", ""):
        values["電話番号"] = phone
        found.mended += 1
    slots = clean_slots(values.get("参加する回", ""), timeslots, default_slot)
    if isinstance(slots, str):
        found.problems.append(Problem(number, "参加する回", slots))
        slots = frozenset()
    person = Person(
        name=checked("お名前", clean_name),
        kana=checked("ふりがな", clean_kana),
        timeslot_ids=slots,
        age_band=checked("年代", clean_age),
        visit=checked("はじめて", clean_visit),
        is_minor=MINOR[checked("18歳未満", clean_minor)],
    )
    row = Row(
        number=number,
        person=person,
        group=fold(values.get("組", "")),
        phone=checked("電話番号", clean_phone),
        email=checked("メール", clean_email),
        note=checked("備考", clean_note),
    )
    return row if len(found.problems) == before else None


def _grouped(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows with the same 組 together, in the order of their first row."""
    groups: dict[object, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group or row.number, []).append(row)
    return list(groups.values())


def _parties(rows: Sequence[Row], limit: int, found: Reading) -> list[ListedParty]:
    parties = []
    for group in _grouped(rows):
        first = group[0]
        contact = reach(
            next((row.phone for row in group if row.phone), ""),
            next((row.email for row in group if row.email), ""),
        )
        if len(group) > limit:
            text = _("同じ組は%(max)s名までです。組を分けてください。") % {"max": limit}
            found.problems.append(Problem(group[limit].number, "組", text))
        if contact is None:
            text = _("電話番号かメールアドレスの、どちらかを入力してください。")
            found.problems.append(Problem(first.number, "電話番号", text))
            continue
        parties.append(_party(group, contact))
    return parties


def _class(rows: Sequence[Row], contact: Contact, limit: int) -> list[ListedParty]:
    """All under one contact; only the first party is reminded, not every one."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    parties: list[ListedParty] = []
    for group in groups.values():
        for start in range(0, len(group), limit):
            mine = contact
            if parties:
                mine = Contact(contact.phone, contact.email, ReminderChannel.NONE)
            parties.append(_party(group[start : start + limit], mine))
    return parties


def _party(group: Sequence[Row], contact: Contact) -> ListedParty:
    notes = dict.fromkeys(row.note for row in group if row.note)
    return ListedParty(
        rows=[row.number for row in group],
        people=[row.person for row in group],
        contact=contact,
        note="\n".join(notes)[:NOTE_LENGTH],
    )


def reach(phone: str, email: str) -> Contact | None:
    """The contact that these make, or None when they make none."""
    if not phone and not email:
        return None
    wish = ReminderChannel.EMAIL if email else ReminderChannel.PHONE
    return Contact(phone=phone, email=email, remind_by=wish)

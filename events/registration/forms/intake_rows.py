"""The rows of the intake screen as they come in: gaps closed, empty ones nobody."""

from django.http import QueryDict

from events.registration.usecases.look_up_contacts import KnownContact

ROWS_SHOWN = 2
_ROW = ("name", "kana", "slot")


def filled_in(data: QueryDict, contact: KnownContact) -> QueryDict:
    """DATA with the first person and the contact as they were given last time."""
    kept = data.copy()
    kept["p1-name"], kept["p1-kana"] = contact.name, contact.kana
    kept["phone"], kept["email"] = contact.phone, contact.email
    return kept


def tidy_rows(data: QueryDict, *, limit: int, judged: bool) -> tuple[QueryDict, int]:
    """The rows that hold something, moved together, and how many rows to show."""
    typed = data.get("people", "")
    rows = int(typed) if typed.isdecimal() and len(typed) < 3 else 1
    rows = max(1, min(rows, limit))
    gone = data.get("remove", "")
    fields = _fields_of_a_row(data)
    people = [
        {name: data.getlist(f"p{number}-{name}") for name in fields}
        for number in range(1, rows + 1)
        if number == 1 or str(number) != gone
    ]
    asked = len(people) + ("add" in data)
    people = people[:1] + [each for each in people[1:] if _holds_somebody(each)]
    kept = data.copy()
    kept["people"] = str(len(people))
    for number in range(1, rows + 1):
        for name in fields:
            values = people[number - 1][name] if number <= len(people) else []
            if judged and name == "slot" and not values and number <= len(people):
                values = people[0]["slot"]
            kept.setlist(f"p{number}-{name}", values)
    for step in ("add", "remove"):
        kept.pop(step, None)
    return kept, max(min(asked, limit), min(ROWS_SHOWN, limit), len(people))


def _fields_of_a_row(data: QueryDict) -> list[str]:
    """Whatever is asked of a person, extra questions too, in the order of the form."""
    found = {
        key.partition("-")[2]: None
        for key in data
        if key.startswith("p") and "-" in key
    }
    return list(dict.fromkeys([*_ROW, *found]))


def _holds_somebody(row: dict[str, list[str]]) -> bool:
    return any(value.strip() for name in _ROW for value in row[name])

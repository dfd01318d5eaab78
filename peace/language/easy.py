"""How numbers are read in easy Japanese: counters with their readings.

A numeral has no reading over it, its counter has; where both grow into one word
(二日 ふつか) or the numeral is read in an unexpected way (四月 しがつ), the reading
stands over the whole.
"""

DAYS = {
    1: "ついたち",
    2: "ふつか",
    3: "みっか",
    4: "よっか",
    5: "いつか",
    6: "むいか",
    7: "なのか",
    8: "ようか",
    9: "ここのか",
    10: "とおか",
    14: "じゅうよっか",
    20: "はつか",
    24: "にじゅうよっか",
}
MONTHS = {4: "しがつ", 9: "くがつ"}
HOURS = {0: "れいじ", 4: "よじ", 9: "くじ"}
PEOPLE = {1: "ひとり", 2: "ふたり", 4: "よにん"}
WEEKDAYS = (
    "月曜日《げつようび》",
    "火曜日《かようび》",
    "水曜日《すいようび》",
    "木曜日《もくようび》",
    "金曜日《きんようび》",
    "土曜日《どようび》",
    "日曜日《にちようび》",
)


def year(number: int) -> str:
    return f"{number}年《ねん》"


def month(number: int) -> str:
    return _counted(number, "月", "がつ", MONTHS)


def day(number: int) -> str:
    """A day of the month, not a number of days."""
    return _counted(number, "日", "にち", DAYS)


def hour(number: int) -> str:
    return _counted(number, "時", "じ", HOURS)


def minute(number: int) -> str:
    """ふん after 2, 5, 7, 9, as in 15分; ぷん after the others, as in 30分."""
    return _counted(number, "分", "ふん" if number % 10 in (2, 5, 7, 9) else "ぷん")


def people(number: int) -> str:
    return _counted(number, "人", "にん", PEOPLE)


def _counted(
    number: int, counter: str, reading: str, whole: dict[int, str] | None = None
) -> str:
    if whole and number in whole:
        return f"｜{number}{counter}《{whole[number]}》"
    return f"{number:,}{counter}《{reading}》"

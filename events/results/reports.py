"""Reads questionnaires: how many answered, what they said, with small cells hidden."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.utils.translation import gettext as _

from events.door.models import HandCount
from events.registration.choices import AgeBand, Visit
from events.registration.models import Seat, WalkIn
from events.results.choices import AnswerWay, HeardFrom, Satisfaction
from events.results.hiding import hide
from events.results.models import Questionnaire, QuestionnaireAnswer

# The columns of the questions, with the values that they may have, in order.
ASKED: dict[str, Sequence] = {
    "visit": list(Visit),
    "age_band": list(AgeBand),
    "heard_from": list(HeardFrom),
    "satisfaction": list(Satisfaction),
}


@dataclass(frozen=True)
class Cell:
    """One answer to a question; `count` None: hidden."""

    label: str
    count: int | None


@dataclass(frozen=True)
class Distribution:
    """One question. `cells` empty: too few answers to break down."""

    key: str
    cells: list[Cell]
    total: int

    @property
    def title(self) -> str:
        return {
            "visit": _("はじめてか"),
            "age_band": _("年代"),
            "heard_from": _("何で知ったか"),
            "satisfaction": _("いかがでしたか"),
        }[self.key]

    @property
    def is_hidden(self) -> bool:
        return not self.cells

    @property
    def hides_some(self) -> bool:
        return any(cell.count is None for cell in self.cells)

    @property
    def hidden(self) -> int:
        """Answers in hidden cells, together: what a reader can work out anyway."""
        return self.total - sum(cell.count or 0 for cell in self.cells)

    @property
    def diverging(self) -> list[tuple[str, float, float]]:
        """Bars of a satisfaction around the middle of "so so": class, x, width.

        Per hundred of those who answered it; nothing while a cell is hidden.
        """
        said = [cell.count for cell in self.cells[:-1]]
        if self.key != "satisfaction" or None in said or not sum(filter(None, said)):
            return []
        whole = sum(filter(None, said))
        sizes = [100 * (count or 0) / whole for count in said]
        # Best first, so the good ones stand on the right of the middle.
        worst_first = list(
            zip(reversed(list(Satisfaction)), reversed(sizes), strict=True)
        )
        x = 100 - (sizes[4] + sizes[3] + sizes[2] / 2)
        bars = []
        for value, size in worst_first:
            bars.append((f"s{value.value}", round(x, 2), round(size, 2)))
            x += size
        return bars


@dataclass(frozen=True)
class Standing:
    """A questionnaire with its figures."""

    questionnaire: Questionnaire
    answers: int
    came: int
    ways: list[Cell]
    distributions: list[Distribution]

    @cached_property
    def rate(self) -> int | None:
        """Answers per hundred who came; None where nobody was counted."""
        return round(100 * self.answers / self.came) if self.came else None

    def of(self, key: str) -> Distribution:
        return next(each for each in self.distributions if each.key == key)


def standing(questionnaire: Questionnaire) -> Standing:
    return standings([questionnaire])[0]


def standings(questionnaires: Sequence[Questionnaire]) -> list[Standing]:
    """Figures of each, in a number of statements that does not grow with them."""
    ids = [each.pk for each in questionnaires]
    counts = {key: _counted(ids, key) for key in ASKED}
    ways = _counted(ids, "way")
    came = came_to([each.event_id for each in questionnaires])
    return [
        Standing(
            questionnaire=each,
            answers=(total := sum(ways[each.pk].values())),
            came=came[each.event_id],
            ways=[Cell(str(way.label), ways[each.pk][way.value]) for way in AnswerWay],
            distributions=[
                _distribution(key, counts[key][each.pk], total) for key in ASKED
            ],
        )
        for each in questionnaires
    ]


def _counted(ids: Collection[int], column: str) -> dict[int, Counter]:
    found: dict[int, Counter] = defaultdict(Counter)
    rows = (
        QuestionnaireAnswer.objects.filter(questionnaire__in=ids)
        .order_by()
        .values_list("questionnaire", column)
        .annotate(n=Count("pk"))
    )
    for pk, value, n in rows:
        found[pk][value] += n
    return found


def _distribution(key: str, counts: Counter, total: int) -> Distribution:
    values = ASKED[key]
    known = [counts[value.value] for value in values]
    shown = hide([*known, total - sum(known)])
    if shown is None:
        return Distribution(key, [], total)
    labels = [*(str(value.label) for value in values), _("無回答")]
    return Distribution(
        key,
        [Cell(label, count) for label, count in zip(labels, shown, strict=True)],
        total,
    )


def came_to(event_ids: Iterable[int]) -> Counter:
    """How many people came to each of these events: seats, walk-ins, heads counted.

    Heads that helpers counted and those that counted themselves may be the same people,
    so the larger of the two stands. Four statements.
    """
    ids = list(event_ids)
    found: Counter = Counter()
    for rows in (
        Seat.objects.admitted().filter(timeslot__event__in=ids),
        WalkIn.objects.counted().filter(timeslot__event__in=ids),
    ):
        for pk, n in (
            rows.order_by().values_list("timeslot__event").annotate(n=Count("pk"))
        ):
            found[pk] += n
    heads: dict[int, int] = {}
    for pk, _by_visitor, n in (
        HandCount.objects.counted()
        .filter(event__in=ids)
        .order_by()
        .values_list("event", "is_by_visitor")
        .annotate(n=Count("pk"))
    ):
        heads[pk] = max(heads.get(pk, 0), n)
    found.update(heads)
    return found


def comments(questionnaire: Questionnaire) -> list[QuestionnaireAnswer]:
    """The lines, by what they say and not by when they came."""
    return list(
        questionnaire.answers.exclude(comment="").order_by("-is_quotable", "form_key")
    )

"""What staff and the public read of 一行のコトバ: figures, the queue, twins."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from events.outreach.choices import KotobaConsent, KotobaStatus, KotobaWay
from events.outreach.models import Kotoba, KotobaCall, Source
from events.registration.choices import AgeBand
from peace.language.names import fold

# No cell below this is shown, nor a total from which it can be subtracted (look.md).
FEWEST = 5
# Two lines that share so many of their pairs of characters are probably one.
_NEAR = 0.6
_FEWEST_PAIRS = 4


@dataclass(frozen=True)
class Cell:
    """A group of lines. COUNT is None where it would point at people."""

    label: str
    count: int | None


@dataclass(frozen=True)
class Figures:
    """A call in numbers, small ones hidden."""

    call: KotobaCall
    sent_in: int
    chosen: int
    ages: Sequence[Cell]
    ways: Sequence[Cell]
    sources: Sequence[Cell]

    @property
    def most(self) -> int:
        """The longest bar of the page."""
        cells = [*self.ages, *self.ways, *self.sources]
        return max((cell.count or 0 for cell in cells), default=0)


def figures_of(call: KotobaCall) -> Figures:
    """By age band, by way and by the poster that brought them; four statements."""
    lines = call.kotoba.sent_in()
    figures = call.figures()
    ages, ways, sources = (
        dict(lines.order_by().values_list(name).annotate(n=Count("pk")))
        for name in ("age_band", "way", "source")
    )
    labels = {
        source.code: f"{source.get_kind_display()} {source.place}".strip()
        for source in Source.objects.filter(code__in=sources)
    }
    unknown = sources.pop("", 0)
    return Figures(
        call=call,
        sent_in=figures["sent_in"],
        chosen=figures["chosen"],
        ages=_cells(
            [(band.label, ages.get(band, 0)) for band in AgeBand]
            + [(_("無回答"), ages.get("", 0))]
        ),
        ways=_cells([(way.label, ways.get(way, 0)) for way in KotobaWay]),
        sources=_cells(
            [
                (labels.get(code, code), count)
                for code, count in sorted(sources.items(), key=lambda it: -it[1])
            ]
            + [(_("わからない"), unknown)]
        ),
    )


def years_of() -> list[Mapping[str, object]]:
    """Call by call, the newest first: what the report of the year asks for."""
    calls = KotobaCall.objects.public().annotate(
        sent_in=Count("kotoba", filter=~Q(kotoba__status=KotobaStatus.WITHDRAWN)),
        chosen=Count("kotoba", filter=Q(kotoba__status=KotobaStatus.CHOSEN)),
    )
    return [
        {"call": call, "sent_in": call.sent_in, "chosen": call.chosen} for call in calls
    ]


def _cells(pairs: Iterable[tuple[object, int]]) -> list[Cell]:
    """Hide the small, and a second one where a single gap could be worked out."""
    pairs = list(pairs)
    hidden = {place for place, (_l, count) in enumerate(pairs) if 0 < count < FEWEST}
    if len(hidden) == 1:
        others = [
            (count, place) for place, (_l, count) in enumerate(pairs) if count >= FEWEST
        ]
        hidden |= {place for _count, place in sorted(others)[:1]}
    return [
        Cell(str(label), None if place in hidden else count)
        for place, (label, count) in enumerate(pairs)
    ]


@dataclass(frozen=True)
class Queued:
    """A line as staff read it, with those that look like it."""

    kotoba: Kotoba
    twins: Sequence[Kotoba] = field(default_factory=list)


def counts_by_status(call: KotobaCall) -> Mapping[str, int]:
    rows = call.kotoba.order_by().values_list("status").annotate(n=Count("pk"))
    return dict(rows)


def consents_of(call: KotobaCall) -> Counter:
    """Of the chosen: how many may be shown, and how."""
    return Counter(call.kotoba.chosen().values_list("consent", flat=True))


def shown_count(call: KotobaCall) -> int:
    consents = consents_of(call)
    return sum(consents.values()) - consents[KotobaConsent.NOT_SHOWN]


def twins_in(call: KotobaCall) -> Mapping[int, list[Kotoba]]:
    """For each line those that say nearly the same, by its number.

    Equal once folded (width, kana, spaces, signs), or most pairs of characters in
    common. Pairs that many lines share (「平和」) find no candidates by themselves.
    """
    lines = [each for each in call.kotoba.sent_in().order_by("pk") if each.text]
    pairs = {each.pk: _pairs(each.text) for each in lines}
    holders: dict[str, list[int]] = defaultdict(list)
    for pk, found in pairs.items():
        for pair in found:
            holders[pair].append(pk)
    by_pk = {each.pk: each for each in lines}
    twins: dict[int, list[Kotoba]] = {}
    for pk, mine in pairs.items():
        shared = Counter(
            other for pair in mine for other in holders[pair] if other != pk
        )
        near = [
            by_pk[other]
            for other, common in shared.items()
            if _is_near(mine, pairs[other], common)
        ]
        if near:
            twins[pk] = sorted(near, key=lambda each: each.pk)
    return twins


def _pairs(text: str) -> frozenset[str]:
    plain = "".join(sign for sign in fold(text) if sign.isalnum())
    return frozenset(plain[i : i + 2] for i in range(max(1, len(plain) - 1)))


def _is_near(one: frozenset[str], other: frozenset[str], common: int) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < _FEWEST_PAIRS:
        return False
    return common / len(one | other) >= _NEAR

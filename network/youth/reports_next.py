"""What is due next for one city, in the order of the dates."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from network.cities.models import Municipality
from network.cities.reports import notices_of
from network.youth.choices import ItemKind, NominationStatus
from network.youth.reports_standing import CityStanding
from peace.language.dates import jst


@dataclass(frozen=True)
class NextStep:
    """One thing to do: what, until when (a day in Tokyo, or none), and where."""

    text: str
    due: date | None = None
    url: str = ""
    is_late: bool = False


def next_steps(
    city: Municipality, standing: CityStanding | None, *, now: datetime
) -> list[NextStep]:
    """What CITY has to do; the earliest first, what has no date last."""
    today = jst(now).date()
    steps = [*_notices(city, today)]
    if standing:
        steps += [*_nomination(standing), *_items(standing, today)]
    return sorted(steps, key=lambda each: each.due or date.max)


def _nomination(standing: CityStanding) -> Iterator[NextStep]:
    who, rules = standing.principal, standing.rules
    if rules is None:
        return
    due = jst(rules.deadline).date()
    if who and who.status == NominationStatus.SENT_BACK:
        url = reverse("youth:nomination", args=[who.pk])
        yield NextStep(_("差し戻された推薦を直して、もう一度提出する"), url=url)
    elif who and who.submitted_at is None:
        url = reverse("youth:nomination", args=[who.pk])
        yield NextStep(
            _("下書きの推薦を提出する"), due, url, standing.nomination_is_late
        )
    elif who is None:
        url = reverse("youth:nomination-new", args=[rules.programme.year, "principal"])
        yield NextStep(_("推薦者を書く"), due, url, standing.nomination_is_late)


def _items(standing: CityStanding, today: date) -> Iterator[NextStep]:
    """What is to hand in on one day is one line."""
    delegate = standing.delegate
    if delegate is None:
        return
    url = _guarded("youth:delegate", delegate.pk)
    by_day: dict[date | None, list[str]] = defaultdict(list)
    for item in standing.items:
        if item.is_done:
            continue
        if item.kind == ItemKind.REPORT:
            if standing.phase or item.is_late_on(today):
                yield NextStep(
                    _("派遣ユースの報告を出す"),
                    item.due_on,
                    url,
                    item.is_late_on(today),
                )
            continue
        by_day[item.due_on].append(str(ItemKind(item.kind).label))
    for due, words in by_day.items():
        text = _("%(items)sを提出する") % {"items": "、".join(words)}
        yield NextStep(text, due, url, due is not None and due < today)


def _notices(city: Municipality, today: date) -> Iterator[NextStep]:
    for receipt in notices_of(city).open():
        yield NextStep(
            _("お知らせ「%(subject)s」を確認する")
            % {"subject": receipt.notice.subject},
            receipt.notice.due_on,
            reverse("network:city-notice", args=[receipt.notice_id]),
            receipt.is_late_on(today),
        )


def _guarded(name: str, *args: int) -> str:
    """An address, or nothing where it does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""

"""Letters to a city about what its delegate hands in, and about its nomination's
deadline."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from network.cities.letters import LANGUAGE
from network.youth.choices import ItemStatus
from network.youth.letters.to_city import to_coordinators
from network.youth.models import ChecklistItem, CityYear, Delegate, YouthRules
from peace.language.dates import date_short, deadline, jst
from peace.outbox.choices import LetterClass


def problem_found(*, item: ChecklistItem, now: datetime) -> None:
    """What has to be mended, in the secretariat's sentence."""
    delegate = item.delegate
    with translation.override(LANGUAGE):
        kind = str(item.get_kind_display())
    to_coordinators(
        "item_problem",
        municipality=item.municipality_id,
        values={
            "year": str(delegate.programme.year),
            "item": kind,
            "problem": item.problem,
            "due_line": f"期限　{date_short(item.due_on, LANGUAGE)}"
            if item.due_on
            else "",
            "checklist_url": _url("youth:delegate-item", delegate.pk, item.slug),
        },
        about=delegate.about,
        key=f"item_problem:{item.pk}:{now.isoformat()}",
        letter_class=LetterClass.A,
        now=now,
    )


def documents_due(
    *, delegate: Delegate, items: Sequence[ChecklistItem], now: datetime
) -> int:
    """ITEMS are missing, and late or due within a week. How many letters are new."""
    day = jst(now).date()
    late = [each for each in items if each.is_late_on(day)]
    soon = [each for each in items if not each.is_late_on(day)]
    return to_coordinators(
        "documents_due",
        municipality=delegate.municipality_id,
        values={
            "fact": f"期限を過ぎた提出物が{len(late)}点あります"
            if late
            else f"{_first_due(soon)}期限の提出物が{len(soon)}点あります",
            "year": str(delegate.programme.year),
            "late_title": "期限を過ぎたもの" if late else "",
            "late_list": _lines(late),
            "soon_title": "もうすぐ期限のもの" if soon else "",
            "soon_list": _lines(soon),
            "checklist_url": _url("youth:delegate", delegate.pk),
            "as_of": date_short(day, LANGUAGE),
            "help_line": "間に合わないときは、事務局へご相談ください。",
        },
        about=delegate.about,
        key=f"documents_due:{delegate.pk}:{day.isoformat()}",
        letter_class=LetterClass.B,
        now=now,
    )


def nomination_due(*, city_year: CityYear, rules: YouthRules, now: datetime) -> int:
    """The city has nominated nobody. How many letters are new."""
    is_over = now > rules.deadline
    due = date_short(jst(rules.deadline).date(), LANGUAGE)
    return to_coordinators(
        "nomination_due",
        municipality=city_year.municipality_id,
        values={
            "fact": "推薦の期限が過ぎています" if is_over else f"推薦の期限は{due}です",
            "year": str(rules.programme.year),
            "due": deadline(rules.deadline, LANGUAGE),
            "what_line": "事務局へお電話ください。"
            if is_over
            else "期限までに、画面から提出してください。",
            "city_url": _url("youth:city"),
            "as_of": date_short(jst(now).date(), LANGUAGE),
        },
        about=rules.programme.about,
        key=f"nomination_due:{city_year.pk}:{jst(now).date().isoformat()}",
        letter_class=LetterClass.B,
        now=now,
    )


def _first_due(items: Sequence[ChecklistItem]) -> str:
    days: list[date] = [each.due_on for each in items if each.due_on]
    return date_short(min(days), LANGUAGE)


def _lines(items: Sequence[ChecklistItem]) -> str:
    with translation.override(LANGUAGE):
        return "\n".join(_line(each) for each in items)


def _line(item: ChecklistItem) -> str:
    mend = "（要確認）" if item.status == ItemStatus.PROBLEM else ""
    due = date_short(item.due_on, LANGUAGE) if item.due_on else ""
    return f"{due}まで　{item.get_kind_display()}{mend}"


def _url(name: str, *args: object) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"

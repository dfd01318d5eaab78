"""Cities are reminded by themselves: when, of what, and never twice."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from network.youth.choices import ItemKind, ItemStatus
from network.youth.models import CityYear, YouthProgramme
from network.youth.tasks import remind
from network.youth.usecases.remind_cities import remind_cities
from peace.celery import app
from peace.language.dates import TOKYO, fiscal_year_begins
from peace.outbox.choices import LetterClass
from peace.outbox.models import OutboxMessage
from tests.door.at_once import all_at_once
from tests.network import builders

# Wednesday 10 June 2026, no day off around it.
DUE = date(2026, 6, 10)


def at(day: date, clock: str = "09:05") -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=TOKYO)


def this_year(**rules) -> YouthProgramme:
    made = builders.programme(**rules)
    made.year = 2026
    made.save()
    return made


@pytest.fixture
def delegate(db):
    """Of Chofu, with everything done but the fee and the report."""
    made = builders.delegate(builders.city(), this_year())
    builders.coordinator(builders.city(), began_at=at(date(2026, 1, 1)))
    made.checklist.update(status=ItemStatus.DONE, due_on=DUE)
    missing = made.checklist.filter(kind__in=[ItemKind.FEE, ItemKind.REPORT])
    missing.update(status=ItemStatus.MISSING)
    made.checklist.filter(kind=ItemKind.REPORT).update(due_on=DUE + timedelta(60))
    type(made).objects.filter(pk=made.pk).update(began_at=at(date(2026, 5, 1)))
    return made


def letters(kind="documents_due") -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("pk"))


def written_on(days: range, clock="09:05") -> list[int]:
    """The days around DUE on which a letter was written."""
    found = []
    for number in days:
        now = at(DUE + timedelta(number), clock)
        if remind_cities(now=now):
            found.append(number)
        assert not remind_cities(now=now + timedelta(minutes=30))
    return found


def test_a_week_before_a_day_before_and_every_week_after(delegate):
    # 3 June; 9 June; 11, 18 and 25 June: all working days.
    assert written_on(range(-20, 20)) == [-7, -1, 1, 8, 15]


def test_a_day_off_moves_to_the_next_working_day(delegate):
    # Due on Sunday 14 June: a week before is a Sunday, a day before a Saturday.
    delegate.checklist.filter(kind=ItemKind.FEE).update(due_on=date(2026, 6, 14))

    found = [DUE + timedelta(each) for each in written_on(range(-10, 10))]

    assert found == [date(2026, 6, 8), date(2026, 6, 15)]


@pytest.mark.parametrize(
    "now",
    [
        at(DUE - timedelta(1), "08:59"),
        at(DUE - timedelta(1), "17:00"),
        at(date(2026, 5, 5)),  # こどもの日
        at(date(2026, 6, 7)),  # a Sunday
    ],
)
def test_nothing_is_written_outside_office_hours(delegate, now):
    delegate.checklist.filter(kind=ItemKind.FEE).update(due_on=now.date())

    assert remind_cities(now=now) == 0


def test_the_letter_lists_what_is_late_and_what_is_near_and_nobodys_name(delegate):
    delegate.checklist.filter(kind=ItemKind.HEALTH).update(
        status=ItemStatus.PROBLEM, problem="医師の名前", due_on=DUE + timedelta(4)
    )

    assert remind_cities(now=at(DUE + timedelta(1))) == 1

    (letter,) = letters()
    assert letter.letter_class == LetterClass.B
    assert letter.subject == "期限を過ぎた提出物が1点あります（調布市）"
    assert "期限を過ぎたもの\n6月10日(水)まで　参加費\n" in letter.text
    assert "6月14日(日)まで　健康と食事の調査（要確認）" in letter.text
    assert "報告" not in letter.text
    assert "医師" not in letter.text
    assert delegate.nomination.name not in letter.text
    assert f"/network/city/delegates/{delegate.pk}/" in letter.text
    assert letter.not_after


def test_every_coordinator_of_the_city_gets_one_and_no_other_city(delegate):
    builders.coordinator(builders.city(), began_at=at(date(2026, 1, 1)))
    builders.coordinator(builders.city(builders.HINO), began_at=at(date(2026, 1, 1)))

    assert remind_cities(now=at(DUE - timedelta(7))) == 2
    assert {each.subject for each in letters()} == {
        "6月10日(水)期限の提出物が1点あります（調布市）"
    }


def test_what_is_handed_in_or_not_needed_is_not_asked_for(delegate):
    delegate.checklist.update(is_needed=False)
    assert remind_cities(now=at(DUE)) == 0

    delegate.checklist.update(is_needed=True, status=ItemStatus.DONE)
    assert remind_cities(now=at(DUE)) == 0


def test_a_later_delegate_is_reminded_anew(delegate):
    assert remind_cities(now=at(DUE + timedelta(1)))
    type(delegate).objects.filter(pk=delegate.pk).update(
        began_at=at(DUE + timedelta(1), "15:00")
    )

    assert remind_cities(now=at(DUE + timedelta(2)))


def test_a_city_without_a_coordinator_counts_as_not_reminded(delegate):
    delegate.municipality.coordinators.update(ends_at=at(date(2026, 2, 1)))

    assert remind_cities(now=at(DUE)) == 0
    assert not CityYear.objects.filter(reminded_at__isnull=False).exists()


def test_the_city_row_remembers_when(delegate):
    now = at(DUE)
    remind_cities(now=now)

    row = CityYear.objects.get(reminded_at__isnull=False)
    assert (row.municipality_id, row.reminded_at) == (builders.CHOFU, now)


def test_years_that_are_over_are_left_in_peace(delegate):
    YouthProgramme.objects.update(year=2025)

    assert remind_cities(now=at(DUE)) == 0


# --- The nomination ---------------------------------------------------------------


@pytest.fixture
def recruiting(db):
    """Chofu has nominated nobody, with a deadline on DUE at 17:00."""
    made = this_year(deadline=at(DUE, "17:00"))
    builders.coordinator(builders.city(), began_at=at(date(2026, 1, 1)))
    return made


def test_14_7_and_1_days_before_the_deadline_and_once_after_it(recruiting):
    # 27 May; 3 June; 9 June; 11 June.
    assert written_on(range(-25, 40)) == [-14, -7, -1, 1]
    first, *_, last = letters("nomination_due")
    assert first.subject == "推薦の期限は6月10日(水)です（調布市）"
    assert last.subject == "推薦の期限が過ぎています（調布市）"
    assert "期限までに" in first.text
    assert "お電話ください" in last.text


def test_who_has_submitted_is_not_asked(recruiting):
    YouthProgramme.objects.filter(pk=recruiting.pk).update(year=2026)
    made = builders.nomination(builders.city(), recruiting)
    assert remind_cities(now=at(DUE - timedelta(14))) == 1

    type(made).objects.filter(pk=made.pk).update(
        status="SENT_BACK", submitted_at=at(DUE - timedelta(10))
    )
    assert remind_cities(now=at(DUE - timedelta(7))) == 0


# --- The bell ---------------------------------------------------------------------


def test_beat_rings_more_often_than_a_morning_is_long():
    entry = app.conf.beat_schedule["youth.remind_cities"]

    assert entry["task"] in app.tasks
    assert entry["schedule"] <= 3600


def test_the_task_asks_with_the_time_of_day(db):
    builders.programme()
    remind()
    assert fiscal_year_begins(timezone.now())


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_eight_beats_at_once_write_one_letter():
    made = builders.delegate(builders.city(), this_year())
    builders.coordinator(builders.city(), began_at=at(date(2026, 1, 1)))
    made.checklist.update(due_on=DUE)
    type(made).objects.filter(pk=made.pk).update(began_at=at(date(2026, 5, 1)))

    found = all_at_once(lambda _n: remind_cities(now=at(DUE)), 8)

    assert sorted(found) == [0] * 7 + [1]
    assert len(letters()) == 1

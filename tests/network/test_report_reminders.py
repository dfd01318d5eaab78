"""The report's deadline is told a week before, a day before, and a day after; once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from network.youth.choices import ItemKind, ReportStatus
from network.youth.models import ChecklistItem, YouthApplication
from network.youth.tasks import remind_about_reports
from network.youth.usecases.remind_reports import remind_reports, step_on
from peace.outbox.choices import LetterClass
from peace.outbox.models import OutboxMessage
from tests.network import builders

pytestmark = pytest.mark.django_db
DUE = date(2026, 9, 30)


def on(day: int, month: int = 9) -> datetime:
    """Ten in the morning in Tokyo."""
    return datetime(2026, month, day, 1, tzinfo=UTC)


@pytest.fixture
def delegate():
    made = builders.delegate(builders.city(), builders.programme())
    ChecklistItem.objects.filter(kind=ItemKind.REPORT).update(due_on=DUE)
    OutboxMessage.objects.all().delete()
    return made


def test_each_step_writes_one_letter_however_often_beat_rings(delegate):
    written = [remind_reports(now=on(day)) for day in (22, 23, 23, 24, 29, 30)]
    written += [remind_reports(now=on(day, 10)) for day in (1, 2, 7, 8, 20)]

    assert written == [0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0]
    letters = OutboxMessage.objects.order_by("pk")
    assert [each.kind for each in letters] == [
        "report_due",
        "report_due",
        "report_late",
    ]
    assert {each.letter_class for each in letters} == {LetterClass.B}
    assert all(each.not_after > each.created_at for each in letters)


def test_a_late_beat_catches_up(delegate):
    assert remind_reports(now=on(26)) == 1


@pytest.mark.parametrize("status", [ReportStatus.SUBMITTED, ReportStatus.APPROVED])
def test_who_has_handed_in_is_left_alone(delegate, status):
    builders.report(delegate, status=status)

    assert remind_reports(now=on(23)) == 0


@pytest.mark.parametrize("status", [ReportStatus.DRAFT, ReportStatus.SENT_BACK])
def test_who_still_writes_is_reminded(delegate, status):
    builders.report(delegate, status=status)

    assert remind_reports(now=on(23)) == 1


def test_who_does_not_go_is_left_alone(delegate):
    type(delegate).objects.update(ended_at=timezone.now())

    assert remind_reports(now=on(23)) == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "期限は令和8年9月30日(水)です"),
        (
            "ja-easy",
            "2026年《ねん》｜9月《くがつ》30日《にち》（水曜日《すいようび》）までに",
        ),
        ("en", "It is due on Wednesday 30 September 2026."),
    ],
)
def test_the_letter_is_in_the_language_of_the_delegate(delegate, language, words):
    YouthApplication.objects.create(
        programme=delegate.programme,
        municipality=delegate.municipality,
        nomination=delegate.nomination,
        name="架空",
        kana="かくう",
        born_on=date(2008, 1, 1),
        address="架空の町",
        email="youth@example.jp",
        motivation="",
        language=language,
        person_key="x",
        created_at=timezone.now(),
    )
    remind_reports(now=on(23))
    letter = OutboxMessage.objects.get()

    assert letter.language == language
    assert words in letter.text


def test_nobody_is_written_to_at_night(delegate, monkeypatch):
    ChecklistItem.objects.update(due_on=timezone.localdate() + timedelta(days=7))
    night = timezone.now().replace(hour=18, minute=0)  # 3:00 in Tokyo
    monkeypatch.setattr("network.youth.tasks.timezone.now", lambda: night)
    remind_about_reports()

    assert not OutboxMessage.objects.exists()


def test_without_a_due_date_there_is_no_step():
    assert step_on(None, DUE) is None
    assert step_on(DUE, DUE - timedelta(days=8)) is None

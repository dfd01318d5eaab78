"""What delegates did afterwards, and what became of each year's 26."""

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from events.registration.exports.files import csv_file, xlsx_file
from network.youth.choices import FollowUpKind, ReportStatus
from network.youth.exports.after import after_table
from network.youth.forms.follow_up import FollowUpForm
from network.youth.models import FollowUp
from network.youth.reports_after import years_after
from network.youth.usecases.follow_up import (
    Done,
    change_follow_up,
    record_follow_up,
    remove_follow_up,
    restore_follow_up,
)
from tests.network import builders

pytestmark = pytest.mark.django_db
TALK = Done(kind=FollowUpKind.SCHOOL_TALK, on=date(2026, 3, 1), place="学校", heads=40)


@pytest.fixture
def delegate():
    return builders.delegate(builders.city(), builders.programme())


def record(delegate, done=TALK):
    return record_follow_up(
        delegate=delegate, done=done, actor="user:1", now=timezone.now()
    )


def year_of(delegate):
    (found,) = years_after([delegate.programme])
    return found


def test_the_same_row_twice_is_one(delegate):
    assert record(delegate).pk == record(delegate).pk
    assert FollowUp.objects.count() == 1


def test_a_row_is_put_right_taken_out_and_put_back(delegate):
    row = record(delegate)
    more = {"row": row, "actor": "user:1", "now": timezone.now()}
    change_follow_up(done=Done(kind=FollowUpKind.OTHER, on=date(2026, 3, 2)), **more)
    assert FollowUp.objects.get().heads is None
    remove_follow_up(**more)
    remove_follow_up(**more)
    assert not FollowUp.objects.kept().exists()
    assert year_of(delegate).helping == 0
    restore_follow_up(**more)
    assert year_of(delegate).helping == 1


def test_the_year_adds_up_what_its_cities_did(delegate):
    builders.report(delegate, status=ReportStatus.APPROVED, published_at=timezone.now())
    record(delegate)
    record(delegate, Done(kind=FollowUpKind.SCHOOL_TALK, on=date(2026, 3, 9)))
    for kind, heads in (
        (FollowUpKind.MAYOR_VISIT, 5),
        (FollowUpKind.SUMMIT_STAGE, 640),
        (FollowUpKind.LATER_HELP, 3),
    ):
        record(delegate, Done(kind=kind, on=date(2026, 2, 15), heads=heads))
    found = year_of(delegate)

    assert found.places == 26
    assert (found.delegates, found.reports, found.published) == (1, 1, 1)
    assert (found.mayors, found.stages, found.helping) == (1, 1, 1)
    # The summit's audience and the mayor's guests are no listeners of a talk.
    assert (found.talks, found.talking, found.heads, found.uncounted) == (2, 1, 43, 1)


def test_years_cost_the_same_statements_however_many(
    delegate, django_assert_num_queries
):
    record(delegate)
    years = [delegate.programme, builders.programme(), builders.programme()]
    with django_assert_num_queries(4):
        assert sum(each.heads for each in years_after(years)) == 40


def test_the_files_say_the_same_and_name_nobody(delegate):
    record(delegate)
    table = after_table([year_of(delegate)])
    text = csv_file(table).decode("utf-8-sig")
    book = load_workbook(io.BytesIO(xlsx_file(table, title="その後")))
    rows = list(book.active.iter_rows(values_only=True))

    assert len(rows) == len(table.rows) + 1 == 27
    assert "調布市" in text
    assert any(row[1] == "132080" and row[7] == "40" for row in rows)
    assert "架空 ゆう" not in text


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(1, "済んだこと"), (-400, "派遣が決まった日より前")],
)
def test_only_what_happened_since_the_delegate_began_is_recorded(
    delegate, days, sentence
):
    on = timezone.localdate() + timedelta(days=days)
    form = FollowUpForm({"kind": "OTHER", "on": on.isoformat()}, delegate=delegate)

    assert not form.is_valid()
    assert sentence in str(form.errors["on"])

"""Who came from where: came is admitted, and small figures are hidden."""

import csv
import io
from datetime import date

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from events.outreach.models import SourceVisit
from events.outreach.reports_results import results_of
from events.outreach.reports_sources import (
    WALK_INS,
    by_kind,
    by_source,
    event_tallies,
    source_rows,
    year_tallies,
)
from events.registration.models import WalkIn
from tests import cast
from tests.cast import NOW
from tests.outreach.builders import came, source
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return cast.event(seats=200)


def test_who_was_let_in_came_and_each_person_once(event):
    source(event)
    came(event, 2, "kp7m4", visit="FIRST", age_band="TWENTIES")
    cast.registration(event, source="kp7m4", people=("国立 花子", "国立 太郎"))
    both = came(event, 1, "kp7m4", visit="AGAIN")[0]
    cast.registration(event, slots=cast.timeslots(event)[1:2])

    tally = event_tallies(event)["kp7m4"]

    assert (tally.parties, tally.people, tally.came) == (4, 5, 3)
    assert (tally.first, tally.said_visit) == (2, 3)
    assert (tally.young, tally.said_age) == (2, 2)
    assert both.seats.count() == 1


def test_a_seat_given_back_is_no_registration(event):
    source(event)
    party = cast.registration(event, source="kp7m4")
    party.cancel(now=NOW)
    party.save()

    tally = event_tallies(event)["kp7m4"]

    assert (tally.parties, tally.people, tally.came) == (0, 0, 0)


def test_walk_ins_and_what_was_said_on_the_phone_stand_in_rows_of_their_own(event):
    source(event, kind="CITY_PAPER")
    came(event, 6, "kp7m4")
    came(event, 5, ":CITY_PAPER")
    came(event, 7)
    slot = event.timeslots.first()
    for number in range(8):
        WalkIn.objects.create(
            timeslot=slot, actor="user:1", at=NOW, visit="FIRST" if number else ""
        )
    WalkIn.objects.create(timeslot=slot, actor="user:1", at=NOW, undone_at=NOW)

    kinds = by_kind(event_tallies(event))

    assert kinds["市報"].came == 11
    assert kinds["わからない"].came == 7
    walk_ins = event_tallies(event)[WALK_INS]
    assert (walk_ins.came, walk_ins.first, walk_ins.said_visit) == (8, 7, 7)


def test_the_fiscal_year_begins_in_april(event):
    """1 April 0:00 in Tokyo belongs to the new one."""
    old = cast.event(
        slug="old", starts_at=cast.datetime(2025, 3, 31, 14, 59, tzinfo=cast.UTC)
    )
    new = cast.event(
        slug="new", starts_at=cast.datetime(2025, 3, 31, 15, 0, tzinfo=cast.UTC)
    )
    source(old, code="old22")
    source(new, code="new22")
    for each, code in ((old, "old22"), (new, "new22")):
        slot = each.timeslots.first()
        WalkIn.objects.create(timeslot=slot, actor="user:1", at=slot.starts_at)
        del code

    assert year_tallies(date(2024, 4, 1))[WALK_INS].came == 1
    assert year_tallies(date(2025, 4, 1))[WALK_INS].came == 1


def test_the_list_of_staff_takes_few_statements(event, django_assert_max_num_queries):
    made = [source(event, code=f"code{number}") for number in range(12)]
    SourceVisit.objects.count_one(made[0], date(2026, 2, 1))
    SourceVisit.objects.count_one(made[0], date(2026, 2, 2))

    with django_assert_max_num_queries(3):
        rows = source_rows(made)

    assert [row.tally.visits for row in rows[:2]] == [2, 0]


def test_small_rows_are_pooled_and_small_parts_hidden(event):
    for code, people, first in (
        ("aa222", 12, 6),
        ("bb222", 9, 2),
        ("cc222", 2, 1),
        ("dd222", 3, 3),
    ):
        source(event, code=code, place=code)
        came(event, first, code, visit="FIRST")
        came(event, people - first, code, visit="AGAIN")

    results = results_of(by_source(event_tallies(event)))

    assert [row.came for row in results.rows] == [12, 9, 5]
    assert results.rows[-1].label.startswith("ほかの2経路")
    assert results.rows[1].first.text == "5未満"
    # Of 12, 6: shown alone it would give the 2 away, together with the total.
    assert results.total.came == 26
    assert results.hides_something


def test_the_page_shows_plots_with_the_same_figures_as_the_table(event):
    source(event, place="図書館")
    came(event, 12, "kp7m4", visit="FIRST", age_band="OVER_70")
    staff = cast.signed_in(cast.aoki())

    page = Page(staff.get(f"/staff/events/{event.slug}/outreach/results/"))

    assert "ポスター 図書館" in page.words
    assert "12 / 12" in page.words
    assert page.html.count('role="img"') == 3
    assert "<desc" in page.html
    assert "style=" not in page.html


@pytest.mark.parametrize(
    "address",
    ["/staff/events/talk/outreach/results/", "/staff/outreach/sources/results/"],
)
def test_results_leave_as_a_file_with_nothing_that_was_hidden(event, address):
    source(event, place="=図書館")
    came(event, 6, "kp7m4", visit="FIRST")
    came(event, 2, "kp7m4", visit="AGAIN")
    staff = cast.signed_in(cast.aoki())

    year = "year=2025&file="
    sheet = staff.get(f"{address}export/?{year}XLSX")
    text = staff.get(f"{address}export/?{year}CSV")

    book = load_workbook(io.BytesIO(sheet.content))
    rows = list(book.active.iter_rows(values_only=True))
    table = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"))))
    assert [list(row) for row in rows][0] == table[0]
    assert "6" not in table[1]
    assert table[1][4] == "＊"  # 6 of 8: the other two could be worked out


def test_an_event_where_nobody_came_says_so():
    cast.event(now=timezone.now())
    staff = cast.signed_in(cast.aoki())

    page = Page(staff.get("/staff/events/talk/outreach/results/"))

    assert "まだ入場の記録がありません" in page.words

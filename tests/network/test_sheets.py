"""The sheets of a trip are recorded; groups and rooms are written by several people."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from network.youth.choices import ProtectedKind
from network.youth.forms.rooms import rows_suggested
from network.youth.models import Delegate, Nomination, PrintRecord
from network.youth.reports_sheets import delegates_of, rooms_of
from network.youth.usecases.assign_rooms import ChangedMeanwhile, Place, assign_rooms
from network.youth.usecases.protect import protect
from peace.accounts.choices import Role
from peace.audit.models import AuditEntry
from tests import cast
from tests.accounts.people import with_app
from tests.door.at_once import all_at_once
from tests.network import builders

pytestmark = pytest.mark.django_db
HEALTH = "えびで息が止まる"


@pytest.fixture
def two():
    year = builders.programme()
    mine, other = (
        builders.delegate(builders.city(code), year)
        for code in (builders.CHOFU, builders.HINO)
    )
    Nomination.objects.filter(pk=mine.nomination_id).update(name="髙橋 一", school="=1")
    return mine, other


@pytest.fixture
def office():
    return cast.signed_in(with_app(builders.user(Role.SECRETARIAT, name="事務 局")))


def keep(delegate, kind, **answers):
    protect(
        delegate=delegate,
        kind=kind,
        answers=answers,
        erase_on=date(2099, 1, 1),
        actor="link:1",
        now=timezone.now(),
    )


def sheet(delegate, slug) -> str:
    return reverse("youth:sheet", args=[delegate.programme.year, slug])


@pytest.mark.parametrize(
    "slug", ["roster", "roll-call", "rooms", "emergency", "insurance"]
)
def test_every_opening_is_recorded_and_says_so(two, office, slug):
    mine, _other = two
    page = office.post(sheet(mine, slug))

    assert page.status_code == 200
    assert "髙橋 一" in page.text
    printed = PrintRecord.objects.get()
    assert (printed.people, printed.as_file) == (2, "")
    assert f"記録番号 {printed.pk}" in page.text
    assert "事務 局" in page.text
    entry = AuditEntry.objects.get(verb="sheet.printed")
    assert entry.detail["people"] == 2


def test_emergency_contacts_stand_in_the_order_to_ring(two, office):
    mine, other = two
    people = [
        {"name": "架空 母", "relation": "母", "phone": "090-0000-0001"},
        {"name": "架空 祖父", "relation": "祖父", "phone": "090-0000-0002"},
    ]
    keep(mine, ProtectedKind.EMERGENCY, contacts=people)
    keep(mine, ProtectedKind.HEALTH, allergies=HEALTH)

    text = office.post(sheet(mine, "emergency")).text

    assert text.index("090-0000-0001") < text.index("090-0000-0002")
    assert "未提出" in text  # the other city's
    assert HEALTH not in text


def test_no_sheet_or_file_of_the_secretariat_holds_health_data(two, office):
    mine, _other = two
    keep(mine, ProtectedKind.HEALTH, allergies=HEALTH)
    for slug in ("roster", "roll-call", "rooms", "emergency", "insurance"):
        for file in ("", "XLSX", "CSV", "CP932"):
            content = office.post(sheet(mine, slug), {"file": file, "anyway": "yes"})
            assert HEALTH.encode() not in content.content
            assert HEALTH.encode("cp932") not in content.content
    assert office.post(sheet(mine, "diets")).status_code == 404


def test_the_roster_leaves_as_a_file_that_no_spreadsheet_runs(two, office):
    mine, _other = two
    page = office.post(sheet(mine, "roster"), {"file": "CSV"})
    rows = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))
    book = openpyxl.load_workbook(
        io.BytesIO(office.post(sheet(mine, "roster"), {"file": "XLSX"}).content)
    )

    assert rows[0][3] == "お名前"
    assert rows[1][3] == "髙橋 一"
    assert rows[1][6] == "'=1"
    assert page["Cache-Control"] == "no-store"
    assert book.active["G2"].value == "=1"
    assert book.active["G2"].data_type == "s"
    assert {each.as_file for each in PrintRecord.objects.all()} == {"CSV", "XLSX"}


def test_what_cp932_cannot_write_is_said_before_anything_is_recorded(two, office):
    mine, _other = two
    Nomination.objects.filter(pk=mine.nomination_id).update(name="𠮷田 一")

    asked = office.post(sheet(mine, "roster"), {"file": "CP932"})
    assert "CP932で書き出せない文字" in asked.text
    assert "𠮷" in asked.text
    assert not PrintRecord.objects.exists()

    done = office.post(sheet(mine, "roster"), {"file": "CP932", "anyway": "yes"})
    assert "〓田 一" in done.content.decode("cp932")
    assert PrintRecord.objects.get().as_file == "CP932"


def test_the_list_for_the_insurer_is_as_the_guardian_wrote_it(two, office):
    mine, _other = two
    keep(
        mine,
        ProtectedKind.INSURANCE,
        name="髙橋 一",
        kana="たかはし はじめ",
        born_on="2008-01-02",
        address="架空町1-2",
        beneficiary="法定相続人",
    )
    page = office.post(sheet(mine, "insurance"), {"file": "CSV"})
    rows = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))

    assert rows[1][1:] == [
        "髙橋 一",
        "たかはし はじめ",
        "2008-01-02",
        "架空町1-2",
        "法定相続人",
    ]
    assert rows[2][1:] == [""] * 5


def test_shredding_is_told_once_and_can_be_taken_back(two, office):
    mine, _other = two
    office.post(sheet(mine, "roster"))
    printed = PrintRecord.objects.get()
    url = reverse("youth:sheet-shredded", args=[printed.pk])

    office.post(url)
    office.post(url)
    printed.refresh_from_db()
    assert printed.shredded_at is not None
    assert AuditEntry.objects.filter(verb="sheet.shredded").count() == 1

    office.post(url, {"undo": "yes"})
    printed.refresh_from_db()
    assert (printed.shredded_at, printed.shredded_by) == (None, "")


def test_the_page_of_records_names_who_and_what(two, office):
    mine, _other = two
    office.post(sheet(mine, "emergency"))
    page = office.get(reverse("youth:sheets-year", args=[mine.programme.year]))

    assert "緊急連絡先" in page.text
    assert "事務 局" in page.text


# --- Groups and rooms -------------------------------------------------------------


def place(delegate, group, room, before=("", "")) -> Place:
    return Place(delegate.pk, group, room, *before)


def assign(programme, *places):
    return assign_rooms(
        programme=programme, places=places, actor="user:1", now=timezone.now()
    )


def test_all_are_saved_at_once_and_the_rest_is_left_alone(two):
    mine, other = two
    number = assign(mine.programme, place(mine, "1", "301"), place(other, "", ""))

    mine.refresh_from_db()
    assert (number, mine.group, mine.room) == (1, "1", "301")


def test_where_somebody_else_was_quicker_nothing_is_saved(two):
    mine, other = two
    assign(mine.programme, place(mine, "2", ""))

    with pytest.raises(ChangedMeanwhile) as late:
        assign(mine.programme, place(mine, "1", ""), place(other, "1", ""))
    other.refresh_from_db()
    assert late.value.delegates == [mine.pk]
    assert other.group == ""

    assert assign(mine.programme, place(mine, "2", ""), place(other, "1", "")) == 2


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_eight_who_save_at_once_one_is_saved_whole():
    year = builders.programme()
    people = [
        builders.delegate(builders.city(code), year)
        for code in (builders.CHOFU, builders.HINO)
    ]

    def save(number):
        try:
            return assign(year, *(place(each, str(number + 1), "") for each in people))
        except ChangedMeanwhile:
            return 0

    results = all_at_once(save, 8)

    assert sorted(results) == [0] * 7 + [2]
    assert len(set(Delegate.objects.values_list("group", flat=True))) == 1


def test_the_page_keeps_what_was_typed_and_shows_what_another_wrote(two, office):
    mine, other = two
    url = reverse("youth:rooms", args=[mine.programme.year])
    typed = {}
    for each, group in ((mine, "1"), (other, "")):
        typed |= {
            f"group-{each.pk}": group,
            f"group-was-{each.pk}": "",
            f"room-{each.pk}": "",
            f"room-was-{each.pk}": "",
        }
    assign(mine.programme, place(mine, "9", "904"), place(other, "8", ""))

    page = office.post(url, typed)

    assert "ほかの方が、先に書きました" in page.text
    assert "いまは 班 9、部屋 904" in page.text
    # Typed stays; where nothing was typed, what the other wrote is shown and kept.
    assert f'name="group-{mine.pk}" value="1"' in page.text
    assert f'name="group-{other.pk}" value="8"' in page.text
    typed |= {f"group-was-{mine.pk}": "9", f"room-was-{mine.pk}": "904"}
    typed |= {f"group-{other.pk}": "8", f"group-was-{other.pk}": "8"}
    assert office.post(url, typed).status_code == 302
    assert dict(Delegate.objects.values_list("pk", "group")) == {
        mine.pk: "1",
        other.pk: "8",
    }


def test_too_long_a_word_is_refused_beside_its_field(two, office):
    mine, _other = two
    url = reverse("youth:rooms", args=[mine.programme.year])
    page = office.post(url, {f"room-{mine.pk}": "あ" * 21})

    assert "20文字までに" in page.text
    assert 'role="alert"' in page.text


def test_a_suggestion_spreads_people_and_saves_nothing(two, office):
    mine, other = two
    rows = rows_suggested([mine, other], 2)
    assert {row.group for row in rows} == {"1", "2"}

    page = office.get(reverse("youth:rooms", args=[mine.programme.year]) + "?groups=2")
    assert "まだ保存していません" in page.text
    assert set(Delegate.objects.values_list("group", flat=True)) == {""}


def test_groups_walk_in_the_order_of_their_numbers(two):
    mine, other = two
    assign(mine.programme, place(mine, "10", "b"), place(other, "2", "a"))

    assert delegates_of(mine.programme) == [other, mine]
    assert [block.name for block in rooms_of(delegates_of(mine.programme))] == [
        "a",
        "b",
    ]


def test_who_does_not_go_stands_on_no_sheet(two, office):
    mine, other = two
    Delegate.objects.filter(pk=other.pk).update(ended_at=timezone.now())

    assert other.municipality.name not in office.post(sheet(mine, "roster")).text

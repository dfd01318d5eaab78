"""The board of 26 cities: where each stands, what is late, on tiles, map and table."""

import csv
import io
import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from network.cities.models import Municipality
from network.cities.reports import map_places, on_the_map
from network.youth.choices import (
    FollowUpKind,
    ItemKind,
    ItemStatus,
    NominationStatus,
    ReportStatus,
)
from network.youth.models import (
    ChecklistItem,
    CityYear,
    FollowUp,
    Nomination,
    YouthProgramme,
    YouthReport,
)
from network.youth.reports import (
    city_standing,
    city_standings,
    late_cities,
    narrowed,
    totals,
)
from network.youth.reports_next import next_steps
from peace.accounts.choices import Role
from peace.audit.models import AuditEntry
from peace.language.dates import TOKYO, jst
from tests import cast
from tests.accounts.people import with_app
from tests.network import builders
from tests.network.builders import CHOFU, HINO, KUNITACHI, city

pytestmark = pytest.mark.django_db
# Real borders between municipalities of Tama, as everybody can see on a map.
NEIGHBOURS = [
    ("132152", ("132021", "132144", "132063", "132128")),
    ("132080", ("132047", "132063", "132195", "132250")),
    ("132012", ("132284", "132071", "132128", "132098")),
    ("132241", ("132128", "132063", "132250", "132098")),
    ("132110", ("132209", "132136", "132225", "132144", "132101", "132292")),
    ("132187", ("132276", "132071", "132284", "132233")),
    ("132217", ("132136", "132225")),
    ("132055", ("133086", "133051", "132276", "133035")),
    ("133078", ("133086", "132284")),
    ("132039", ("132292", "132047")),
]


# The others ask who is there: session, account, second factor.
OURS = re.compile(r'FROM "(youth|cities|programme|outbox)_')


def now(**delta):
    return timezone.now() + timedelta(**delta)


def of(year: YouthProgramme, code=CHOFU, **delta):
    return city_standing(year, city(code), now=now(**delta))


def hand_in(delegate, *, but=(ItemKind.REPORT,)) -> None:
    items = ChecklistItem.objects.filter(delegate=delegate).exclude(kind__in=but)
    items.update(status=ItemStatus.DONE)


def travel(year: YouthProgramme, *, begins, ends) -> None:
    """An event whose only stop lies there."""
    event = cast.event(slug=f"trip-{year.year}", now=now(), starts_at=begins)
    event.timeslots.update(starts_at=begins, ends_at=ends)
    YouthProgramme.objects.filter(pk=year.pk).update(trip=event)
    year.refresh_from_db()


# From the first call to the report


def test_a_delegate_goes_from_documents_to_the_report():
    year = builders.programme()
    delegate = builders.delegate(city(), year)
    needed = ChecklistItem.objects.filter(delegate=delegate, is_needed=True).count()
    assert (of(year).key, of(year).word) == ("DOCUMENTS", f"提出物 0 / {needed - 1}")

    hand_in(delegate)
    assert (of(year).key, of(year).tone) == ("READY", "good")

    travel(year, begins=now(hours=-1), ends=now(hours=30))
    assert of(year).key == "TRAVELLING"
    assert of(year, hours=31).key == "REPORT_DUE"

    report = YouthReport.objects.create(
        delegate=delegate,
        municipality=city(),
        status=ReportStatus.SUBMITTED,
        changed_at=now(),
    )
    assert (of(year).key, of(year).is_ours) == ("REPORT_SENT", True)
    YouthReport.objects.filter(pk=report.pk).update(status=ReportStatus.APPROVED)
    assert (of(year).key, of(year).word) == ("REPORTED", "報告済み")


def test_a_nomination_that_was_opened_again_is_with_the_secretariat():
    year = builders.programme()
    builders.delegate(city(), year)
    Nomination.objects.update(status=NominationStatus.REOPENED)

    assert (of(year).key, of(year).group) == (NominationStatus.REOPENED, "review")


def test_a_delegate_who_ended_is_on_no_tile():
    year = builders.programme()
    delegate = builders.delegate(city(), year)
    Nomination.objects.update(status=NominationStatus.WITHDRAWN)
    type(delegate).objects.update(ended_at=now())

    assert of(year).key == "NOT_STARTED"


def test_how_a_city_recruits_stands_on_its_tile():
    year = builders.programme()
    CityYear.objects.filter(municipality=CHOFU).update(recruiting="INTERVIEWING")

    assert (of(year).word, of(year).group) == ("面接中", "preparing")


# What is late


def test_what_is_late_is_said_in_words():
    year = builders.programme()
    delegate = builders.delegate(city(), year)
    today = jst(now()).date()
    kinds = [ItemKind.FEE, ItemKind.HEALTH]
    mine = ChecklistItem.objects.filter(delegate=delegate)
    mine.filter(kind__in=kinds).update(due_on=today - timedelta(days=2))
    mine.filter(kind=ItemKind.INSURANCE).update(due_on=today)
    notice = builders.notice([city()], due_on=today)
    type(notice).objects.update(due_on=today - timedelta(days=1))

    standing = of(year)

    assert standing.is_late
    assert (standing.tone, standing.sign) == ("bad", "warn")
    documents, notices = standing.late_words
    assert "提出物2点が遅れています（期限" in documents
    assert notices == "お知らせ1件を確認していません"
    assert late_cities(year, now=now()) == [city()]


def test_a_document_that_is_not_needed_or_done_is_not_late():
    year = builders.programme()
    delegate = builders.delegate(city(), year)
    mine = ChecklistItem.objects.filter(delegate=delegate)
    mine.update(due_on=date(2020, 1, 1), is_needed=False)
    mine.filter(kind=ItemKind.FEE).update(is_needed=True, status=ItemStatus.DONE)

    assert not of(year).is_late
    assert of(year).key == "READY"


def test_a_report_is_late_until_it_is_sent_in():
    year = builders.programme()
    delegate = builders.delegate(city(), year)
    hand_in(delegate)
    ChecklistItem.objects.filter(kind=ItemKind.REPORT).update(due_on=date(2020, 1, 1))
    assert of(year).late_words == ["報告が遅れています"]

    YouthReport.objects.create(
        delegate=delegate,
        municipality=city(),
        status=ReportStatus.SUBMITTED,
        changed_at=now(),
    )
    assert not of(year).is_late


def test_who_needs_somebody_stands_first_and_every_number_is_a_filter():
    year = builders.programme(deadline=now(days=5))
    sent = builders.nomination(city(HINO), year)
    Nomination.objects.filter(pk=sent.pk).update(
        status=NominationStatus.SUBMITTED, submitted_at=now()
    )
    builders.delegate(city(CHOFU), year)
    notice = builders.notice([city(KUNITACHI)], due_on=jst(now()).date())
    type(notice).objects.update(due_on=date(2020, 1, 1))

    standings = city_standings(year, now=now())

    assert [each.city.pk for each in standings[:2]] == [KUNITACHI, HINO]
    numbers = {each.key: each.number for each in totals(standings)}
    assert numbers == {"late": 1, "review": 1, "preparing": 24, "documents": 1}
    for key, number in numbers.items():
        assert len(narrowed(standings, key)) == number
    assert narrowed(standings, "ready") == []
    assert len(narrowed(standings, "made-up")) == 26


# The pages


@pytest.fixture
def office(client):
    cast.signed_in(with_app(builders.user(Role.SECRETARIAT)), client)
    return client


def test_the_whole_board_costs_eight_statements_whatever_stands_on_it(office):
    year = builders.programme()
    for each in list(Municipality.objects.members())[:10]:
        builders.delegate(each, year)
    builders.notice(list(Municipality.objects.members()))
    travel(year, begins=now(days=-1), ends=now(days=1))

    for show, most in (("tiles", 7), ("table", 7), ("map", 8)):
        with CaptureQueriesContext(connection) as queries:
            page = office.get(f"/network/board/?show={show}")
        ours = [q["sql"] for q in queries if OURS.search(q["sql"])]
        assert page.status_code == 200
        assert len(ours) <= most, [sql[:90] for sql in ours]


def test_tiles_map_and_table_tell_the_same(office):
    year = builders.programme(deadline=now(days=-1))
    builders.nomination(city(CHOFU), year)

    for show in ("tiles", "map", "table"):
        page = office.get(f"/network/board/?show={show}").content.decode()
        assert page.count("推薦1日遅れ") == 26, show
    assert page.count("<tr>") == 27
    one = office.get("/network/board/?only=review&show=tiles").content.decode()
    assert "いま、あてはまる市はありません。" in one


def test_a_large_screen_shows_no_name_whatever_the_address_asks_for(office):
    year = builders.programme()
    builders.delegate(city(), year)

    page = office.get("/network/board/?show=table&large=1").content.decode()
    table = office.get("/network/board/?show=table").content.decode()

    assert "架空 ゆう" in table
    assert "架空 ゆう" not in page


@pytest.mark.parametrize("asked", ["sort=made-up", "show=x&only=y", "sort=documents"])
def test_an_address_that_was_made_up_is_read_as_if_it_were_not(office, asked):
    builders.programme()

    assert office.get(f"/network/board/?{asked}").status_code == 200


def test_without_a_year_or_rules_the_board_says_so(office):
    assert (
        "公開した決まりがありません" in office.get("/network/board/").content.decode()
    )
    builders.programme(published=False)
    assert (
        "公開した決まりがありません" in office.get("/network/board/").content.decode()
    )


# The map


def test_every_municipality_has_a_place_of_its_own_and_touches_another():
    city()
    places = map_places()

    assert set(places) == set(Municipality.objects.values_list("pk", flat=True))
    assert len(set(places.values())) == 30
    for code, place in places.items():
        others = [other for key, other in places.items() if key != code]
        assert any(touches(place, other) for other in others), code
    rows = on_the_map(Municipality.objects.all())
    assert [len(row) for row in rows] == [8] * 6
    assert sum(each is not None for row in rows for each in row) == 30


def test_neighbours_touch_as_far_as_a_grid_lets_them():
    places = map_places()
    pairs = [(a, b) for a, others in NEIGHBOURS for b in others]

    touching = [pair for pair in pairs if touches(*(places[code] for code in pair))]

    assert len(touching) >= 0.85 * len(pairs)
    # West of, and north of, as on a real map.
    assert places["132012"][0] < places[KUNITACHI][0] < places["132039"][0]
    assert places["132217"][1] < places[KUNITACHI][1] < places["132098"][1]


def touches(one, other) -> bool:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) == 1


# The city's own page


def test_a_city_reads_what_is_due_next_in_the_order_of_the_dates():
    year = builders.programme(deadline=now(days=20))
    today = jst(now()).date()
    builders.notice([city()], subject="早い", due_on=today + timedelta(days=2))
    builders.notice([city()], subject="日なし")

    steps = next_steps(city(), of(year), now=now())

    assert [step.text for step in steps] == [
        "お知らせ「早い」を確認する",
        "推薦者を書く",
        "お知らせ「日なし」を確認する",
    ]
    assert all(step.url for step in steps)


def test_documents_of_one_day_are_one_line_and_the_late_ones_say_so():
    year = builders.programme()
    delegate = builders.delegate(city(), year)
    mine = ChecklistItem.objects.filter(delegate=delegate)
    mine.exclude(kind__in=[ItemKind.FEE, ItemKind.HEALTH]).update(
        status=ItemStatus.DONE
    )
    mine.filter(kind__in=[ItemKind.FEE, ItemKind.HEALTH]).update(
        due_on=date(2020, 1, 1)
    )

    (step,) = next_steps(city(), of(year), now=now())

    assert "健康と食事の調査" in step.text
    assert "参加費" in step.text
    assert step.is_late


def test_nothing_to_do_is_said(client):
    term = builders.coordinator(city())
    year = builders.programme()
    hand_in(builders.delegate(city(), year), but=())
    cast.signed_in(with_app(term.user), client)

    page = client.get("/network/city/").content.decode()

    assert "いま、市ですることはありません。" in page


# For the mayors


def test_the_mayors_sheet_has_no_name_unless_it_is_asked_for_and_that_is_kept(office):
    builders.programme()
    year = builders.programme()
    here = f"/network/board/{year.year}/mayors/"
    builders.delegate(city(), year)

    shown = office.get(here).content.decode()
    assert "架空 ゆう" not in shown
    assert not AuditEntry.objects.filter(verb="mayors.exported").exists()
    assert "架空 ゆう" not in office.post(here, {"file": "CSV"}).content.decode()
    assert "架空 ゆう" in office.post(here, {"names": "1"}).content.decode()
    named = office.post(here, {"file": "CSV", "names": "1"}).content.decode("utf-8-sig")

    assert "架空 ゆう" in named
    kept = AuditEntry.objects.filter(verb="mayors.exported").order_by("pk")
    assert [entry.detail for entry in kept] == [
        {"kind": "CSV", "names": False},
        {"kind": "PAPER", "names": True},
        {"kind": "CSV", "names": True},
    ]


def test_the_mayors_sheet_tells_of_last_year_and_adds_up(office):
    builders.programme()
    year = builders.programme()
    last = YouthProgramme.objects.get(year=year.year - 1)
    before = builders.delegate(city(CHOFU), last)
    YouthReport.objects.create(
        delegate=before,
        municipality=city(CHOFU),
        status=ReportStatus.APPROVED,
        changed_at=now(),
    )
    for kind in (FollowUpKind.MAYOR_VISIT, FollowUpKind.SCHOOL_TALK):
        FollowUp.objects.create(
            delegate=before,
            municipality=city(CHOFU),
            kind=kind,
            on=date(2026, 1, 1),
            recorded_by="user:1",
            recorded_at=now(),
        )
    builders.office(city(KUNITACHI))

    response = office.post(f"/network/board/{year.year}/mayors/", {"file": "CSV"})

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + 26 + 1 + 2
    by_city = {row[0]: row for row in rows}
    assert by_city["調布市"][-3:] == ["あり", "あり", "2"]
    assert by_city["日野市"][-3:] == ["なし", "なし", "0"]
    assert by_city["合計"][-3:] == ["1市", "1市", "2"]
    assert "会長市 国立市" in by_city
    assert response["Content-Disposition"].startswith("attachment")


def test_the_mayors_sheet_opens_in_a_spreadsheet(office):
    year = builders.programme()

    response = office.post(f"/network/board/{year.year}/mayors/", {"file": "XLSX"})

    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet["A2"].value == "八王子市"
    assert sheet.max_row == 1 + 26 + 1 + 1


@pytest.mark.parametrize(
    ("hours", "days"), [(0, 0), (0.1, 1), (7.1, 1), (30.9, 1), (31.1, 2)]
)
def test_a_nomination_is_late_by_days_in_tokyo_like_a_document(hours, days):
    """The evening of the deadline is one; the count goes up at midnight."""
    deadline = datetime(2026, 6, 10, 17, tzinfo=TOKYO)
    year = builders.programme(deadline=deadline)
    moment = deadline + timedelta(hours=hours)

    standing = city_standing(year, city(), now=moment)

    assert standing.days_late == days

"""The secretariat's pages of the trip: the timetable as it is typed, tickets, roll."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.registration.models import Seat
from network.youth.choices import StopKind
from network.youth.forms.timetable import PasteForm
from network.youth.models import Delegate
from network.youth.reports_roll_call import current_stop
from network.youth.reports_travel import Stop, stops_of
from network.youth.usecases.plan_trip import StopPlan, plan_trip, save_timetable
from peace.accounts.choices import Role
from peace.accounts.sessions import PASSED, SECOND_FACTOR
from tests.door.builders import Phone
from tests.network.builders import CHOFU, HINO, city, delegate, programme, user

pytestmark = pytest.mark.django_db
MUSTER = StopKind.MUSTER


@pytest.fixture
def office():
    client = Client()
    client.force_login(user(Role.SECRETARIAT))
    session = client.session
    session[SECOND_FACTOR] = PASSED
    session.save()
    return client


@pytest.fixture
def year():
    """This one: a timetable lies near today."""
    made = programme()
    made.year = timezone.localdate().year
    made.save()
    return made


@pytest.fixture
def trip(year):
    delegate(city(CHOFU), year, name="架空 ちょうふ", phone="09012345678")
    delegate(city(HINO), year, name="架空 ひの")
    plan_trip(programme=year, actor="user:1", now=timezone.now())
    (first,) = year.trip.timeslots.all()
    begins = timezone.now().replace(second=0, microsecond=0)
    hour = timedelta(hours=1)
    rows = [
        StopPlan(begins, begins + hour, "東京駅 集合", "丸の内", MUSTER, first.pk),
        StopPlan(begins + 5 * hour, begins + 6 * hour, "フェリー"),
    ]
    save_timetable(programme=year, rows=rows, actor="user:1", now=timezone.now())
    return year.trip


def address(name, year, *more):
    return reverse(f"youth:{name}", args=[year.year, *more])


def typed(page, **changes):
    """The form of PAGE as a browser would send it back."""
    form = page.context["rows"]
    data = {}
    for each in [form.management_form, *form.forms]:
        for field in each:
            value = field.value()
            shown = field.field.widget.format_value(value) if value else ""
            data[field.html_name] = (
                shown[0] if isinstance(shown, list) and shown else shown or ""
            )
    return data | changes


def test_a_year_without_a_trip_has_a_button_that_plans_it(office, year):
    path = address("trip", year)
    assert "この年度の派遣を作る" in office.get(path).content.decode()
    office.post(path)
    year.refresh_from_db()

    assert year.trip.is_internal
    page = office.post(path, follow=True).content.decode()
    assert "もう作られています" in page


def test_a_row_is_changed_added_and_taken_off(office, year, trip):
    path = address("trip-timetable", year)
    page = office.get(path)
    data = typed(page)
    data |= {"form-0-what": "品川駅 集合", "form-1-DELETE": "on"}
    data |= {
        "form-2-day": "2031-08-21",
        "form-2-starts": "09:30",
        "form-2-what": "平和記念資料館",
        "form-2-kind": "PART",
    }
    assert office.post(path, data).status_code == 302

    found = [(str(s.timeslot.title), s.kind) for s in stops_of(year)]
    assert found in (
        [("品川駅 集合", MUSTER), ("平和記念資料館", StopKind.PART)],
        [("平和記念資料館", StopKind.PART), ("品川駅 集合", MUSTER)],
    )
    assert Seat.objects.confirmed().filter(timeslot__event=trip).count() == 4


def test_saving_what_is_shown_changes_nothing(office, year, trip):
    path = address("trip-timetable", year)
    before = list(trip.timeslots.order_by("pk").values())
    assert office.post(path, typed(office.get(path))).status_code == 302

    assert list(trip.timeslots.order_by("pk").values()) == before


def test_a_night_bus_ends_on_the_next_day_but_nothing_lasts_longer(office, year, trip):
    path = address("trip-timetable", year)
    night = {"day": "2026-08-20", "starts": "22:00", "ends": "06:10"}
    night |= {"what": "夜行バス", "kind": "PART"}
    data = typed(office.get(path)) | {f"form-2-{key}": it for key, it in night.items()}
    too_long = office.post(path, data | {"form-2-ends": "21:00"})
    assert "夜をまたぐときは、12時間までです" in too_long.content.decode()

    assert office.post(path, data).status_code == 302

    bus = trip.timeslots.get(title__ja="夜行バス")
    assert bus.ends_at - bus.starts_at == timedelta(hours=8, minutes=10)
    shown = typed(office.get(path))
    assert office.post(path, shown).status_code == 302
    bus.refresh_from_db()
    assert bus.ends_at - bus.starts_at == timedelta(hours=8, minutes=10)


def test_a_row_that_is_not_understood_is_told_and_kept(office, year, trip):
    path = address("trip-timetable", year)
    data = typed(office.get(path), **{"form-0-starts": "25:00", "form-1-what": ""})
    page = office.post(path, data)

    text = page.content.decode()
    assert page.status_code == 200
    assert "時刻を確かめてください（例 13:30）。" in text
    assert "内容を入力してください。" in text
    assert 'value="25:00"' in text


def test_a_row_with_a_record_cannot_be_taken_off(office, year, trip):
    slot = trip.timeslots.in_order().first()
    made = Delegate.objects.filter(programme=year).first()
    office.post(address("roll-call-count", year, slot.pk), {"here": made.pk})
    path = address("trip-timetable", year)
    page = office.post(path, typed(office.get(path), **{"form-0-DELETE": "on"}))

    assert "点呼の記録がある行は、消せません" in page.content.decode()
    assert trip.timeslots.count() == 2


def test_lines_of_a_plan_become_rows_that_are_not_saved_yet(office, year, trip):
    path = address("trip-timetable", year)
    lines = (
        "8/20（木）\n7:30～8:00 東京駅 集合 | 丸の内南口\n１３：００ 平和記念資料館\n"
    )
    data = typed(office.get(path), paste="1", lines=lines)
    page = office.post(path, data)

    assert "まだ保存していません" in page.content.decode()
    assert trip.timeslots.count() == 2
    data = typed(page)
    assert data["form-2-what"] == "東京駅 集合"
    assert data["form-3-starts"] == "13:00"
    office.post(path, data)
    assert trip.timeslots.count() == 4


def test_more_rows_keep_what_was_typed(office, year, trip):
    path = address("trip-timetable", year)
    data = typed(office.get(path), more="1", **{"form-2-what": "夕食"})
    page = office.post(path, data)

    assert 'value="夕食"' in page.content.decode()
    assert page.context["rows"].total_form_count() == 6


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("8/20 7:30 東京駅 集合", ("2026-08-20", "07:30", "", "MUSTER")),
        ("2/15 13:00-16:00 平和サミット", ("2027-02-15", "13:00", "16:00", "PART")),
        ("2026年8月20日 7:30 研修", ("2026-08-20", "07:30", "", "TRAINING")),
        (
            "8月20日(木) 7:30 宇品港 | 桟橋 | 点呼",
            ("2026-08-20", "07:30", "", "MUSTER"),
        ),
    ],
)
def test_a_line_is_read(line, told):
    form = PasteForm({"lines": line}, year=2026)
    assert form.is_valid(), form.errors
    (row,) = form.cleaned_data["lines"]
    day, starts, ends = row["day"].isoformat(), str(row["starts"])[:5], row["ends"]
    assert (day, starts, str(ends)[:5], row["kind"]) == told


@pytest.mark.parametrize(
    "lines",
    ["7:30 東京駅", "8/20 東京駅", "13/40 7:30 東京駅", "8/20 25:00 あ", "8/20 7:30"],
)
def test_a_line_that_is_not_understood_is_told_by_its_number(lines):
    form = PasteForm({"lines": "\n" + lines}, year=2026)
    assert not form.is_valid()
    assert "2行目" in form.errors["lines"][0]


def test_the_tickets_show_cities_and_no_names(office, year, trip):
    page = office.get(address("trip-tickets", year)).content.decode()

    assert page.count('class="qr"') == 2
    assert "調布市" in page
    assert "Chofu" in page
    assert "架空" not in page


def test_the_roll_shows_the_missing_first_and_where_they_were_seen(office, year, trip):
    muster, ferry = trip.timeslots.in_order()
    phone = Phone(trip, name="引率A")
    ticket = Delegate.objects.get(programme=year, municipality=CHOFU)
    phone.scan(ticket.registration.tickets.get().token, timeslot=muster.pk)
    page = office.get(address("roll-call", year, ferry.pk)).content.decode()

    assert re.search(r'data-count="missing">2<', page)
    assert "最後に確かめたのは 東京駅 集合" in page
    assert 'href="tel:09012345678"' in page
    page = office.get(address("roll-call", year, muster.pk)).content.decode()
    assert page.index("日野市</h3>") < page.index("調布市")
    assert "引率A" in page


def test_a_count_by_hand_and_back(office, year, trip):
    slot = trip.timeslots.in_order().first()
    made = Delegate.objects.get(programme=year, municipality=CHOFU)
    path = address("roll-call-count", year, slot.pk)
    page = office.post(path, {"here": made.pk}, follow=True).content.decode()
    assert "調布市を「いる」にしました" in page
    assert "この画面で" in page

    office.post(path, {"missing": made.pk})
    assert not Seat.objects.admitted().exists()
    assert office.post(path).status_code == 302
    for wrong in ("x", "9" * 17):
        assert office.post(path, {"here": wrong}).status_code == 404


def test_the_roll_is_fresh_and_silent_while_nothing_moves(office, year, trip):
    slot = trip.timeslots.in_order().first()
    live = address("roll-call-live", year, slot.pk)
    etag = office.get(live)["ETag"]
    assert office.get(live, headers={"If-None-Match": etag}).status_code == 304
    made = Delegate.objects.get(programme=year, municipality=CHOFU)
    office.post(address("roll-call-count", year, slot.pk), {"here": made.pk})

    fresh = office.get(live, headers={"If-None-Match": etag})
    assert (fresh.status_code, fresh["Cache-Control"]) == (200, "no-store")


def test_everyone_is_here_is_said_large(office, year, trip):
    slot = trip.timeslots.in_order().first()
    path = address("roll-call-count", year, slot.pk)
    for each in Delegate.objects.filter(programme=year):
        page = office.post(path, {"here": each.pk}, follow=True).content.decode()

    assert "全員います" in page
    assert 'id="missing"' not in page


def test_the_roll_that_is_called_now_is_offered(year, trip):
    stops = stops_of(year)
    now = timezone.now()
    assert current_stop(stops, now=now) == stops[0]
    # The ferry is a part: nobody is called there, so the last roll is shown.
    assert current_stop(stops, now=now + timedelta(hours=2)) == stops[0]
    port = Stop(stops[1].timeslot, MUSTER)
    assert current_stop([stops[0], port], now=now + timedelta(hours=2)) == port
    assert current_stop([stops[0], port], now=now + timedelta(days=9)) == port
    assert current_stop([], now=now) is None


def test_the_table_of_attendance_says_who_missed(office, year, trip):
    slot = trip.timeslots.in_order().first()
    long_ago = timezone.now() - timedelta(hours=9)
    trip.timeslots.filter(pk=slot.pk).update(
        starts_at=long_ago, ends_at=long_ago + timedelta(hours=1)
    )
    page = office.get(address("trip-attendance", year)).content.decode()

    assert "必ず参加する回を欠席した人は2人です" in page
    assert page.count("<span>欠席</span>") == 2


def test_the_citys_calendar_says_that_it_is_internal(office, trip):
    page = office.get(reverse("staff:calendar")).content.decode()
    assert "関係者のみ" in page
    page = office.get(reverse("staff:event", args=[trip.slug])).content.decode()
    public = reverse("programme:event", args=[trip.slug])
    assert f'href="{public}"' not in page
    paths = ["staff:registrations", "staff:reception-list", "staff:event-board"]
    for name in paths:
        assert office.get(reverse(name, args=[trip.slug])).status_code == 200, name

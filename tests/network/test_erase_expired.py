"""What is kept for a while goes on its day, and the statistics stay."""

import io
import os
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from network.youth import store
from network.youth.choices import (
    FollowUpKind,
    ItemKind,
    ItemStatus,
    NominationKind,
    ProtectedKind,
    Reader,
    ReportStatus,
)
from network.youth.models import (
    ChecklistFile,
    Delegate,
    Nomination,
    ProtectedRecord,
    YouthProgramme,
    YouthReport,
)
from network.youth.usecases.erase_expired import count_expired, erase_expired
from network.youth.usecases.erase_people import ERASED
from network.youth.usecases.nominate import sent_before
from network.youth.usecases.personal_link import make_link
from network.youth.usecases.protect import erase_on_of, protect
from network.youth.usecases.send_delegate import end_delegate
from peace.audit.models import AuditEntry
from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.door.at_once import all_at_once
from tests.network import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PRIVATE_STORE = tmp_path / "private"


def tokyo(year, month, day, hour=12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC) - timedelta(hours=9)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Erases, with what is put off until the commit."""

    def erase(*, now):
        with django_capture_on_commit_callbacks(execute=True):
            return erase_expired(now=now)

    return erase


def keep(delegate, kind=ProtectedKind.HEALTH, **more) -> ProtectedRecord:
    return protect(
        delegate=delegate,
        kind=kind,
        answers={"nothing": True},
        actor="link:1",
        now=timezone.now(),
        **{"erase_on": erase_on_of(delegate.programme)} | more,
    )


def a_delegate(year=2025, code=builders.CHOFU, **more) -> Delegate:
    programme = YouthProgramme.objects.filter(year=year).first()
    if programme is None:
        programme = builders.programme()
        YouthProgramme.objects.filter(pk=programme.pk).update(year=year)
        programme.refresh_from_db()
    return builders.delegate(builders.city(code), programme, **more)


def put_file(delegate, kind=ItemKind.APPLICATION) -> ChecklistFile:
    return ChecklistFile.objects.create(
        item=delegate.checklist.get(kind=kind),
        municipality=delegate.municipality,
        kind="PDF",
        stored_as=store.put(b"a page", suffix="pdf"),
        sent_as="架空ゆう_申込書.pdf",
        size=6,
        sent_by="user:1",
        sent_at=timezone.now(),
    )


def trip_that_ends(programme, at: datetime):
    trip = cast.event(now=at, starts_at=at - timedelta(hours=8))
    trip.timeslots.update(ends_at=at)
    programme.trip = trip
    programme.save()
    return trip


# --- The day ----------------------------------------------------------------------


def test_protected_answers_go_30_days_after_the_trips_last_day():
    delegate = a_delegate()
    # Half past midnight in Tokyo is still the evening before in UTC.
    trip_that_ends(delegate.programme, tokyo(2025, 8, 23, 0) + timedelta(minutes=30))

    assert erase_on_of(delegate.programme) == date(2025, 9, 22)


def test_without_a_trip_the_last_compulsory_day_counts_or_the_end_of_the_year():
    delegate = a_delegate()

    assert erase_on_of(delegate.programme) == date(2025, 8, 11)

    delegate.programme.versions.update(dates=[])
    assert erase_on_of(delegate.programme) == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (tokyo(2025, 9, 21, 0) - timedelta(seconds=1), 3),
        (tokyo(2025, 9, 21, 0), 0),
    ],
)
def test_they_go_with_the_first_second_of_their_day_in_tokyo(now, left):
    delegate = a_delegate()
    trip_that_ends(delegate.programme, tokyo(2025, 8, 22))
    for kind in ProtectedKind:
        keep(delegate, kind)

    erased = erase_expired(now=now)

    assert ProtectedRecord.objects.count() == left
    assert erased["protected records"] == 3 - left


def test_the_checklist_stays_done_and_the_audit_counts_without_contents():
    delegate = a_delegate()
    trip_that_ends(delegate.programme, tokyo(2025, 8, 22))
    keep(delegate)
    keep(delegate, ProtectedKind.EMERGENCY)

    erase_expired(now=tokyo(2025, 9, 21))
    erase_expired(now=tokyo(2025, 9, 22))

    done = delegate.checklist.filter(status=ItemStatus.DONE)
    assert {each.kind for each in done} == {ItemKind.HEALTH, ItemKind.EMERGENCY}
    (entry,) = AuditEntry.objects.filter(verb="protected.erased")
    assert entry.about == "youth:2025"
    assert entry.detail == {"health": 1, "emergency": 1, "insurance": 0}


def test_a_trip_that_was_moved_moves_the_day():
    delegate = a_delegate()
    trip = trip_that_ends(delegate.programme, tokyo(2025, 8, 22))
    keep(delegate)
    trip.timeslots.update(ends_at=tokyo(2025, 10, 10))

    erase_expired(now=tokyo(2025, 9, 22))
    assert ProtectedRecord.objects.get().erase_on == date(2025, 11, 9)

    erase_expired(now=tokyo(2025, 11, 9))
    assert not ProtectedRecord.objects.exists()


def test_who_does_not_go_any_more_is_forgotten_30_days_later():
    delegate = a_delegate()
    trip_that_ends(delegate.programme, tokyo(2025, 8, 22))
    keep(delegate)
    end_delegate(nomination=delegate.nomination, actor="user:1", now=tokyo(2025, 6, 1))

    erase_expired(now=tokyo(2025, 6, 30))
    assert ProtectedRecord.objects.exists()

    erase_expired(now=tokyo(2025, 7, 1))
    assert not ProtectedRecord.objects.exists()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_an_erasing_that_runs_twice_at_once_erases_once():
    delegate = a_delegate()
    trip_that_ends(delegate.programme, tokyo(2025, 8, 22))
    for kind in ProtectedKind:
        keep(delegate, kind)
    a_delegate(2020)

    results = all_at_once(lambda _n: erase_expired(now=tokyo(2025, 9, 21)), 4)

    assert sum(each["protected records"] for each in results) == 3
    assert sum(each["delegates"] for each in results) == 1
    assert AuditEntry.objects.filter(verb="protected.erased").count() == 1
    assert AuditEntry.objects.filter(verb="nomination.erased").count() == 1


# --- People -----------------------------------------------------------------------


def test_a_delegate_is_emptied_three_years_after_the_end_of_the_year():
    delegate = a_delegate(2021)
    nomination = delegate.nomination
    key = nomination.person_key
    make_link(
        delegate=delegate,
        reader=Reader.GUARDIAN,
        actor="user:1",
        now=tokyo(2021, 6, 1),
    )
    delegate.follow_ups.create(
        municipality=delegate.municipality,
        kind=FollowUpKind.SCHOOL_TALK,
        on=date(2021, 11, 3),
        heads=80,
        note="架空ゆうさんが話しました",
        recorded_by="user:1",
        recorded_at=timezone.now(),
    )
    OutboxMessage.objects.update(status=Status.SENT, due_at=tokyo(2021, 6, 1))

    erase_expired(now=tokyo(2025, 3, 31, 23))
    nomination.refresh_from_db()
    assert nomination.name == "架空 ゆう"

    erase_expired(now=tokyo(2025, 4, 1))
    nomination.refresh_from_db()
    assert nomination.name == ERASED
    assert nomination.born_on == date(2007, 1, 1)
    assert {
        nomination.kana,
        nomination.address,
        nomination.email,
        nomination.guardian_name,
        nomination.guardian_email,
        nomination.guardian_phone,
        nomination.motivation,
    } == {""}
    assert nomination.erased_at is not None
    assert not delegate.links.exists()
    # The statistics: city, year, kind, status, what they did, sent before.
    assert nomination.status == "ACCEPTED"
    assert delegate.follow_ups.get().heads == 80
    assert delegate.follow_ups.get().note == ""
    assert nomination.person_key == key
    again = a_delegate(2025, builders.HINO)
    assert sent_before(again.nomination) == [2021]
    letters = OutboxMessage.objects.filter(about=delegate.about)
    assert {(each.email, each.text) for each in letters} == {("", "")}


@pytest.mark.parametrize("may_show_name", [True, False])
def test_a_name_stays_where_its_published_report_shows_it(committed, may_show_name):
    delegate = a_delegate(2020)
    report = YouthReport.objects.create(
        delegate=delegate,
        municipality=delegate.municipality,
        status=ReportStatus.APPROVED,
        title="広島で",
        text="聞きました",
        may_show_text=True,
        may_show_name=may_show_name,
        changed_at=timezone.now(),
        published_at=timezone.now(),
    )
    photos = [
        report.photos.create(
            municipality=delegate.municipality,
            stored_as=store.put(b"picture", suffix="jpg"),
            may_show=may_show,
            width=1,
            height=1,
            sent_at=timezone.now(),
        )
        for may_show in (True, False)
    ]

    committed(now=tokyo(2026, 4, 1))

    delegate.nomination.refresh_from_db()
    report.refresh_from_db()
    assert delegate.nomination.name == ("架空 ゆう" if may_show_name else ERASED)
    assert delegate.nomination.address == ""
    assert report.text == "聞きました"
    assert list(report.photos.all()) == photos[:1]
    assert store.names(before=timezone.now() + timedelta(1)) == [photos[0].stored_as]


def test_a_report_that_was_never_public_goes():
    delegate = a_delegate(2020)
    report = YouthReport.objects.create(
        delegate=delegate,
        municipality=delegate.municipality,
        text="書きかけ",
        may_show_name=True,
        changed_at=timezone.now(),
    )

    erase_expired(now=tokyo(2026, 4, 1))

    report.refresh_from_db()
    delegate.nomination.refresh_from_db()
    assert (report.text, delegate.nomination.name) == ("", ERASED)


def test_who_was_not_sent_is_emptied_one_year_after_the_end_of_the_year():
    programme = a_delegate(2024).programme
    reserve = builders.nomination(
        builders.city(), programme, NominationKind.RESERVE, name="架空 補欠"
    )
    draft = builders.nomination(builders.city(builders.HINO), programme, name="下書き")
    delegate = Delegate.objects.get()

    erase_expired(now=tokyo(2026, 3, 31))
    assert Nomination.objects.filter(name=ERASED).count() == 0

    erased = erase_expired(now=tokyo(2026, 4, 1))
    for each in (reserve, draft, delegate.nomination):
        each.refresh_from_db()
    assert erased["nominations not sent"] == 2
    assert (reserve.name, draft.name) == (ERASED, ERASED)
    assert (reserve.person_key, draft.person_key) == ("", "")
    assert delegate.nomination.name == "架空 ゆう"


def test_the_trips_registration_is_emptied_with_its_delegate():
    delegate = a_delegate(2020)
    now = timezone.now()
    trip = cast.event(now=now, starts_at=now + cast.HOUR)
    registration = cast.registration(trip, people=["架空 ゆう"], now=now)
    Delegate.objects.filter(pk=delegate.pk).update(registration=registration)

    erase_expired(now=tokyo(2026, 4, 1))

    registration.refresh_from_db()
    person = registration.attendees.get()
    assert (person.name, person.kana) == (ERASED, "")
    assert "架空" not in person.search_name + person.search_kana
    assert (registration.phone, registration.email) == ("-", "")
    assert registration.seats.exists()


# --- Files ------------------------------------------------------------------------


def test_files_go_one_year_after_the_end_of_the_year_and_their_rows_stay(committed):
    file = put_file(a_delegate(2024))

    committed(now=tokyo(2026, 3, 31))
    assert store.read(file.stored_as) == b"a page"

    erased = committed(now=tokyo(2026, 4, 1))
    file.refresh_from_db()
    assert erased["files"] == 1
    assert file.removed_at is not None
    assert file.sent_as == ERASED
    with pytest.raises(FileNotFoundError):
        store.read(file.stored_as)


def test_a_file_that_no_row_knows_is_found_and_removed_after_a_day(settings):
    kept = put_file(a_delegate(2025))
    old, fresh = (store.put(b"nobody's", suffix="pdf") for _ in range(2))
    day_old = time.time() - 25 * 3600
    os.utime(settings.PRIVATE_STORE / old, (day_old, day_old))
    os.utime(settings.PRIVATE_STORE / kept.stored_as, (day_old, day_old))
    now = timezone.now()

    assert count_expired(now=now)["files without a row"] == 1
    assert erase_expired(now=now)["files without a row"] == 1
    names = store.names(before=now + timedelta(days=1))
    assert set(names) == {kept.stored_as, fresh}


# --- The command ------------------------------------------------------------------


def command(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("erase_expired", *arguments, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_check_tells_what_is_due_and_changes_nothing():
    a_delegate(2010)
    lost = put_file(a_delegate(timezone.now().year))
    store.remove(lost.stored_as)

    code, text = command("--check")

    assert code == 1
    assert "delegates: 1 due" in text
    assert "rows without a file: 1" in text
    assert not Nomination.objects.filter(erased_at__isnull=False).exists()

    assert "delegates: 1 erased" in command()[1]
    ChecklistFile.objects.all().delete()
    assert command("--check")[0] == 0

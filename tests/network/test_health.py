"""Two people read health data, each reading is written down; nobody else does."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.youth.choices import ItemStatus, ProtectedKind, Sheet
from network.youth.models import HealthReader, PrintRecord, ProtectedRecord
from network.youth.usecases.name_reader import (
    AlreadyReads,
    CannotRead,
    ReasonMissing,
    name_reader,
)
from network.youth.usecases.protect import protect
from network.youth.usecases.read_health import NotAReader, read_health
from network.youth.usecases.send_delegate import end_delegate
from peace.accounts.choices import Role
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.accounts.people import with_app
from tests.network import builders

pytestmark = pytest.mark.django_db
CANARY = "えびとかにで息が止まる"


def staff(role=Role.SECRETARIAT):
    return with_app(builders.user(role))


def keep(delegate, kind=ProtectedKind.HEALTH, **answers):
    return protect(
        delegate=delegate,
        kind=kind,
        answers={"nothing": False, "severity": "SEVERE", "allergies": CANARY} | answers,
        erase_on=date(2099, 1, 1),
        actor="link:1",
        now=timezone.now(),
    )


def name(programme, user, *, place=1, reason="看護師の資格", actor="user:1"):
    return name_reader(
        programme=programme,
        place=place,
        user=user,
        reason=reason,
        actor=actor,
        now=timezone.now(),
    )


@pytest.fixture
def delegate():
    found = builders.delegate(builders.city(), builders.programme())
    keep(found)
    return found


def verbs(about):
    return list(AuditEntry.objects.filter(about=about).values_list("verb", flat=True))


# --- Sealing ----------------------------------------------------------------------


def test_what_is_answered_is_sealed_and_its_item_is_done(delegate):
    kept = ProtectedRecord.objects.get()

    assert CANARY not in kept.sealed
    assert kept.unseal()["allergies"] == CANARY
    assert delegate.checklist.get(kind="HEALTH").status == ItemStatus.DONE
    assert "protected.written" in verbs(delegate.about)


def test_an_answer_replaces_the_one_before(delegate):
    keep(delegate, allergies="なし")

    assert ProtectedRecord.objects.get().unseal()["allergies"] == "なし"


# --- Naming -----------------------------------------------------------------------


def test_a_reader_is_named_with_a_reason_and_told(delegate):
    user = staff()
    made = name(delegate.programme, user)

    assert made.user == user
    letter = OutboxMessage.objects.get(kind="health_reader_named")
    assert letter.email == user.email
    assert delegate.nomination.name not in letter.text
    entry = AuditEntry.objects.get(verb="health_reader.named")
    assert entry.detail == {"reader": user.pk, "place": 1}


def test_without_a_reason_nobody_is_named_or_ended(delegate):
    name(delegate.programme, staff())

    for user in (staff(), None):
        with pytest.raises(ReasonMissing):
            name(delegate.programme, user, reason="  ")
    assert HealthReader.objects.reading().count() == 1


@pytest.mark.parametrize(
    "who",
    [
        lambda: with_app(builders.user(Role.COORDINATOR)),
        lambda: with_app(builders.user(Role.RESIDENT)),
        lambda: builders.user(Role.SECRETARIAT),  # without a second factor
        lambda: with_app(builders.user(Role.STAFF, is_active=False)),
    ],
)
def test_only_the_citys_own_people_with_a_second_factor_can_read(delegate, who):
    with pytest.raises(CannotRead):
        name(delegate.programme, who())


def test_a_change_ends_one_and_begins_the_other_and_both_stay_on_record(delegate):
    first, second = staff(), staff(Role.STAFF)
    name(delegate.programme, first)
    name(delegate.programme, second, reason="異動のため")

    assert HealthReader.objects.reading().get().user == second
    ended = HealthReader.objects.exclude(ended_at=None).get()
    assert (ended.user, ended.end_reason) == (first, "異動のため")
    name(delegate.programme, None, reason="休暇のため")
    assert not HealthReader.objects.reading().exists()


def test_one_person_has_one_place_and_there_are_two(delegate):
    user = staff()
    name(delegate.programme, user)
    with pytest.raises(AlreadyReads):
        name(delegate.programme, user, place=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        HealthReader.objects.create(
            programme=delegate.programme, user=staff(), place=3, named_at=timezone.now()
        )
    assert HealthReader.objects.reading().count() == 1


# --- Reading ----------------------------------------------------------------------


def test_reading_is_written_down_about_the_delegate(delegate):
    reader = name(delegate.programme, staff())
    (line,) = read_health(delegates=[delegate], reader=reader, now=timezone.now())

    assert line.is_severe
    assert dict(line.facts)["アレルギー"] == CANARY
    entry = AuditEntry.objects.get(verb="health.read")
    assert (entry.about, entry.actor) == (delegate.about, reader.user.actor)
    assert CANARY not in str(entry.detail)
    assert CANARY not in repr(line)
    assert CANARY not in repr(line.answers)


def test_a_reader_who_was_ended_or_of_another_year_reads_nothing(delegate):
    old = name(delegate.programme, staff())
    name(delegate.programme, None, reason="休暇")
    other = name(builders.programme(), staff())

    for reader in (old, other):
        with pytest.raises(NotAReader):
            read_health(delegates=[delegate], reader=reader, now=timezone.now())
    assert not AuditEntry.objects.filter(verb="health.read").exists()


# --- Pages ------------------------------------------------------------------------


@pytest.fixture
def pages(delegate):
    year = delegate.programme.year
    return {
        "list": reverse("youth:health", args=[year]),
        "read": reverse("youth:health-read", args=[year, delegate.pk]),
        "sheet": reverse("youth:health-sheet", args=[year]),
        "readers": reverse("youth:health-readers", args=[year]),
    }


def enter(user) -> Client:
    return cast.signed_in(user)


def test_the_list_shows_who_has_answered_and_unseals_nothing(delegate, pages):
    user = staff(Role.STAFF)
    name(delegate.programme, user)
    ProtectedRecord.objects.update(sealed="0000:nothing")

    page = enter(user).get(pages["list"])

    assert page.status_code == 200
    assert "回答あり" in page.text
    assert delegate.nomination.name in page.text


def test_the_reader_reads_one_and_prints_all(delegate, pages):
    user = staff(Role.STAFF)
    name(delegate.programme, user)
    client = enter(user)

    one = client.post(pages["read"])
    sheet = client.post(pages["sheet"])

    for page in (one, sheet):
        assert CANARY in page.text
        assert "no-store" in page["Cache-Control"]
    printed = PrintRecord.objects.get()
    assert (printed.sheet, printed.people, printed.by) == (Sheet.DIETS, 1, user.actor)
    assert verbs(delegate.about).count("health.read") == 2


@pytest.mark.parametrize("role", [Role.STAFF, Role.SECRETARIAT, Role.COORDINATOR])
def test_nobody_else_comes_in_not_even_the_secretariat(delegate, pages, role):
    name(delegate.programme, staff())
    client = enter(staff(role))

    assert client.get(pages["list"]).status_code == 403
    for page in (pages["read"], pages["sheet"]):
        response = client.post(page)
        assert response.status_code == 403
        assert CANARY not in response.text
    assert not AuditEntry.objects.filter(verb="health.read").exists()


def test_a_reader_who_loses_the_role_reads_no_more(delegate, pages):
    user = staff()
    name(delegate.programme, user)
    user.role = Role.COORDINATOR
    user.save()

    assert enter(user).post(pages["read"]).status_code == 403


def test_who_was_withdrawn_is_not_read_any_more(delegate, pages):
    user = staff()
    name(delegate.programme, user)
    end_delegate(nomination=delegate.nomination, actor="user:1", now=timezone.now())

    assert enter(user).post(pages["read"]).status_code == 404


def test_an_answer_without_its_key_is_told_and_the_others_are_read(delegate, pages):
    other = builders.delegate(builders.city(builders.HINO), delegate.programme)
    keep(other, allergies="そば")
    ProtectedRecord.objects.filter(delegate=delegate).update(sealed="0000:nothing")
    user = staff()
    name(delegate.programme, user)
    client = enter(user)

    assert "鍵がない" in client.post(pages["read"]).text
    sheet = client.post(pages["sheet"]).text
    assert "鍵がありません" in sheet
    assert "そば" in sheet


def test_the_secretariat_names_readers_on_the_page(delegate, pages):
    office, nurse = staff(), staff(Role.STAFF)
    client = enter(office)
    shown = client.get(pages["readers"])
    refused = client.post(
        pages["readers"], {"place": "2", "place2-user": nurse.pk, "place2-reason": ""}
    )
    done = client.post(
        pages["readers"],
        {"place": "2", "place2-user": nurse.pk, "place2-reason": "看護師"},
    )

    assert nurse.name in shown.text
    assert "理由を入力してください" in refused.text
    assert done.status_code == 302
    assert HealthReader.objects.get().user == nurse
    coordinator = with_app(builders.user(Role.COORDINATOR))
    bad = client.post(
        pages["readers"],
        {"place": "1", "place1-user": coordinator.pk, "place1-reason": "x"},
    )
    assert "一覧から選んで" in bad.text


def test_the_secretariat_sees_who_read_whom_without_contents(delegate, pages):
    reader = name(delegate.programme, staff(Role.STAFF))
    read_health(delegates=[delegate], reader=reader, now=timezone.now())
    read_health(delegates=[delegate], reader=reader, on_sheet=True, now=timezone.now())

    page = enter(staff()).get(pages["readers"])

    assert reader.user.name in page.text
    assert delegate.nomination.name in page.text
    assert "全員の一覧（回答のある1名）" in page.text
    assert CANARY not in page.text

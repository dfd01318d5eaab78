"""Notices to cities: written by one, let out by another, acknowledged city by city."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from network.cities.choices import Audience, CoordinatorLevel
from network.cities.models import Notice, NoticeReceipt
from network.cities.reports import (
    last_reminder,
    notice_standings,
    notices_of,
    overdue_notices,
)
from network.cities.usecases.read_notice import (
    NobodyLeft,
    NothingAsked,
    NotSent,
    RemindedToday,
    acknowledge_notice,
    remind_of_notice,
    see_notice,
)
from network.cities.usecases.write_notice import (
    NoCities,
    approve_notice,
    withdraw_notice,
)
from peace.accounts.choices import Role
from peace.audit.models import AuditEntry
from peace.language.dates import jst
from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.approve import SecondPersonNeeded
from peace.outbox.usecases.enqueue import BatchDecided
from tests import cast
from tests.accounts.people import with_app
from tests.door.at_once import all_at_once
from tests.network import builders
from tests.network.builders import CHOFU, HINO, city, coordinator

pytestmark = pytest.mark.django_db


def now(**delta):
    return timezone.now() + timedelta(**delta)


def receipt(notice, code=CHOFU) -> NoticeReceipt:
    return notice.receipts.get(municipality=code)


def letters(notice):
    return OutboxMessage.objects.filter(about=notice.about).order_by("pk")


def verbs(notice):
    entries = AuditEntry.objects.filter(about=notice.about).order_by("pk")
    return [entry.verb for entry in entries]


# Written and let out


def test_a_notice_waits_for_a_second_person_and_then_goes_to_each_one_by_one():
    coordinator(city(CHOFU))
    coordinator(city(CHOFU), CoordinatorLevel.VIEWER)
    coordinator(city(HINO))
    notice = builders.notice([city(CHOFU), city(HINO)], approved=False)

    assert {each.status for each in letters(notice)} == {Status.AWAITING_APPROVAL}
    assert notice.batch.recipient_count == 3
    assert not notices_of(city(CHOFU)).exists()
    with pytest.raises(SecondPersonNeeded):
        approve_notice(notice=notice, actor="user:1", now=now())

    assert approve_notice(notice=notice, actor="user:2", now=now()) == 3

    assert {each.status for each in letters(notice)} == {Status.PENDING}
    assert len({each.email for each in letters(notice)}) == 3
    assert notices_of(city(CHOFU)).count() == 1
    assert verbs(notice) == ["notice.written", "notice.approved"]


def test_the_letter_says_which_city_and_leads_to_the_notice():
    coordinator(city(CHOFU))
    day = jst(now(days=9)).date()
    notice = builders.notice([city(CHOFU)], text="一行目\n\n{braces}", due_on=day)

    text = letters(notice).get().text

    assert "調布市 担当" in text
    assert "一行目\n\n{braces}" in text
    assert f"/network/city-notices/{notice.pk}/" in text
    assert "確認の期限" in text


def test_who_acts_no_more_gets_nothing_and_a_city_without_anybody_reads_it_later():
    coordinator(city(CHOFU), ends_at=now(days=-1))
    notice = builders.notice([city(CHOFU)])

    assert not letters(notice).exists()
    assert notices_of(city(CHOFU)).get().notice == notice


def test_a_withdrawn_notice_reaches_nobody():
    coordinator(city())
    notice = builders.notice([city()], approved=False)

    withdraw_notice(notice=notice, actor="user:1", now=now())

    assert letters(notice).get().status == Status.SKIPPED
    assert not notices_of(city()).exists()
    with pytest.raises(BatchDecided):
        approve_notice(notice=notice, actor="user:2", now=now())
    with pytest.raises(NotSent):
        acknowledge_notice(receipt=receipt(notice), actor="user:3", now=now())
    with pytest.raises(NotSent):
        remind_of_notice(notice=notice, actor="user:1", now=now())


def test_the_same_form_sent_twice_is_one_notice_while_it_waits():
    coordinator(city())
    same = {"subject": "同じ", "approved": False}
    first = builders.notice([city()], **same)

    assert builders.notice([city()], **same) == first
    assert letters(first).count() == 1
    approve_notice(notice=first, actor="user:2", now=now())
    assert builders.notice([city()], **same) != first


def test_towns_are_no_members_and_a_notice_needs_a_city():
    town = city("133035")
    with pytest.raises(NoCities):
        builders.notice([town])
    assert not Notice.objects.exists()


# Read


def test_the_first_tap_of_a_city_stays():
    notice = builders.notice([city(CHOFU), city(HINO)])
    mine = receipt(notice)

    assert acknowledge_notice(receipt=mine, actor="user:7", now=now())
    assert not acknowledge_notice(receipt=mine, actor="user:8", now=now(minutes=1))

    mine.refresh_from_db()
    assert mine.acknowledged_by == "user:7"
    assert mine.seen_at == mine.acknowledged_at
    (standing,) = notice_standings()
    assert (standing.cities, standing.seen, standing.acknowledged) == (2, 1, 1)
    assert not standing.is_settled


def test_seen_is_the_first_time_and_comes_before_acknowledged():
    notice = builders.notice([city()])
    first = now()

    see_notice(receipt=receipt(notice), now=first)
    see_notice(receipt=receipt(notice), now=now(hours=1))
    acknowledge_notice(receipt=receipt(notice), actor="user:7", now=now(hours=2))

    assert receipt(notice).seen_at == first


def test_what_asks_for_nothing_is_not_acknowledged():
    notice = builders.notice([city()], asks_acknowledgement=False)

    with pytest.raises(NothingAsked):
        acknowledge_notice(receipt=receipt(notice), actor="user:7", now=now())


def test_a_city_is_late_the_day_after_the_due_day():
    today = jst(now()).date()
    builders.notice([city(CHOFU)], due_on=today)
    done = builders.notice([city(CHOFU)], due_on=today)
    builders.notice([city(CHOFU)], due_on=today, approved=False)
    acknowledge_notice(receipt=receipt(done), actor="user:7", now=now())

    assert overdue_notices(today) == {}
    assert overdue_notices(today + timedelta(days=1)) == {CHOFU: 1}


# Reminded


def test_who_has_not_acknowledged_is_reminded_once_a_day():
    coordinator(city(CHOFU))
    late = coordinator(city(HINO))
    notice = builders.notice([city(CHOFU), city(HINO)])
    acknowledge_notice(receipt=receipt(notice), actor="user:7", now=now())

    assert remind_of_notice(notice=notice, actor="user:1", now=now()) == 1
    with pytest.raises(RemindedToday):
        remind_of_notice(notice=notice, actor="user:2", now=now())
    assert remind_of_notice(notice=notice, actor="user:1", now=now(days=1)) == 1

    reminders = letters(notice).filter(kind="notice_reminder")
    assert [each.email for each in reminders] == [late.user.email] * 2
    assert {each.letter_class for each in reminders} == {"B"}
    assert last_reminder(notice) is not None


def test_nobody_is_reminded_when_all_have_acknowledged():
    coordinator(city())
    notice = builders.notice([city()])
    acknowledge_notice(receipt=receipt(notice), actor="user:7", now=now())

    with pytest.raises(NobodyLeft):
        remind_of_notice(notice=notice, actor="user:1", now=now())


# On the pages


def office(client, email="office@city.test"):
    person = with_app(builders.user(Role.SECRETARIAT, email=email))
    cast.signed_in(person, client)
    return person


def form(**more):
    return {
        "subject": "日程について",
        "text": "候補を送ります。",
        "audience": Audience.ALL,
        "asks_acknowledgement": "on",
    } | more


def test_before_it_is_written_it_says_how_many_people_in_how_many_cities(client):
    year = builders.programme()
    coordinator(city(CHOFU))
    office(client)
    here = f"/network/board/{year.year}/notice/"

    page = client.post(here, form())

    assert "26市の1人に送ります" in page.content.decode()
    assert "担当者がいない市が25市あります" in page.content.decode()
    assert not Notice.objects.exists()
    assert "候補を送ります。" in client.post(here, form(change="1")).content.decode()

    response = client.post(here, form(send="1"))

    notice = Notice.objects.get()
    assert response["Location"] == f"/network/notices/{notice.pk}/"
    assert notice.receipts.count() == 26


def test_the_late_ones_are_those_of_the_board(client):
    year = builders.programme(deadline=now(days=-1))
    made = builders.nomination(city(CHOFU), year)
    type(made).objects.filter(pk=made.pk).update(
        status="SUBMITTED", submitted_at=now(days=-3)
    )
    office(client)

    client.post(
        f"/network/board/{year.year}/notice/", form(audience=Audience.LATE, send="1")
    )

    notice = Notice.objects.get()
    assert notice.receipts.count() == 25
    assert not notice.receipts.filter(municipality=CHOFU).exists()
    assert notice.year == year.year


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"subject": ""}, "件名を入力してください。"),
        ({"audience": Audience.CHOSEN}, "市を1つ以上選んでください。"),
        ({"audience": Audience.LATE}, "いま遅れている市はありません。"),
        ({"due_on": "2020-01-01"}, "これからの日を入れてください。"),
        ({"due_on": "x"}, "日付を確かめてください"),
        ({"cities": ["133035"], "audience": Audience.CHOSEN}, "正しく選択"),
    ],
)
def test_a_refused_notice_says_why_and_keeps_what_was_typed(client, typed, said):
    year = builders.programme()
    office(client)

    page = client.post(f"/network/board/{year.year}/notice/", form(send="1", **typed))

    text = page.content.decode()
    assert page.status_code == 200
    assert said in text
    assert 'role="alert"' in text
    assert "候補を送ります。" in text
    assert not Notice.objects.exists()


def test_the_writer_is_not_offered_the_approval_and_is_refused_it(client):
    person = office(client)
    coordinator(city())
    notice = builders.notice([city()], approved=False)
    Notice.objects.update(written_by=person.actor)
    type(notice.batch).objects.update(requested_by=person.actor)
    here = f"/network/notices/{notice.pk}/"

    page = client.get(here).content.decode()
    refused = client.post(f"{here}approve/", follow=True).content.decode()

    assert "への送信を承認する" not in page
    assert "書いた人とは別の人の承認が必要です" in refused
    assert letters(notice).get().status == Status.AWAITING_APPROVAL


def test_the_secretariat_approves_it_among_the_letters_of_the_staff_too(client):
    coordinator(city())
    notice = builders.notice([city()], approved=False)
    office(client)

    page = client.get("/staff/letters/").content.decode()
    client.post(f"/staff/letters/batches/{notice.batch_id}/approve/")

    assert "26市へのお知らせ" in page
    assert letters(notice).get().status == Status.PENDING
    assert notices_of(city()).exists()


def test_a_viewer_reads_but_does_not_acknowledge(client):
    term = coordinator(city(), CoordinatorLevel.VIEWER)
    notice = builders.notice([city()])
    cast.signed_in(with_app(term.user), client)
    here = f"/network/city-notices/{notice.pk}/"

    assert client.get(here).status_code == 200
    assert client.post(f"{here}open/").status_code == 302
    assert client.post(f"{here}acknowledge/").status_code == 403
    assert receipt(notice).seen_at is not None
    assert not receipt(notice).is_acknowledged


def test_reading_a_page_changes_nothing_and_one_tap_acknowledges(client):
    term = coordinator(city())
    notice = builders.notice([city()])
    cast.signed_in(with_app(term.user), client)
    here = f"/network/city-notices/{notice.pk}/"

    assert "確認しました" in client.get(here).content.decode()
    assert receipt(notice).seen_at is None
    page = client.post(f"{here}acknowledge/", follow=True).content.decode()

    assert "事務局に知らせました" in page
    assert receipt(notice).acknowledged_by == term.user.actor


# Races


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_people_of_a_city_tap_at_once_and_one_stays():
    mine = receipt(builders.notice([city()]))

    def tap(number: int) -> bool:
        return acknowledge_notice(receipt=mine, actor=f"user:{number}", now=now())

    assert sum(all_at_once(tap, 6)) == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_looking_first_and_writing_then_would_take_several_taps():
    mine = receipt(builders.notice([city()]))
    together = threading.Barrier(6)

    def tap(number: int) -> bool:
        found = NoticeReceipt.objects.get(pk=mine.pk)
        together.wait(30)
        if found.is_acknowledged:
            return False
        found.acknowledged_at, found.acknowledged_by = now(), f"user:{number}"
        found.save()
        return True

    assert sum(all_at_once(tap, 6)) > 1

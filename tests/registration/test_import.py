"""A whole list is registered, or nobody; the same file twice is recognised."""

import pytest
from django.utils import timezone

from events.programme.models import Quota
from events.registration.choices import BulkKind, RegistrationChannel
from events.registration.forms.import_list import ListMode, WhenFull
from events.registration.models import BulkAction, Registration
from events.registration.models.bulk_action import UNDO_FOR
from events.registration.reports import miscounts
from events.registration.usecases.application import Contact, Person
from events.registration.usecases.bulk import MOST_WITHOUT_APPROVAL
from events.registration.usecases.import_list import (
    ImportedBefore,
    ListedParty,
    ListRefused,
    ReadList,
    forecast_import,
    import_list,
)
from events.registration.usecases.undo import undo_bulk
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxBatch, OutboxMessage
from tests import cast
from tests.page import Page
from tests.registration.sheets import PATH, csv_bytes, row, upload, xlsx_bytes

pytestmark = pytest.mark.django_db

LIST = "/staff/events/talk/registrations/"


def listed(
    event, *names: str, email: str = "", digest: str = "a", **values
) -> ReadList:
    """Each of NAMES a party of their own, in the first timeslot."""
    slot = cast.timeslots(event)[0]
    return ReadList(
        digest=digest,
        parties=[
            ListedParty(
                rows=[number],
                people=[Person(name=name, timeslot_ids=frozenset([slot.pk]))],
                contact=Contact(phone="0425762111", email=email and f"{number}{email}"),
            )
            for number, name in enumerate(names, start=2)
        ],
        **values,
    )


def run(event, read: ReadList, *, now=cast.NOW, use=import_list):
    return use(
        event=event,
        timeslots=cast.timeslots(event),
        listed=read,
        actor="user:1",
        now=now,
    )


def test_every_party_is_registered_with_seats_and_ticket_on_the_lists_channel():
    event = cast.event()
    action = run(event, listed(event, "甲", "乙", email="x@example.jp"))

    parties = Registration.objects.order_by("pk")
    assert [each.channel for each in parties] == [RegistrationChannel.LIST] * 2
    assert all(each.seats.confirmed().count() == 1 for each in parties)
    assert action.kind == BulkKind.IMPORT
    assert [each["id"] for each in action.registrations] == [p.pk for p in parties]
    assert Quota.objects.filter(taken=2).count() == 1
    assert AuditEntry.objects.filter(verb="registration.registered").count() == 2
    assert AuditEntry.objects.last().verb == "registrations.imported"
    assert miscounts() == []


def test_one_refusal_and_nobody_is_registered_and_each_refusal_is_named():
    event = cast.event(seats=3)
    cast.registration(event, people=["乙"], phone="0425762111")
    with pytest.raises(ListRefused) as refused:
        run(event, listed(event, "甲", "乙", "丙", "丁"))

    assert [
        (each.rows[0], type(each.reason).__name__) for each in refused.value.refusals
    ] == [(3, "AlreadyRegistered"), (5, "TooFewSeats")]
    assert Registration.objects.count() == 1
    assert Quota.objects.filter(taken=1).count() == 1
    assert not BulkAction.objects.exists()
    assert not AuditEntry.objects.filter(verb="registrations.imported").exists()


def test_where_the_page_says_so_the_rest_waits():
    event = cast.event(slots=1, seats=1)
    slot = event.timeslots.get()
    read = listed(event, "甲", "乙", waits_for=[slot.pk])

    assert run(event, read, use=forecast_import).waiting == 1
    run(event, read)

    assert [
        each.seats.get().status for each in Registration.objects.order_by("pk")
    ] == ["CONFIRMED", "WAITING"]
    assert miscounts() == []


def test_the_forecast_tells_what_happens_and_changes_nothing():
    event = cast.event(seats=3)
    read = listed(event, "甲", "乙", email="x@example.jp")

    forecast = run(event, read, use=forecast_import)

    assert (forecast.parties, forecast.people, forecast.confirmed) == (2, 2, 2)
    assert (forecast.waiting, forecast.entered, forecast.letters) == (0, 0, 2)
    assert not Registration.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert not AuditEntry.objects.exists()
    assert not Quota.objects.filter(taken__gt=0).exists()


def test_the_same_file_again_is_recognised():
    event = cast.event()
    run(event, listed(event, "甲", "乙"))

    with pytest.raises(ImportedBefore) as before:
        run(event, listed(event, "甲", "乙"), now=cast.NOW + cast.DAY)

    assert before.value.parties == 2
    assert Registration.objects.count() == 2


def test_another_event_may_have_the_same_file():
    first, second = cast.event(), cast.event(slug="second")
    run(first, listed(first, "甲"))
    run(second, listed(second, "甲"))

    assert Registration.objects.count() == 2


def test_undone_the_seats_are_free_nobody_is_told_and_the_file_may_come_again():
    event = cast.event()
    action = run(event, listed(event, "甲", "乙", email="x@example.jp"))
    done = undo_bulk(action=action, actor="user:1", now=cast.NOW + UNDO_FOR / 2)

    assert len(done.back) == 2
    assert not Registration.objects.active().exists()
    assert {each.status for each in OutboxMessage.objects.all()} == {"SKIPPED"}
    assert miscounts() == []
    run(event, listed(event, "甲", "乙"), now=cast.NOW + cast.HOUR)
    assert Registration.objects.active().count() == 2
    assert miscounts() == []


def test_confirmations_wait_until_the_time_to_undo_is_over():
    event = cast.event()
    run(event, listed(event, "甲", email="x@example.jp"))

    letter = OutboxMessage.objects.get()
    assert letter.status == "PENDING"
    assert letter.due_at == cast.NOW + UNDO_FOR
    assert not OutboxMessage.objects.due(cast.NOW).exists()


def test_more_than_fifty_letters_need_a_second_person():
    event = cast.event(seats=100)
    names = [f"児童{chr(0x4E00 + n)}" for n in range(MOST_WITHOUT_APPROVAL + 1)]
    run(event, listed(event, *names, email="x@example.jp"))

    batch = OutboxBatch.objects.get()
    assert (batch.kind, batch.recipient_count) == ("list_imported", 51)
    assert {each.status for each in OutboxMessage.objects.all()} == {
        "AWAITING_APPROVAL"
    }


# The pages


@pytest.fixture
def client():
    return cast.signed_in(cast.aoki())


def event_now(**values):
    return cast.event(now=timezone.now(), **values)


def send(client, content: bytes, name="list.csv", **values):
    data = {
        "file": upload(content, name),
        "slot": "",
        "mode": ListMode.EACH,
        "when_full": WhenFull.REFUSE,
    }
    return Page(client.post(PATH, data | values))


@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes])
def test_a_file_is_looked_at_first_and_registered_with_the_next_button(client, make):
    event_now()
    content = make(
        [row("髙橋 花子", 参加する回="長崎の話"), row("﨑山 翔", 参加する回="1")]
    )
    page = send(client, content)

    assert "2人を、2件の申込みとして登録します。" in page.words
    assert "2席が確定します。" in page.words
    assert "髙橋 花子14:30 長崎の話" in page.words
    assert not Registration.objects.exists()
    (packed,) = page.values("list")
    response = client.post(PATH, {"list": packed}, follow=True)

    page = Page(response)
    assert "2件の申込みを登録しました。" in page.words
    assert "元に戻す" in page.words
    assert Registration.objects.count() == 2
    # The button pressed twice: nobody is registered twice.
    page = Page(client.post(PATH, {"list": packed}, follow=True))
    assert "このファイルは、もう登録されています（2件）。" in page.words
    assert Registration.objects.count() == 2


def test_every_bad_row_is_named_and_there_is_no_button(client):
    event_now(seats=1)
    content = csv_bytes([row("甲", 参加する回="1"), row("", 参加する回="1"), row("丙")])
    page = send(client, content)

    assert "3行目「お名前」: 参加する方のお名前を入力してください。" in page.words
    assert "4行目「参加する回」" in page.words
    assert "まだ1人も登録していません。" in page.words
    assert page.values("list") == []


def test_a_refusal_of_the_seats_is_a_sentence_with_its_row(client):
    event_now(seats=1)
    rows = [row("甲", 参加する回="1"), row("乙", 参加する回="1")]
    page = send(client, csv_bytes(rows))

    assert "3行目: 広島の話の席が足りません。" in page.words


def test_a_class_has_one_contact(client):
    event = event_now()
    rows = [row(name, 電話番号="") for name in "一二三四五六七"]
    content = csv_bytes(rows)
    slot = cast.timeslots(event)[0].pk

    page = send(client, content, slot=slot, mode=ListMode.CLASS)
    assert page.errors == ["電話番号かメールアドレスの、どちらかを入力してください。"]
    page = send(
        client, content, slot=slot, mode=ListMode.CLASS, email="school@example.jp"
    )

    assert "7人を、2件の申込みとして登録します。" in page.words
    client.post(PATH, {"list": page.values("list")[0]})
    assert {each.email for each in Registration.objects.all()} == {"school@example.jp"}


def test_a_page_without_a_file_and_with_rubbish_says_so(client):
    event_now()
    assert Page(client.post(PATH)).errors[0] == "名簿のファイルを選んでください。"
    assert "開けませんでした" in send(client, b"PK\x03\x04rubbish").errors[0]


@pytest.mark.parametrize("packed", ["", "x", "x" * 5000, "a:b:c"])
def test_a_preview_that_was_made_up_or_is_old_is_asked_for_again(client, packed):
    event_now()

    page = Page(client.post(PATH, {"list": packed}, follow=True))

    assert "もう一度ファイルを選んでください。" in page.words
    assert not Registration.objects.exists()


def test_the_preview_of_another_event_is_not_taken(client):
    event_now()
    event_now(slug="other")
    page = send(client, csv_bytes([row("甲", 参加する回="1")]))

    client.post("/staff/events/other/import/", {"list": page.values("list")[0]})

    assert not Registration.objects.exists()


def test_paper_that_came_before_the_deadline_counts_from_then(client):
    now = timezone.now()
    event_now(closes_at=now - cast.HOUR)
    content = csv_bytes([row("甲", 参加する回="1")])

    assert "いま申込みを受け付けていません。" in send(client, content).words
    arrived = f"{timezone.localtime(now - cast.DAY):%Y-%m-%dT%H:%M}"
    page = send(client, content, arrived_at=arrived)
    client.post(PATH, {"list": page.values("list")[0]})

    assert Registration.objects.get().arrived_at < now - cast.HOUR


@pytest.mark.parametrize("name", ["template.xlsx", "template.csv"])
def test_the_sample_has_the_headings_that_are_read(client, name):
    event_now()
    sample = client.get(PATH + name).content

    page = send(client, sample, name)

    assert "見出しの下に、参加する方が書かれていません。" in page.words
    assert "使わない列" not in page.words

"""The entry screen of desk and telephone: few keys, the same rules, a way back."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from events.programme.choices import QuotaKind
from events.programme.models import Eligibility, Question, Quota
from events.registration.models import Registration, SupportRequest
from events.registration.reports import miscounts
from peace.audit.models import AuditEntry
from peace.language.dates import jst
from peace.outbox.choices import Channel, Status
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return cast.signed_in(cast.aoki())


@pytest.fixture
def event():
    return cast.event(now=timezone.now(), seats=4)


def typed(event, *slots, people=2, **values):
    """What the browser sends: two rows, the first person in SLOTS."""
    return {
        "event": event.slug,
        "key": str(uuid.uuid4()),
        "people": str(people),
        "full": "",
        "phone": "042-555-0178",
        "p1-kana": "たかぎ としこ",
        "p1-name": "髙木 トシ子",
        "p1-slot": [str(slot.pk) for slot in slots],
        "channel": "PHONE",
        **values,
    }


def send(desk, event, *slots, **values):
    return desk.post("/staff/intake/", typed(event, *slots, **values))


def made():
    return Registration.objects.with_people().get()


def standings(registration):
    """By person and timeslot, as a caller is told."""
    return sorted(
        (seat.attendee.name, str(seat.timeslot.title), seat.status)
        for seat in registration.seats.all()
    )


# The ordinary call


def test_two_people_in_two_timeslots_are_one_entry(desk, event):
    first, second, _third = cast.timeslots(event)

    answer = send(desk, event, first, second, **{"p2-kana": "たかぎ いちろう"})

    party = made()
    assert answer["Location"] == f"/staff/intake/talk/{party.receipt_number}/"
    assert standings(party) == [
        ("たかぎ いちろう", "広島の話", "CONFIRMED"),
        ("たかぎ いちろう", "長崎の話", "CONFIRMED"),
        ("髙木 トシ子", "広島の話", "CONFIRMED"),
        ("髙木 トシ子", "長崎の話", "CONFIRMED"),
    ]
    assert (party.channel, party.phone) == ("PHONE", "0425550178")
    entry = AuditEntry.objects.get(verb="registration.registered")
    assert (entry.actor[:5], entry.detail["channel"]) == ("user:", "PHONE")


def test_other_timeslots_for_the_second_person_are_theirs(desk, event):
    first, second, _third = cast.timeslots(event)

    send(desk, event, first, **{"p2-name": "髙木 一郎", "p2-slot": [str(second.pk)]})

    assert standings(made()) == [
        ("髙木 トシ子", "広島の話", "CONFIRMED"),
        ("髙木 一郎", "長崎の話", "CONFIRMED"),
    ]


def test_an_empty_row_is_nobody_wherever_it_stands(desk, event):
    first = cast.timeslots(event)[0]

    send(desk, event, first, people=3, **{"p3-kana": "たかぎ さん"})

    assert [each.name for each in made().attendees.all()] == [
        "髙木 トシ子",
        "たかぎ さん",
    ]


def test_the_number_is_read_out_in_two_groups_of_four(desk, event):
    first = cast.timeslots(event)[0]
    answer = send(desk, event, first)
    party = made()
    Registration.objects.filter(pk=party.pk).update(receipt_number="47132086")

    page = Page(desk.get("/staff/intake/talk/47132086/"))

    assert answer.status_code == 302
    assert "4713 2086" in page.words
    assert "よん なな いち さんに ぜろ はち ろく" in page.words
    assert "/staff/intake/?event=talk&channel=PHONE" in page.links
    assert "/staff/events/talk/registrations/47132086/slip/" in page.links


def test_the_screen_begins_with_the_next_event_that_takes_applications(desk):
    now = timezone.now()
    cast.event(slug="later", now=now + 9 * cast.DAY)
    cast.event(slug="closed", now=now - 9 * cast.DAY, closes_at=now - cast.DAY)
    cast.event(slug="next", now=now)
    cast.event(slug="not-yet", now=now - cast.DAY, opens_at=now + cast.DAY)

    page = desk.get("/staff/intake/")

    assert page.context["event"].slug == "next"
    assert [each.slug for each in page.context["events"]] == ["closed", "next", "later"]
    assert desk.get("/staff/intake/?event=later").context["event"].slug == "later"
    assert desk.get("/staff/intake/?event=not-yet").context["event"].slug == "next"


def test_without_any_event_the_screen_says_so(desk):
    page = Page(desk.get("/staff/intake/"))

    assert "いま申込みを受け付けている催しはありません。" in page.words


def test_seats_left_stand_above_the_form_with_the_desks_own(desk, event):
    first, second, _third = cast.timeslots(event)
    Quota.objects.create(timeslot=first, kind=QuotaKind.DESK, capacity=3)
    cast.registration(event, slots=[second], people=["一"] * 4, now=timezone.now())
    cast.registration(event, slots=[second], now=timezone.now(), waits_for={second.pk})

    words = Page(desk.get("/staff/intake/")).words

    assert "広島の話 7席" in words
    assert "長崎の話 0待ち1組" in words
    assert "キャンセル待ち2組目になります" in words


# Channels


def test_a_postcard_counts_from_the_day_it_came(desk, event):
    first = cast.timeslots(event)[0]
    day = jst(timezone.now()).date() - cast.DAY

    send(desk, event, first, channel="POSTCARD", arrived_on=day.isoformat())

    party = made()
    assert party.channel == "POSTCARD"
    assert jst(party.came_at).isoformat() == f"{day}T17:15:00+09:00"


def test_an_email_counts_from_its_hour(desk, event):
    first = cast.timeslots(event)[0]
    day = jst(timezone.now()).date() - cast.DAY

    send(
        desk,
        event,
        first,
        channel="EMAIL",
        arrived_on=day.isoformat(),
        arrived_time="09:40",
        email="takagi@example.jp",
    )

    assert jst(made().came_at).isoformat() == f"{day}T09:40:00+09:00"


def test_the_earlier_postcard_stands_before_a_later_call_in_the_line(desk):
    now = timezone.now()
    event = cast.event(now=now, slots=1, seats=1)
    (slot,) = cast.timeslots(event)
    cast.registration(event, now=now - 3 * cast.DAY)
    called = cast.registration(
        event, now=now - cast.HOUR, waits_for={slot.pk}, channel="PHONE", email=""
    )
    day = jst(now).date() - cast.DAY

    send(
        desk,
        event,
        slot,
        channel="POSTCARD",
        arrived_on=day.isoformat(),
        full=str(slot.pk),
    )

    line = [each.registration_id for each in slot.line_entries.in_order()]
    card = Registration.objects.get(channel="POSTCARD")
    assert line == [card.pk, called.pk]


def test_a_postcard_that_came_in_time_is_typed_after_the_deadline(desk):
    now = timezone.now()
    event = cast.event(now=now, closes_at=now - cast.HOUR)
    first = cast.timeslots(event)[0]
    day = (jst(now).date() - 2 * cast.DAY).isoformat()

    refused = Page(send(desk, event, first))
    send(desk, event, first, channel="POSTCARD", arrived_on=day)

    assert refused.errors == [
        "この催しの受付は終わりました。締切の前に届いたはがきとメールは、"
        "届いた日を入力すると登録できます。"
    ]
    assert made().channel == "POSTCARD"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"channel": "POSTCARD"}, "届いた日を入力してください。"),
        (
            {"channel": "POSTCARD", "arrived_on": "2999-01-01"},
            "届いた日と時刻が、まだ来ていません。",
        ),
        (
            {"channel": "POSTCARD", "arrived_on": "きのう"},
            "届いた日を、年・月・日で入力してください。",
        ),
        ({"phone": ""}, "電話番号かメールアドレスの、どちらかを入力してください。"),
        (
            {"p1-kana": "", "p1-name": ""},
            "かなかお名前の、どちらかを入力してください。",
        ),
        ({"p1-kana": "高木"}, "ふりがなは、ひらがなかカタカナで入力してください。"),
        ({"p1-slot": []}, "参加する回を1つ以上選んでください。"),
    ],
)
def test_a_refusal_is_a_sentence_and_what_was_typed_stays(desk, event, values, error):
    first = cast.timeslots(event)[0]
    data = typed(event, first) | {"staff_note": "耳が遠い", "p2-kana": "いちろう"}

    page = Page(desk.post("/staff/intake/", data | values))

    assert page.status == 200
    assert error in page.errors
    assert page.values("staff_note") == ["耳が遠い"]
    assert page.values("p2-kana") == ["いちろう"]
    assert page.values("phone") == [values.get("phone", "042-555-0178")]
    assert page.dead_targets == []
    assert len(page.errors) == 1
    assert not Registration.objects.exists()


def test_a_date_of_arrival_says_nothing_about_a_caller(desk, event):
    first = cast.timeslots(event)[0]

    send(desk, event, first, arrived_on="2026-01-05")

    assert made().arrived_at is None


def test_before_the_event_opened_no_postcard_can_have_come(desk):
    now = timezone.now()
    event = cast.event(now=now, opens_at=now - cast.DAY)
    first = cast.timeslots(event)[0]
    day = (jst(now).date() - 5 * cast.DAY).isoformat()

    page = Page(send(desk, event, first, channel="POSTCARD", arrived_on=day))

    assert page.errors == ["届いた日が、この催しの受付期間の外です。"]


# Full timeslots, support, notes


def test_a_full_timeslot_that_was_seen_as_full_gives_a_number_in_the_line(desk):
    event = cast.event(now=timezone.now(), slots=2, seats=1)
    first, second = cast.timeslots(event)
    cast.registration(event, slots=[second], now=timezone.now())

    send(desk, event, first, second, full=str(second.pk), accepts_fewer="on")

    party = Registration.objects.with_people().latest("pk")
    page = Page(desk.get(f"/staff/intake/talk/{party.receipt_number}/"))
    assert "キャンセル待ち（番号1）" in page.words
    assert party.line_entries.get().accepts_fewer


def test_seats_that_went_meanwhile_are_told_beside_the_field(desk):
    event = cast.event(now=timezone.now(), slots=1, seats=1)
    (slot,) = cast.timeslots(event)
    cast.registration(event, now=timezone.now())

    page = Page(send(desk, event, slot))

    assert len(page.errors) == 1
    assert "席が足りなくなりました" in page.errors[0]
    assert page.values("full") == [str(slot.pk)]


def test_the_desks_own_seats_go_to_callers_only(desk):
    event = cast.event(now=timezone.now(), slots=1, seats=1)
    (slot,) = cast.timeslots(event)
    Quota.objects.create(timeslot=slot, kind=QuotaKind.DESK, capacity=1)

    send(desk, event, slot, **{"p2-kana": "いちろう"})

    assert {seat.status for seat in made().seats.all()} == {"CONFIRMED"}
    assert miscounts() == []


def test_support_note_language_and_reminder_are_kept(desk, event):
    first = cast.timeslots(event)[0]

    send(
        desk,
        event,
        first,
        support=["WHEELCHAIR"],
        staff_note="折り返しは午後",
        language="en",
        remind_by="NONE",
        **{"p1-age": "OVER_70", "p1-visit": "FIRST"},
    )

    party = made()
    person = party.attendees.get()
    assert SupportRequest.objects.get().offer.kind == "WHEELCHAIR"
    assert (party.staff_note, party.note) == ("折り返しは午後", "")
    assert (party.language, party.remind_by) == ("en", "NONE")
    assert (person.age_band, person.visit) == ("OVER_70", "FIRST")


def test_the_same_form_twice_is_one_entry(desk, event):
    first = cast.timeslots(event)[0]
    data = typed(event, first)

    answers = [desk.post("/staff/intake/", data) for _time in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert made()


def test_the_same_person_again_is_told_with_the_first_number(desk, event):
    first = cast.timeslots(event)[0]
    send(desk, event, first)

    page = Page(send(desk, event, first))

    assert made().receipt_number in page.errors[0]


def test_rows_are_added_and_taken_away_without_a_script(desk, event):
    first = cast.timeslots(event)[0]
    data = typed(event, first) | {"p2-kana": "いちろう"}

    more = Page(desk.post("/staff/intake/", data | {"add": "1"}))
    less = Page(desk.post("/staff/intake/", data | {"remove": "2"}))

    assert (more.values("people"), more.errors) == (["3"], [])
    assert more.values("p2-kana") == ["いちろう"]
    assert (less.values("people"), less.values("p2-kana")) == (["2"], [""])


def test_another_event_keeps_the_caller(desk, event):
    cast.event(slug="other", now=timezone.now())

    data = typed(event) | {"event": "other", "switch": "1"}
    page = desk.post("/staff/intake/", data)

    assert page.context["event"].slug == "other"
    assert Page(page).values("phone") == ["042-555-0178"]


# Taking it back


def test_an_entry_is_undone_within_the_call_and_leaves_no_slip_behind(desk, event):
    first = cast.timeslots(event)[0]
    send(desk, event, first)
    party = made()

    answer = desk.post(f"/staff/intake/talk/{party.receipt_number}/undo/", follow=True)

    slip = OutboxMessage.objects.get(channel=Channel.POST)
    assert made().is_cancelled
    assert (slip.status, slip.last_error) == (Status.SKIPPED, "taken back")
    assert "受付を元に戻しました。" in Page(answer).words
    assert cast.timeslots(event)[0].taken == 0


def test_what_came_over_the_web_or_long_ago_is_not_undone_here(desk, event):
    web = cast.registration(event, now=timezone.now())
    send(desk, event, cast.timeslots(event)[0])
    old = Registration.objects.get(channel="PHONE")
    Registration.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - timedelta(minutes=16)
    )

    for each in (web, old):
        desk.post(f"/staff/intake/talk/{each.receipt_number}/undo/")

    assert Registration.objects.active().count() == 2


def test_a_number_of_another_event_is_not_found(desk, event):
    other = cast.registration(
        cast.event(slug="other", now=timezone.now()), now=timezone.now()
    )

    for page in ("", "undo/"):
        url = f"/staff/intake/talk/{other.receipt_number}/{page}"
        assert desk.post(url).status_code == (404 if page else 405)
    assert desk.get(f"/staff/intake/talk/{other.receipt_number}/").status_code == 404
    assert not Registration.objects.get(pk=other.pk).is_cancelled


def test_what_an_event_asks_besides_is_asked_on_the_telephone_but_not_demanded(desk):
    event = cast.event(now=timezone.now(), slots=1)
    Eligibility.objects.create(event=event, born_from="2010-04-02")
    question = Question.objects.create(
        event=event,
        kind="SHORT_TEXT",
        label={"ja": "学校名"},
        purpose={"ja": "班分け"},
        is_required=True,
        per_person=True,
    )
    page = Page(desk.get(f"/staff/intake/?event={event.slug}"))
    assert "生年月日" in page.words
    assert "学校名" in page.words
    slot = cast.timeslots(event)[0]
    data = cast.form_data(slot, people=1, phone="0425762111") | {
        "event": event.slug,
        "p1-birth_date": "2015-05-01",
        f"p1-q{question.pk}": "国立第一小学校",
    }

    desk.post("/staff/intake/", data)
    later = cast.form_data(slot, people=1, phone="0425762112") | {"event": event.slug}
    desk.post("/staff/intake/", later | {"p1-name": "電話 太郎"})

    first, second = Registration.objects.order_by("pk")
    assert str(first.attendees.get().birth_date) == "2015-05-01"
    assert first.answers.get().value == "国立第一小学校"
    assert second.attendees.get().birth_date is None

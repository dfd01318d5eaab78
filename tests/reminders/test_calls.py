"""The call list: offers first, one outcome per call, and how far the day has come."""

from datetime import datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.registration.models import WaitingListEntry
from events.registration.reports import miscounts
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.offers import OfferOver, accept_offer, decline_offer
from events.reminders.choices import OfferAnswer, Why
from events.reminders.half_days import half_days
from events.reminders.models import ReminderRule
from events.reminders.reports import Narrowing, call_list
from events.reminders.usecases.answer_offer_call import answer_offer_call
from events.reminders.usecases.write_due import write_due_reminders
from peace.audit.models import AuditEntry
from peace.language.dates import jst
from peace.outbox.choices import Channel, Outcome, Status
from peace.outbox.models import OutboxMessage, UndeliverableAddress
from peace.outbox.usecases.record_outcome import NotOnTheList, record_outcome
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db

STAFF = "user:1"


@pytest.fixture
def desk():
    return cast.signed_in(cast.aoki())


def offered(*people: str, seats: int = 2, now=cast.NOW, slug: str = "talk", **values):
    """A party that waits by phone, and has just been offered SEATS; with its call."""
    event = cast.event(slug=slug, slots=1, seats=seats, now=now)
    (slot,) = cast.timeslots(event)
    first = cast.registration(
        event, people=["先客"] * seats, email="first@example.jp", now=now
    )
    party = cast.registration(
        event,
        people=people or ("髙木 トシ子", "髙木 一郎"),
        waits_for={slot.pk},
        now=now,
        **{"email": "", "channel": "PHONE"} | values,
    )
    cancel_seats(
        registration=first,
        seat_ids=list(first.seats.values_list("pk", flat=True)),
        actor="applicant",
        now=now,
    )
    return party, party.line_entries.get(), call_about(party)


def call_about(party):
    return OutboxMessage.objects.get(
        kind="offer", about=party.about, channel=Channel.PHONE
    )


def reminded(event, *parties, now=None):
    """Reminders of the day before, as calls."""
    rule, _ = ReminderRule.objects.get_or_create(programme=event.programme)
    write_due_reminders(now=now or rule.due_at(event.starts_at))
    return rule.due_at(event.starts_at)


def listed(now=cast.NOW, **asked):
    return call_list(Narrowing(day=jst(now).date(), **asked), now=now)


def names(calls):
    return [call.message.recipient_name for call in calls]


def tried(message, outcome, at=cast.NOW):
    return record_outcome(message=message, outcome=outcome, by=STAFF, now=at)


# What stands on the list


def test_offers_come_first_with_the_nearest_deadline():
    event = cast.event(slug="soon", starts_at=cast.tokyo(cast.NOW, days=1, at=time(9)))
    cast.registration(event, people=["前日 の人"], email="", now=cast.NOW - cast.DAY)
    reminded(event, now=cast.NOW)
    far = offered("遠い 人", seats=1, slug="far")
    near_event = cast.NOW - 8 * cast.DAY
    near = offered("近い 人", seats=1, slug="near", now=near_event)
    WaitingListEntry.objects.filter(pk=near[1].pk).update(
        answer_by=cast.NOW + cast.HOUR
    )
    OutboxMessage.objects.filter(pk=near[2].pk).update(not_after=cast.NOW + cast.HOUR)

    found = listed()

    assert names(found.open) == ["近い 人", "遠い 人", "前日 の人"]
    assert found.kinds == ["offer", "reminder"]
    assert [each.slug for each in found.events] == ["soon", "near", "far"]
    assert far[2].kind == "offer"


def test_it_says_why_somebody_is_rung():
    event = cast.event()
    cast.registration(event, people=["なし"], email="")
    cast.registration(event, people=["返送"], email="Gone@example.jp")
    cast.registration(event, people=["希望"], remind_by="PHONE")
    cast.registration(event, people=["メール"])
    UndeliverableAddress.objects.note(email="gone@example.jp", code="550", now=cast.NOW)
    at = reminded(event)

    found = listed(at)

    assert {call.message.recipient_name: call.why for call in found.open} == {
        "なし": Why.NO_EMAIL,
        "返送": Why.BOUNCED,
        "希望": Why.WISH,
    }
    assert names(listed(at, why="BOUNCED").open) == ["返送"]


def test_it_is_narrowed_by_event_and_kind():
    offered("案内 の人", seats=1, slug="other")
    event = cast.event(starts_at=cast.tokyo(cast.NOW, days=1, at=time(9)))
    cast.registration(event, people=["前日 の人"], email="", now=cast.NOW - cast.DAY)
    reminded(event, now=cast.NOW)

    assert names(listed(event="talk").open) == ["前日 の人"]
    assert names(listed(kind="offer").open) == ["案内 の人"]
    assert names(listed(kind="offer", event="talk").open) == []


def test_seven_of_twelve_are_done_on_that_day_and_none_on_the_next():
    event = cast.event()
    for number in range(12):
        cast.registration(event, people=[f"人 {number}"], email="", slots=None)
    at = reminded(event)
    calls = list(OutboxMessage.objects.filter(kind="reminder").order_by("pk"))
    for call in calls[:6]:
        tried(call, Outcome.REACHED, at)
    tried(calls[6], Outcome.WRONG_NUMBER, at)
    tried(calls[7], Outcome.NO_ANSWER, at)

    found = listed(at)

    assert (len(found.done), found.total) == (7, 12)
    assert listed(at + 9 * cast.HOUR).done == found.done
    assert listed(at + cast.DAY).done == []


def test_calls_whose_time_ran_out_are_counted_not_hidden():
    event = cast.event()
    cast.registration(event, email="")
    reminded(event)

    found = listed(event.starts_at + cast.HOUR)

    assert (found.open, found.missed) == ([], 1)


def test_an_offer_that_was_answered_another_way_needs_no_call():
    party, entry, call = offered()

    accept_offer(entry=entry, actor="applicant", now=cast.NOW)

    call.refresh_from_db()
    assert (call.status, call.last_error) == (Status.SKIPPED, "taken back")
    assert [each.message.kind for each in listed().open] == ["promoted"]


def test_a_declined_offer_takes_its_call_along():
    _party, entry, call = offered()

    decline_offer(entry=entry, actor="applicant", now=cast.NOW)

    call.refresh_from_db()
    assert call.status == Status.SKIPPED
    assert listed().open == []


# Nobody answers


@pytest.mark.parametrize(
    ("clocks", "expected"),
    [
        ([(1, 9, 0), (1, 11, 59)], 1),
        ([(1, 11, 59), (1, 12, 0)], 2),
        ([(1, 15, 0), (2, 15, 0)], 2),
        ([(1, 0, 1), (1, 8, 59)], 1),
    ],
)
def test_half_days_are_mornings_and_afternoons_in_tokyo(clocks, expected):
    moments = [
        cast.tokyo(cast.NOW, days=day, at=time(hour, minute))
        for day, hour, minute in clocks
    ]

    assert len(half_days(moments)) == expected


def test_two_unanswered_calls_on_different_half_days_are_shown_as_such(desk):
    now = timezone.now()
    _party, _entry, call = offered(now=now)
    morning = cast.tokyo(now, days=-1, at=time(9))
    afternoon = cast.tokyo(now, days=-1, at=time(15))

    tried(call, Outcome.NO_ANSWER, morning)
    once = Page(desk.get("/staff/calls/")).words
    tried(call, Outcome.NO_ANSWER, morning + cast.HOUR)
    same = Page(desk.get("/staff/calls/")).words
    tried(call, Outcome.NO_ANSWER, afternoon)
    twice = Page(desk.get("/staff/calls/")).words

    assert "応答なし（1回）" in once
    assert "応答なし（2回、同じ時間帯に）" in same
    assert "応答なし（3回、午前と午後など別の時間帯に）" in twice


# The answer on the telephone


def test_yes_on_the_telephone_takes_the_seats_and_settles_the_call():
    party, entry, call = offered()

    answer_offer_call(
        message=call,
        entry=entry,
        answer=OfferAnswer.ACCEPT,
        actor=STAFF,
        now=cast.NOW,
    )

    call.refresh_from_db()
    assert {seat.status for seat in party.seats.all()} == {"CONFIRMED"}
    assert call.status == Status.SENT
    assert call.tries.get().outcome == Outcome.REACHED
    assert AuditEntry.objects.get(verb="offer.accepted").actor == STAFF
    assert miscounts() == []


def test_no_on_the_telephone_gives_the_seats_on():
    party, entry, call = offered()

    answer_offer_call(
        message=call,
        entry=entry,
        answer=OfferAnswer.DECLINE,
        actor=STAFF,
        now=cast.NOW,
    )

    call.refresh_from_db()
    assert {seat.status for seat in party.seats.all()} == {"CANCELLED"}
    assert call.status == Status.SENT
    assert AuditEntry.objects.get(verb="offer.declined").actor == STAFF
    assert miscounts() == []


def test_an_answer_after_the_deadline_changes_neither_seats_nor_call():
    party, entry, call = offered()

    with pytest.raises(OfferOver):
        answer_offer_call(
            message=call,
            entry=entry,
            answer=OfferAnswer.ACCEPT,
            actor=STAFF,
            now=entry.answer_by,
        )

    call.refresh_from_db()
    assert {seat.status for seat in party.seats.all()} == {"OFFERED"}
    assert (call.status, call.tries.count()) == (Status.PENDING, 0)


def test_a_second_answer_to_the_same_call_is_refused():
    _party, entry, call = offered()
    answer = {"message": call, "entry": entry, "actor": STAFF, "now": cast.NOW}
    answer_offer_call(answer=OfferAnswer.ACCEPT, **answer)

    with pytest.raises(NotOnTheList):
        answer_offer_call(answer=OfferAnswer.DECLINE, **answer)


def test_staff_record_a_yes_for_one_of_two(desk):
    party, _entry, call = offered(now=timezone.now())
    first, second = party.attendees.order_by("number")

    page = Page(desk.get("/staff/calls/"))
    answer = desk.post(
        f"/staff/calls/{call.pk}/outcome/?kind=offer",
        {"answer": "accept", "person": [str(second.pk)]},
    )

    assert page.values("person") == [str(first.pk), str(second.pk)]
    assert answer["Location"] == "/staff/calls/?kind=offer#open"
    states = {seat.attendee_id: seat.status for seat in party.seats.all()}
    assert states == {first.pk: "CANCELLED", second.pk: "CONFIRMED"}


def test_a_yes_without_anybody_is_asked_again(desk):
    _party, _entry, call = offered(now=timezone.now())

    answer = desk.post(
        f"/staff/calls/{call.pk}/outcome/", {"answer": "accept"}, follow=True
    )

    assert "参加する方を1人以上選んでください。" in Page(answer).words
    call.refresh_from_db()
    assert call.status == Status.PENDING


def test_an_answer_to_a_call_that_is_no_offer_is_not_found(desk):
    event = cast.event()
    cast.registration(event, email="", now=cast.NOW)
    reminded(event)
    call = OutboxMessage.objects.get(kind="reminder")

    answer = desk.post(f"/staff/calls/{call.pk}/outcome/", {"answer": "accept"})

    assert answer.status_code == 404
    assert call.tries.count() == 0


# What is said, and the page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ja",
            [
                "髙木 トシ子様ですか。",
                "2月15日(日) 午後1時30分 広島の話",
                "全部で2名分です。",
                "お越しになりますか。",
                "（あとで決める）",
                "042-576-2111 内線229・256",
            ],
        ),
        (
            "ja-easy",
            [
                "髙木 トシ子さんですか。",
                "来《く》る ことが できますか。",
                "（行《い》かない）",
            ],
        ),
        (
            "en",
            [
                "Is that 髙木 トシ子?",
                "Sun 15 Feb, 1:30pm",
                "Would you like to come?",
                "(Not sure) Call us on",
            ],
        ),
    ],
)
def test_the_words_for_an_offer_ask_and_name_the_deadline(language, words):
    from events.reminders.views.calls import _script  # noqa: PLC0415

    offered(language=language)
    (call,) = listed().open

    text = _script(call)

    for each in words:
        assert each in text, text
    assert "http" not in text
    assert "{" not in text


def test_the_page_shows_phone_script_deadline_and_links_both_ways(desk):
    now = timezone.now()
    party, entry, call = offered(now=now)

    page = Page(desk.get("/staff/calls/"))
    letters = Page(desk.get("/staff/letters/"))

    number = party.receipt_number
    assert f"tel:{party.phone}" in page.links
    assert f"{number[:4]} {number[4:]}" in page.words
    assert "返事の期限" in page.words
    assert "お越しになりますか。" in page.words
    assert "1件のうち0件が済みました" in page.words
    assert "/staff/letters/" in page.links
    assert {"/staff/calls/", "/staff/post/"} <= set(letters.links)


def test_an_outcome_is_recorded_with_who_and_the_filter_stays(desk):
    now = timezone.now()
    _party, _entry, call = offered(now=now)

    answer = desk.post(
        f"/staff/calls/{call.pk}/outcome/?event=talk", {"outcome": "LEFT_MESSAGE"}
    )
    again = desk.post(f"/staff/calls/{call.pk}/outcome/", {"outcome": "x"}, follow=True)

    attempt = call.tries.get()
    assert answer["Location"] == "/staff/calls/?event=talk#open"
    assert (attempt.outcome, attempt.by[:5]) == ("LEFT_MESSAGE", "user:")
    assert "この連絡は、もう済んでいます。" in Page(again).words


@pytest.mark.parametrize("query", ["day=x", "day=", "event='x", "kind=x&why=%00"])
def test_a_filter_that_means_nothing_is_no_error(desk, query):
    offered(now=timezone.now())

    assert desk.get(f"/staff/calls/?{query}").status_code == 200


def test_three_calls_take_as_many_statements_as_one(desk):
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/staff/calls/").status_code == 200
        return len(queries)

    now = timezone.now()
    offered("一", slug="a", now=now, seats=1)
    desk.get("/staff/calls/")
    alone = statements()
    offered("二", slug="b", now=now, seats=1)
    offered("三", slug="c", now=now, seats=1)

    assert statements() == alone


# The print queue


def test_the_print_run_is_one_page_per_slip_and_settles_exactly_those(desk):
    now = timezone.now()
    event = cast.event(now=now)
    for name in ("一", "二"):
        cast.registration(event, people=[name], channel="DESK", email="", now=now)
    other = cast.event(slug="other", now=now)
    cast.registration(other, people=["三"], channel="DESK", email="", now=now)

    queue = Page(desk.get("/staff/post/?event=talk"))
    run = Page(desk.get("/staff/post/slips/?event=talk"))
    cast.registration(event, people=["四"], channel="DESK", email="", now=now)
    answer = desk.post("/staff/post/posted/", {"letter": run.values("letter")})

    assert "控え2通をまとめて印刷" in queue.words
    assert run.html.count('<section class="paper') == 2
    assert answer["Location"] == "/staff/post/"
    waiting = OutboxMessage.objects.to_post(now).values_list(
        "recipient_name", flat=True
    )
    assert list(waiting) == ["三", "四"]


def test_a_cancelled_party_gets_no_slip(desk):
    now = timezone.now()
    party = cast.registration(cast.event(now=now), channel="DESK", email="", now=now)
    cancel_seats(
        registration=party,
        seat_ids=list(party.seats.values_list("pk", flat=True)),
        actor=STAFF,
        now=now,
    )

    page = Page(desk.get("/staff/post/slips/"))

    assert "投函を待つ控えは、もうありません。" in page.words
    assert page.values("letter") == []


def test_made_up_letters_settle_nothing(desk):
    answer = desk.post(
        "/staff/post/posted/", {"letter": ["x", "9" * 40, "٣", "1"]}, follow=True
    )

    assert "投函を待つ控えは、もうありません。" in Page(answer).words


def test_a_day_begins_at_midnight_in_tokyo():
    event = cast.event()
    cast.registration(event, email="")
    at = reminded(event)
    call = OutboxMessage.objects.get(kind="reminder")
    midnight = datetime.combine(jst(at).date() + cast.DAY, time(0), jst(at).tzinfo)
    tried(call, Outcome.REACHED, midnight)

    assert listed(at).done == []
    assert len(listed(midnight).done) == 1

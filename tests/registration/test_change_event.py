"""A change after publishing: who is told what, and who is left in peace."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from events.programme.choices import EventStatus, QuotaKind
from events.programme.models import Event, Phrase, Quota, Timeslot
from events.programme.plans import QuotaPlan, TimeslotPlan
from events.registration.choices import SeatStatus
from events.registration.models import Seat
from events.registration.reports import miscounts
from events.registration.usecases.change_event import (
    ALONE,
    Notice,
    SeatsTaken,
    TimeslotInUse,
    change_event,
    change_timeslot,
    foresee,
    remove_timeslot,
)
from peace.audit.models import AuditEntry
from peace.outbox.choices import Status
from peace.outbox.models import OutboxBatch, OutboxMessage
from peace.outbox.parts import make_parts
from peace.outbox.usecases.approve import SecondPersonNeeded, approve
from tests import cast
from tests.page import Page
from tests.programme.editing import event_data, local, timeslot_data
from tests.registration.waiting import wait

pytestmark = pytest.mark.django_db

REASON = {"ja": "会場の工事のため", "en": "The building is being repaired."}
LATER = cast.NOW + cast.DAY
EDIT = "/staff/events/talk/edit/"


def letters():
    return OutboxMessage.objects.filter(kind="event_changed").order_by("pk")


def change(event, notice=None, **values):
    return change_event(
        event=event,
        values=values,
        moves_timeslots=True,
        notice=notice or Notice(reason=REASON),
        actor="user:1",
        now=LATER,
    )


def change_slot(slot, *, quotas=None, **fields):
    names = ("title", "note", "starts_at", "ends_at", "doors_at", "admission")
    kept = {name: getattr(slot, name) for name in (*names, "walk_ins_from")}
    stored = {QuotaKind(q.kind): QuotaPlan(q.capacity) for q in slot.quotas.all()}
    return change_timeslot(
        event=slot.event,
        timeslot=Timeslot.objects.get(pk=slot.pk),
        plan=TimeslotPlan(fields=kept | fields, quotas=quotas or stored),
        notice=Notice(reason=REASON),
        actor="user:1",
        now=LATER,
    )


def other_venue():
    return cast.venue(
        "library",
        name={
            "ja": "中央図書館",
            "ja-easy": "中央図書館《ちゅうおうとしょかん》",
            "en": "Central Library",
        },
    )


def test_another_venue_is_told_to_everybody_in_their_language_with_the_reason():
    event = cast.event()
    for language in ("ja", "ja-easy", "en"):
        cast.registration(event, language=language)

    told = change(event, venue=other_venue())

    assert (told.parties, told.batch, dict(told.by_way)) == (3, None, {"EMAIL": 3})
    ja, easy, en = letters()
    assert ja.subject == "【変更】会場が変わりました（体験伝承者講話）"
    for words in (
        "変更前　くにたち市民プラザ\n変更後　中央図書館\n理由　　会場の工事のため",
        "お席はそのままです。参加券もそのまま使えます。",
        "会場　中央図書館",
    ):
        assert words in ja.text
    assert "場所《ばしょ》が 変《か》わりました" in easy.subject
    assert "前《まえ》: くにたち市民《しみん》プラザ" in easy.text
    assert "新《あたら》しい: 中央図書館《ちゅうおうとしょかん》" in easy.text
    assert en.subject == "Change of venue: Testimony talks"
    assert "Before: Kunitachi Citizens Plaza\nNow: Central Library" in en.text
    assert "Reason: The building is being repaired." in en.text
    assert "Your seats are safe and your ticket still works." in en.text
    assert {letter.status for letter in letters()} == {Status.PENDING}


def test_the_whole_event_on_another_day_is_said_once():
    event = cast.event()
    cast.registration(event, slots=cast.timeslots(event))

    change(
        event,
        starts_at=event.starts_at + 7 * cast.DAY,
        ends_at=event.ends_at + 7 * cast.DAY,
    )

    letter = letters().get()
    assert letter.subject == "【変更】日が変わりました（体験伝承者講話）"
    assert "変更前　令和8年2月15日(日)\n変更後　令和8年2月22日(日)\n" in letter.text
    assert "令和8年2月22日(日) 午後1時30分～4時15分" in letter.text


def test_a_timeslot_that_moves_concerns_its_own_parties_only():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    here = cast.registration(event, slots=[first])
    both = cast.registration(event, slots=[first, second], language="en")
    cast.registration(event, slots=[second])

    told = change_slot(first, starts_at=first.starts_at - cast.HOUR)

    assert told.parties == 2
    assert [letter.about for letter in letters()] == [here.about, both.about]
    ja, en = letters()
    assert "変更前　広島の話 午後1時30分～2時15分" in ja.text
    assert "変更後　広島の話 午後0時30分～2時15分" in ja.text
    assert "Before: Talk 1 1:30pm to 2:15pm" in en.text


def test_doors_alone_are_told_as_doors():
    event = cast.event(slots=1)
    (slot,) = cast.timeslots(event)
    cast.registration(event)

    change_slot(slot, doors_at=slot.starts_at - cast.HOUR)

    letter = letters().get()
    assert letter.subject.startswith("【変更】受付の時間が変わりました")
    assert "変更前　午後1時15分\n変更後　午後0時30分" in letter.text


def test_names_and_what_to_bring_are_told_only_when_staff_want_it():
    event = cast.event()
    cast.registration(event)

    quiet = change(event, title={"ja": "別の名前"})
    assert (quiet.parties, quiet.concerned, letters().count()) == (0, 1, 0)
    told = change(
        event,
        notice=Notice(reason=REASON, tells_all=True),
        title={"ja": "もっと別の名前"},
        bring={},
    )

    assert told.parties == 1
    letter = letters().get()
    assert "変更前　別の名前 / 筆記用具\n変更後　もっと別の名前 / なし" in letter.text
    event.refresh_from_db()
    assert event.revision == 2


def test_what_visitors_do_not_see_changes_in_silence():
    event = cast.event()
    cast.registration(event)

    told = change(event, lead={"ja": "誤字を直しました。"}, party_limit=3)

    assert (list(told.changes), letters().count()) == ([], 0)
    event.refresh_from_db()
    assert (event.party_limit, event.revision) == (3, 0)


def test_a_draft_tells_nobody():
    event = cast.event(status=EventStatus.DRAFT)

    told = change(event, venue=other_venue())

    assert told.parties == 0
    assert Event.objects.get().revision == 0


def test_who_waits_keeps_the_number_and_is_told_so():
    event = cast.event(slots=1, seats=1)
    cast.registration(event)
    wait(event, "待つ 人")
    assert Seat.objects.filter(status=SeatStatus.WAITING).exists()

    change(event, venue=other_venue())

    seated, waiting = letters()
    assert "お席はそのままです。" in seated.text
    assert "お申し込みと順番は、そのままです。" in waiting.text
    assert "お席は" not in waiting.text
    assert (len(seated.parts), waiting.parts) == (1, [])


def test_who_has_cancelled_or_been_there_is_left_in_peace():
    event = cast.event(slots=2)
    over, coming = cast.timeslots(event)
    cast.registration(event, slots=[over])
    staying = cast.registration(event, slots=[coming])
    gone = cast.registration(event, slots=[coming])
    Seat.objects.filter(registration=gone).update(
        status="CANCELLED", cancelled_at=cast.NOW
    )

    change_event(
        event=event,
        values={"venue": other_venue()},
        notice=Notice(reason=REASON),
        actor="user:1",
        now=over.ends_at,
    )

    assert letters().get().about == staying.about


def test_the_calendar_entry_moves():
    event = cast.event(slots=1)
    cast.registration(event)
    confirmation = OutboxMessage.objects.get(kind="confirmation")

    def entry(letter):
        parts = [part for part in letter.parts if part[0] == "calendar"]
        (made,) = make_parts(parts, "ja")
        return Calendar.from_ical(made.content).walk("VEVENT")[0]

    before = entry(confirmation)
    change(
        event, starts_at=event.starts_at + cast.DAY, ends_at=event.ends_at + cast.DAY
    )
    after = entry(letters().get())

    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt - before["DTSTART"].dt == cast.DAY


def test_more_than_fifty_letters_wait_for_a_second_person():
    event = cast.event(seats=100)
    cast.many_parties(event, ALONE)
    told = change(event, venue=other_venue())
    assert (told.parties, told.batch) == (ALONE, None)
    cast.registration(event)

    told = change(event, venue=cast.venue())

    assert (told.parties, told.batch.recipient_count) == (ALONE + 1, ALONE + 1)
    waiting = letters().filter(batch=told.batch)
    assert {each.status for each in waiting} == {Status.AWAITING_APPROVAL}
    with pytest.raises(SecondPersonNeeded):
        approve(batch=told.batch, by="user:1", now=LATER)
    assert approve(batch=told.batch, by="user:2", now=LATER) == ALONE + 1


def test_who_has_no_address_is_rung():
    event = cast.event()
    cast.registration(event, email="", phone="0425762111")

    told = change(event, venue=other_venue())

    assert dict(told.by_way) == {"PHONE": 1}
    assert OutboxMessage.objects.to_call(LATER).get().kind == "event_changed"


def test_looking_ahead_changes_nothing_and_says_the_same():
    event = cast.event()
    cast.registration(event)
    values = {"venue": other_venue()}

    seen = foresee(change_event, event=event, values=values, actor="user:1", now=LATER)

    stored = Event.objects.get()
    assert (stored.venue, stored.revision) == (cast.venue(), 0)
    assert letters().count() == 0
    assert not AuditEntry.objects.filter(verb="event.changed").exists()
    told = change(event, **values)
    assert (seen.parties, seen.changes) == (told.parties, told.changes)


def test_the_trail_says_what_changed_and_for_how_many():
    event = cast.event()
    cast.registration(event)

    change(event, venue=other_venue())

    entry = AuditEntry.objects.get(verb="event.changed")
    assert entry.detail == {"items": "VENUE", "registrations": 1}


def test_more_seats_go_to_the_line_first():
    event = cast.event(slots=1, seats=1, promotion="AUTOMATIC")
    (slot,) = cast.timeslots(event)
    cast.registration(event)
    waiting = wait(event, "待つ 人")

    change_slot(slot, quotas={QuotaKind.GENERAL: QuotaPlan(3)})

    assert waiting.seats.get().status == SeatStatus.CONFIRMED
    assert OutboxMessage.objects.get(kind="promoted").about == waiting.about
    assert miscounts() == []


def test_seats_are_never_cut_below_those_taken():
    event = cast.event(slots=1)
    (slot,) = cast.timeslots(event)
    cast.registration(event, people=["一", "二", "三"])

    with pytest.raises(SeatsTaken) as refused:
        change_slot(slot, quotas={QuotaKind.GENERAL: QuotaPlan(1)}, note={"ja": "新"})

    assert (refused.value.taken, refused.value.excess) == (3, 2)
    slot.refresh_from_db()
    assert (slot.quotas.get().capacity, slot.note) == (20, {})
    change_slot(slot, quotas={QuotaKind.GENERAL: QuotaPlan(3)})
    assert slot.quotas.get().capacity == 3


def test_a_kind_that_nobody_used_goes_and_a_used_one_keeps_its_history():
    event = cast.event(slots=1)
    (slot,) = cast.timeslots(event)
    for kind in (QuotaKind.DESK, QuotaKind.YOUTH):
        Quota.objects.create(timeslot=slot, kind=kind, capacity=4)
    party = cast.registration(event, channel="PHONE")
    assert party.seats.get().quota.kind == QuotaKind.DESK
    general = {QuotaKind.GENERAL: QuotaPlan(20)}

    with pytest.raises(SeatsTaken):
        change_slot(slot, quotas=general)
    change_slot(slot, quotas=general | {QuotaKind.DESK: QuotaPlan(1)})

    kinds = slot.quotas.order_by("kind").values_list("kind", "capacity")
    assert list(kinds) == [("DESK", 1), ("GENERAL", 20)]


def test_a_timeslot_goes_only_while_nobody_has_been_registered_for_it():
    event = cast.event(slots=2)
    used, free = cast.timeslots(event)
    party = cast.registration(event, slots=[used])
    Seat.objects.filter(registration=party).update(
        status="CANCELLED", cancelled_at=cast.NOW
    )

    with pytest.raises(TimeslotInUse) as refused:
        remove_timeslot(event=event, timeslot=used, actor="user:1", now=LATER)
    remove_timeslot(event=event, timeslot=free, actor="user:1", now=LATER)

    assert refused.value.parties == 1
    assert list(event.timeslots.all()) == [used]


# The pages


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def aoki():
    return cast.signed_in(cast.aoki())


def hidden(page):
    """What a browser sends from the page in between."""
    return page.filled_in()


def test_the_page_in_between_says_who_is_told_what_and_asks_why(aoki, now):
    event = cast.event(now=now)
    cast.registration(event, now=now)
    cast.registration(event, email="", now=now)
    data = event_data(event, venue=other_venue().pk)

    page = Page(aoki.post(EDIT, data))

    assert Event.objects.get().venue == cast.venue()
    words = "".join(page.words.split())
    assert "会場くにたち市民プラザ中央図書館" in words
    assert "メール1組電話1組" in words
    assert "保存して2組に知らせる" in words
    asked = Page(aoki.post(EDIT, hidden(page) | {"confirmed": "1"}))
    assert "理由を入力してください。" in asked.words
    assert letters().count() == 0
    sent = hidden(asked) | {"confirmed": "1", "notice-reason_ja": REASON["ja"]}
    answer = aoki.post(EDIT, sent, follow=True)
    assert "保存しました。2組にお知らせします。" in Page(answer).words
    assert Event.objects.get().venue == other_venue()
    assert letters().count() == 2


def test_a_typing_error_is_saved_without_a_letter_unless_ticked(aoki, now):
    event = cast.event(now=now)
    cast.registration(event, now=now)

    page = Page(aoki.post(EDIT, event_data(event, title_ja="直した名前")))
    assert "名前や持ち物だけの変更なので、知らせません。" in page.words
    aoki.post(EDIT, hidden(page) | {"confirmed": "1"})
    assert (Event.objects.get().title["ja"], letters().count()) == ("直した名前", 0)
    event.refresh_from_db()
    page = Page(aoki.post(EDIT, event_data(event, title_ja="また直した名前")))
    ticked = hidden(page) | {"confirmed": "1", "notice-tells_all": "on"}
    assert "理由を入力してください。" in Page(aoki.post(EDIT, ticked)).words
    aoki.post(EDIT, ticked | {"notice-reason_ja": "名前の訂正"})

    assert letters().count() == 1


def test_without_registrations_nothing_is_asked(aoki, now):
    event = cast.event(now=now)

    answer = aoki.post(EDIT, event_data(event, venue=other_venue().pk))

    assert answer.status_code == 302
    assert Event.objects.get().venue == other_venue()


def test_more_than_fifty_are_announced_before_they_are_written_to(aoki, now):
    event = cast.event(now=now, seats=100)
    cast.many_parties(event, ALONE + 1, now=now)

    page = Page(aoki.post(EDIT, event_data(event, venue=other_venue().pk)))

    assert "もう1人の職員が承認してから送られます" in page.words
    sent = hidden(page) | {"confirmed": "1", "notice-reason_ja": "工事"}
    answer = Page(aoki.post(EDIT, sent, follow=True))
    assert "51組へのお知らせは、もう1人の職員が承認すると送られます。" in answer.words
    assert "催しの変更のお知らせ" in Page(aoki.get("/staff/letters/")).words
    assert OutboxBatch.objects.get().recipient_count == ALONE + 1


def test_a_timeslot_page_asks_too_and_refuses_to_cut_seats_in_words(aoki, now):
    event = cast.event(now=now)
    slot = cast.timeslots(event)[0]
    cast.registration(event, people=["一", "二"], now=now)
    address = f"{EDIT}timeslots/{slot.pk}/"

    refused = Page(aoki.post(address, timeslot_data(slot, seats_GENERAL="1")))
    assert (
        "一般の席は、2席が埋まっています。減らすには、先に1席を取り消してください。"
        in refused.words
    )
    page = Page(
        aoki.post(
            address, timeslot_data(slot, starts_at=local(slot.starts_at - cast.HOUR))
        )
    )
    assert "保存して1組に知らせる" in page.words
    aoki.post(
        address, hidden(page) | {"confirmed": "1", "notice-reason_ja": "準備のため"}
    )
    slot.refresh_from_db()
    assert letters().count() == 1


def test_the_rest_is_opened_to_walk_ins_by_one_click(aoki, now):
    event = cast.event(now=now)
    slot = cast.timeslots(event)[0]
    address = f"{EDIT}timeslots/"
    assert "残席を当日受付にする" in Page(aoki.get(address)).words

    aoki.post(f"{address}{slot.pk}/open/")
    again = aoki.post(f"{address}{slot.pk}/open/", follow=True)

    slot.refresh_from_db()
    assert slot.opened_to_walk_ins(timezone.now())
    assert "いま申込みを受け付けていません" in Page(again).words
    verb = "timeslot.opened_to_walk_ins"
    assert AuditEntry.objects.filter(verb=verb).count() == 1


def test_a_used_timeslot_says_why_it_stays(aoki, now):
    event = cast.event(now=now)
    used, free, _more = cast.timeslots(event)
    cast.registration(event, slots=[used], now=now)

    kept = aoki.post(f"{EDIT}timeslots/{used.pk}/remove/", follow=True)
    aoki.post(f"{EDIT}timeslots/{free.pk}/remove/")

    assert "1組の申込みの記録があるので、消せません。" in Page(kept).words
    assert event.timeslots.count() == 2


def test_a_reason_from_the_library_comes_by_one_click_and_saves_nothing(aoki, now):
    event = cast.event(now=now)
    cast.registration(event, now=now)
    text = {"ja": "台風が近づいているため", "en": "A typhoon is approaching."}
    phrase = Phrase.objects.create(kind="REASON", name="台風", text=text)
    page = Page(aoki.post(EDIT, event_data(event, venue=other_venue().pk)))

    filled = Page(aoki.post(EDIT, hidden(page) | {"reason_phrase": phrase.pk}))

    assert filled.values("notice-reason_ja") == [text["ja"]]
    assert filled.values("notice-reason_en") == [text["en"]]
    assert (Event.objects.get().venue, letters().count()) == (cast.venue(), 0)
    aoki.post(EDIT, hidden(filled) | {"confirmed": "1"})
    assert "理由　　台風が近づいているため" in letters().get().text


def test_an_empty_text_is_the_same_as_none(aoki, now):
    event = cast.event(now=now, bring={"ja": "", "en": ""})
    cast.registration(event, now=now)

    answer = aoki.post(EDIT, event_data(event, lead_ja="直した紹介"))

    assert answer.status_code == 302
    assert Event.objects.get().revision == 0


@pytest.mark.parametrize("page", ["timeslots/", "check/"])
def test_a_page_of_the_editor_costs_the_same_for_three_timeslots(
    aoki, now, page, django_assert_max_num_queries
):
    cast.event(slug="one", now=now, slots=1)
    cast.event(now=now, slots=3)
    with CaptureQueriesContext(connection) as one:
        aoki.get(f"/staff/events/one/edit/{page}")

    with django_assert_max_num_queries(len(one)):
        aoki.get(f"/staff/events/talk/edit/{page}")


def test_a_reminder_that_still_waits_is_taken_back():
    event = cast.event()
    party = cast.registration(event, email="")
    call = OutboxMessage.objects.create(
        key="reminder:1",
        kind="reminder",
        letter_class="B",
        channel="PHONE",
        language="ja",
        phone=party.phone,
        text="会場は、くにたち市民プラザです。",
        about=party.about,
        due_at=cast.NOW,
        created_at=cast.NOW,
    )

    change(event, venue=other_venue())

    call.refresh_from_db()
    assert call.status == Status.SKIPPED
    assert OutboxMessage.objects.to_call(LATER).get().kind == "event_changed"

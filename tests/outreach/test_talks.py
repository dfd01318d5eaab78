"""A group asks for a storyteller; the office asks, arranges, moves, declines."""

import uuid
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from events.outreach.choices import InquiryAnswer
from events.outreach.models import TalkRequest
from events.outreach.usecases.arrange_talk import arrange_talk, rearrange_talk
from events.outreach.usecases.ask_storyteller import (
    AskedAlready,
    NotOpen,
    TalkInPast,
    answer_inquiry,
    ask_storyteller,
)
from events.outreach.usecases.erase_expired import count_outreach, erase_outreach
from events.outreach.usecases.report_listeners import NotHeldYet, report_listeners
from events.outreach.usecases.request_talk import (
    TalkIsOver,
    change_request,
    decline_request,
    request_talk,
    withdraw_request,
)
from events.programme.choices import Story
from events.programme.models import Event, Telling, Venue
from events.programme.reports import loads
from events.programme.usecases.tellings import StorytellerBusy
from events.registration.models import WalkIn
from peace.audit.models import AuditEntry
from peace.language.dates import TOKYO, jst
from peace.outbox.models import OutboxMessage
from peace.outbox.parts import make_parts
from tests.cast import DAY, HOUR, NOW
from tests.cast import event as an_event
from tests.outreach.talks import (
    STAFF,
    arranged,
    asked_for,
    first_wish,
    plan,
    storyteller,
    wish,
)

pytestmark = pytest.mark.django_db


def letters(about: TalkRequest, name: str = "") -> list[OutboxMessage]:
    return list(
        OutboxMessage.objects.filter(
            about=about.about, key__startswith=f"talk_{name}"
        ).order_by("pk")
    )


def entry_of(letter: OutboxMessage):
    (file,) = make_parts(letter.parts, letter.language)
    return next(iter(Calendar.from_ical(file.content).walk("VEVENT")))


class TestAsking:
    def test_a_request_is_written_down_with_a_private_link(self):
        made = asked_for()

        (letter,) = letters(made)
        assert made.status == "RECEIVED"
        assert (letter.email, letter.letter_class) == ("teacher@example.jp", "A")
        assert made.full_url in letter.text
        assert "62名" in letter.text

    @pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
    def test_the_letter_has_no_placeholder_left_in_any_language(self, language):
        made = asked_for(language=language)
        withdraw_request(request=made, actor="requester", now=NOW)

        for letter in letters(made):
            assert "{" not in letter.text + letter.subject
            assert letter.language == language

    def test_the_same_form_twice_is_one_request_and_one_letter(self):
        key = uuid.uuid4()
        first = request_talk(wish=wish(), key=key, language="ja", now=NOW)
        again = request_talk(wish=wish(people=3), key=key, language="ja", now=NOW)

        assert first.pk == again.pk
        assert again.people == 62
        assert OutboxMessage.objects.count() == 1

    def test_without_e_mail_nothing_leaves_yet(self):
        made = asked_for(email="", phone="0425760000")

        assert letters(made) == []

    def test_the_audit_trail_names_nobody(self):
        made = asked_for()
        change_request(
            request=made,
            people=70,
            audience="5年生",
            message="",
            actor="requester",
            now=NOW,
        )

        said = str(list(AuditEntry.objects.values()))
        assert "架空" not in said
        assert "example.jp" not in said


class TestAskingAStoryteller:
    def ask(self, made, teller, **values):
        return ask_storyteller(
            request=made,
            storyteller=teller,
            story=Story.HIROSHIMA,
            starts_at=values.get("at", first_wish()),
            actor=STAFF,
            now=NOW,
        )

    def test_a_letter_with_a_link_asks(self):
        made = asked_for()
        inquiry = self.ask(made, storyteller())

        made.refresh_from_db()
        (letter,) = letters(made, "asked")
        assert made.status == "ASKING"
        assert inquiry.full_url in letter.text
        assert "リンクを開くだけでは決まりません" in letter.text
        assert "teacher@example.jp" not in letter.text

    def test_who_has_no_e_mail_is_rung(self):
        made = asked_for()
        self.ask(made, storyteller(email=""))

        (call,) = letters(made, "asked")
        assert (call.channel, call.phone) == ("PHONE", "0900000901")
        assert "/talks/" not in call.text
        assert "お願いできますか" in call.text

    def test_nobody_is_asked_twice_about_the_same_moment(self):
        made, teller = asked_for(), storyteller()
        self.ask(made, teller)
        with pytest.raises(AskedAlready):
            self.ask(made, teller)
        self.ask(made, teller, at=first_wish() + DAY)

    def test_a_moment_that_has_passed_is_not_asked_about(self):
        with pytest.raises(TalkInPast):
            self.ask(asked_for(), storyteller(), at=NOW - HOUR)

    def test_no_takes_the_call_off_the_list_and_gives_the_request_back(self):
        made = asked_for()
        inquiry = self.ask(made, storyteller(email=""))
        answer_inquiry(inquiry=inquiry, answer=InquiryAnswer.NO, actor=STAFF, now=NOW)

        made.refresh_from_db()
        (call,) = letters(made, "asked")
        assert (made.status, call.status) == ("RECEIVED", "SKIPPED")

    def test_one_may_think_again_until_it_is_arranged(self):
        made = asked_for()
        inquiry = self.ask(made, storyteller())
        answer_inquiry(inquiry=inquiry, answer=InquiryAnswer.YES, actor="s", now=NOW)
        answer_inquiry(inquiry=inquiry, answer=InquiryAnswer.NO, actor="s", now=NOW)
        arranged(request=made, teller=storyteller("仮名 そら"))

        with pytest.raises(NotOpen):
            answer_inquiry(
                inquiry=inquiry, answer=InquiryAnswer.YES, actor="s", now=NOW
            )

    def test_who_was_asked_and_not_taken_hears_so(self):
        made, other = asked_for(), storyteller("仮名 そら")
        self.ask(made, other)
        OutboxMessage.objects.update(status="SENT")
        silent = storyteller("例示 はるか")
        self.ask(made, silent)
        arranged(request=made, teller=storyteller())

        (letter,) = letters(made, "not_needed")
        assert letter.recipient_name == "仮名 そら"
        assert [each.status for each in letters(made, "asked")] == ["SENT", "SKIPPED"]


class TestArranging:
    def test_it_becomes_an_event_with_one_timeslot_and_a_telling(self):
        teller = storyteller()
        made = arranged(teller=teller)

        slot = made.event.timeslots.get()
        assert made.status == "ARRANGED"
        assert made.event.is_internal
        assert made.event.programme.slug == "dispatched-talks"
        assert slot.ends_at - slot.starts_at == timedelta(minutes=35)
        assert slot.tellings.get().storyteller == teller
        assert made.event.venue.name.in_language("ja") == "架空第三小学校 体育館"

    def test_both_sides_get_a_letter_with_a_calendar_entry(self):
        made = arranged()

        (to_group,) = letters(made, "arranged")
        (to_teller,) = letters(made, "booked")
        assert to_group.email == "teacher@example.jp"
        assert to_teller.email == "midori@example.jp"
        assert "2,000円" in to_group.text
        assert "架空 先生" in to_teller.text
        for letter in (to_group, to_teller):
            assert entry_of(letter)["DTSTART"].dt == first_wish()

    def test_a_request_without_e_mail_is_answered_by_a_call(self):
        made = arranged(request=asked_for(email="", phone="0425760000"))

        (call,) = letters(made, "arranged")
        assert call.channel == "PHONE"
        assert "見本 みどり" in call.text
        assert letters(made, "after") == []

    def test_it_counts_in_the_load_of_the_storyteller(self):
        teller = storyteller()
        arranged(teller=teller)

        (load,) = loads(day=jst(first_wish()).date())
        assert load.count == 1

    def test_in_public_it_stands_on_the_home_page(self, client):
        made = arranged(is_public=True)

        assert made.event.is_published
        assert Event.objects.public().filter(pk=made.event_id).exists()

    def test_the_same_school_is_the_same_venue_next_time(self):
        teller = storyteller()
        arranged(teller=teller)
        arranged(teller=teller, at=first_wish() + DAY)

        assert Venue.objects.count() == 1

    def test_nobody_tells_in_two_places(self):
        teller = storyteller()
        busy = an_event(slots=1, starts_at=first_wish() + timedelta(minutes=20))
        Telling.objects.create(
            timeslot=busy.timeslots.get(), storyteller=teller, story="TOKYO"
        )
        made = asked_for()

        with pytest.raises(StorytellerBusy):
            arranged(request=made, teller=teller)
        made.refresh_from_db()
        assert (made.status, made.event) == ("RECEIVED", None)

    def test_it_is_arranged_once(self):
        made = arranged()

        with pytest.raises(NotOpen):
            arranged(request=made, teller=storyteller("仮名 そら"))
        with pytest.raises(TalkInPast):
            arrange_talk(
                request=asked_for(),
                plan=plan(storyteller("例示 はるか"), at=NOW - HOUR),
                is_public=False,
                actor=STAFF,
                now=NOW,
            )


class TestMoving:
    def test_another_time_moves_the_entry_in_both_calendars(self):
        teller = storyteller()
        made = arranged(teller=teller)
        later = first_wish() + DAY
        rearrange_talk(request=made, plan=plan(teller, at=later), actor=STAFF, now=NOW)

        made.event.refresh_from_db()
        slot = made.event.timeslots.get()
        assert (made.event.starts_at, slot.starts_at) == (later, later)
        for name in ("changed", "moved"):
            (letter,) = letters(made, name)
            moved = entry_of(letter)
            assert moved["DTSTART"].dt == later
            assert moved["SEQUENCE"] == 1

    def test_another_storyteller_is_booked_and_the_first_one_let_go(self):
        first, second = storyteller(), storyteller("仮名 そら", email="sora@example.jp")
        made = arranged(teller=first)
        rearrange_talk(request=made, plan=plan(second), actor=STAFF, now=NOW)

        made.refresh_from_db()
        (gone,) = letters(made, "called_off")
        (booked,) = letters(made, "booked")[1:]
        assert made.storyteller == second
        assert made.event.timeslots.get().tellings.get().storyteller == second
        assert (gone.email, booked.email) == ("midori@example.jp", "sora@example.jp")
        assert entry_of(gone)["STATUS"] == "CANCELLED"
        assert entry_of(booked)["STATUS"] == "CONFIRMED"

    def test_both_at_once_ask_only_whether_the_new_one_is_free(self):
        first, second = storyteller(), storyteller("仮名 そら")
        made = arranged(teller=first)
        later = first_wish() + DAY
        arranged(teller=first, at=later)

        rearrange_talk(request=made, plan=plan(second, at=later), actor=STAFF, now=NOW)
        with pytest.raises(StorytellerBusy):
            rearrange_talk(
                request=made, plan=plan(first, at=later), actor=STAFF, now=NOW
            )

    def test_the_same_again_writes_to_nobody(self):
        teller = storyteller()
        made = arranged(teller=teller)
        before = OutboxMessage.objects.count()
        rearrange_talk(request=made, plan=plan(teller), actor=STAFF, now=NOW)

        assert OutboxMessage.objects.count() == before

    def test_a_public_one_moves_as_well(self):
        teller = storyteller()
        made = arranged(teller=teller, is_public=True)
        later = first_wish() + DAY
        rearrange_talk(request=made, plan=plan(teller, at=later), actor=STAFF, now=NOW)

        made.event.refresh_from_db()
        assert made.event.starts_at == later

    def test_the_question_after_the_talk_goes_to_the_new_time(self):
        teller = storyteller()
        made = arranged(teller=teller)
        later = first_wish() + DAY
        rearrange_talk(request=made, plan=plan(teller, at=later), actor=STAFF, now=NOW)

        old, new = letters(made, "after")
        assert (old.status, new.status) == ("SKIPPED", "PENDING")
        assert new.due_at == later + timedelta(minutes=35) + 2 * HOUR


class TestTheWayBack:
    @pytest.mark.parametrize("is_public", [True, False])
    def test_a_withdrawal_calls_the_talk_off_on_all_sides(self, is_public):
        teller = storyteller()
        made = arranged(teller=teller, is_public=is_public)
        withdraw_request(request=made, actor="requester", now=NOW)
        withdraw_request(request=made, actor="requester", now=NOW)

        made.refresh_from_db()
        (to_group,) = letters(made, "withdrawn")
        (to_teller,) = letters(made, "called_off")
        (after,) = letters(made, "after")
        assert made.status == "WITHDRAWN"
        assert entry_of(to_group)["STATUS"] == "CANCELLED"
        assert entry_of(to_teller)["STATUS"] == "CANCELLED"
        assert after.status == "SKIPPED"
        (load,) = loads(day=jst(first_wish()).date())
        assert load.count == 0

    def test_an_internal_one_is_shown_to_nobody_afterwards(self):
        made = arranged()
        withdraw_request(request=made, actor="requester", now=NOW)

        assert not Event.objects.public().filter(pk=made.event_id).exists()

    def test_the_storyteller_is_free_again(self):
        teller = storyteller()
        made = arranged(teller=teller)
        withdraw_request(request=made, actor="requester", now=NOW)

        arranged(teller=teller)

    def test_a_refusal_says_why(self):
        made = asked_for()
        decline_request(
            request=made, reason="その週は講話が続いています。", actor=STAFF, now=NOW
        )

        made.refresh_from_db()
        (letter,) = letters(made, "declined")
        assert made.status == "DECLINED"
        assert "その週は講話が続いています。" in letter.text

    def test_after_it_began_nothing_is_taken_back(self):
        made = arranged()
        for act in (
            lambda: withdraw_request(request=made, actor="x", now=first_wish()),
            lambda: decline_request(
                request=made, reason="", actor="x", now=first_wish()
            ),
            lambda: change_request(
                request=made,
                people=1,
                audience="",
                message="",
                actor="x",
                now=first_wish(),
            ),
        ):
            with pytest.raises(TalkIsOver):
                act()

    def test_other_numbers_reach_a_storyteller_who_is_booked(self):
        made = arranged()
        change_request(
            request=made,
            people=120,
            audience="5年生と6年生",
            message="",
            actor="requester",
            now=NOW,
        )

        (letter,) = letters(made, "moved")
        assert "120名" in letter.text
        assert "5年生と6年生" in letter.text


class TestAfterTheTalk:
    def report(self, made, listeners, young=0):
        return report_listeners(
            request=made,
            listeners=listeners,
            young=young,
            actor="requester",
            now=first_wish() + DAY,
        )

    def heads(self, made):
        return WalkIn.objects.counted().filter(timeslot__event=made.event_id)

    def test_listeners_count_as_visitors_of_the_timeslot(self):
        made = arranged()
        self.report(made, 58, young=54)

        made.refresh_from_db()
        assert (made.status, made.listeners) == ("HELD", 58)
        assert self.heads(made).count() == 58
        assert self.heads(made).filter(age_band="UNDER_20").count() == 54

    def test_a_correction_adds_or_takes_back_and_the_same_changes_nothing(self):
        made = arranged()
        for listeners, young in ((58, 54), (60, 50), (60, 50), (12, 0), (58, 54)):
            self.report(made, listeners, young)
            heads = self.heads(made)
            assert heads.count() == listeners
            assert heads.filter(age_band="UNDER_20").count() == young

    def test_before_it_was_held_there_is_nobody_to_count(self):
        made = arranged()
        with pytest.raises(NotHeldYet):
            report_listeners(
                request=made, listeners=5, young=0, actor="x", now=first_wish()
            )
        with pytest.raises(NotHeldYet):
            self.report(asked_for(), 5)

    def test_what_was_called_off_has_no_listeners(self):
        made = arranged()
        withdraw_request(request=made, actor="requester", now=NOW)

        with pytest.raises(NotHeldYet):
            self.report(made, 5)


class TestErasing:
    def test_the_contact_goes_a_year_after_the_fiscal_year_and_figures_stay(self):
        made = arranged()
        report_listeners(
            request=made,
            listeners=58,
            young=54,
            actor="requester",
            now=first_wish() + DAY,
        )
        # The talk was on 1 March 2026: fiscal year 2025, which ended that March.
        last = datetime(2027, 3, 31, 23, 0, tzinfo=TOKYO)
        assert erase_outreach(now=last)["talks"] == 0
        assert count_outreach(now=last + 2 * HOUR)["talks"] == 1
        assert erase_outreach(now=last + 2 * HOUR)["talks"] == 1
        assert erase_outreach(now=last + 2 * HOUR)["talks"] == 0

        made.refresh_from_db()
        kept = {made.person, made.kana, made.email, made.phone, made.message}
        assert kept == {""}
        assert (made.group, made.listeners) == ("架空第三小学校", 58)
        assert WalkIn.objects.counted().count() == 58

    def test_one_that_was_never_arranged_goes_by_the_day_it_was_asked(self):
        made = asked_for()
        erase_outreach(now=NOW + 800 * DAY)

        made.refresh_from_db()
        assert made.erased_at

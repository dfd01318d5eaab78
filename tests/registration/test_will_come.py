""" "Will you come?": the answer by link and by telephone, and where it is shown."""

import pytest
from django.test import Client
from django.utils import timezone, translation

from events.registration.usecases.change_event import Notice, change_event
from events.registration.usecases.will_come import NobodyComes, say_will_come
from events.reminders.models import ReminderRule
from events.reminders.usecases.write_due import write_due_reminders
from peace.audit.models import AuditEntry
from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage
from tests import cast

pytestmark = pytest.mark.django_db


def asked(**values):
    """A party that has just been asked, a week before."""
    now = timezone.now()
    event = cast.event(now=now - 7 * cast.DAY)
    party = cast.registration(event, now=now - 6 * cast.DAY, **values)
    ReminderRule.objects.create(
        event=event, kind="COMING", only="NOT_CONFIRMED", days=8
    )
    assert write_due_reminders(now=now) == 1
    return party


def page_of(party) -> str:
    return f"/registration/{party.signed_token}/coming/"


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_opening_says_nothing_and_the_button_does(language):
    party = asked()
    with translation.override(language):
        url = party.url + "coming/"
    browser = Client()

    opened = [browser.get(url), browser.head(url), browser.get(url)]
    assert [each.status_code for each in opened] == [200] * 3
    party.refresh_from_db()
    assert party.will_come_at is None

    said = browser.post(url, follow=True)

    party.refresh_from_db()
    assert party.will_come_at is not None
    assert said.redirect_chain == [(url, 302)]
    assert 'role="status"' in said.content.decode()


def test_the_letter_leads_there_and_a_reader_of_links_changes_nothing():
    party = asked()
    letter = OutboxMessage.objects.get(kind="coming")

    assert page_of(party) in letter.text
    assert "リンクを開くだけでは決まりません。" in letter.text
    assert party.url in letter.text


def test_saying_it_twice_keeps_the_first_moment_and_one_record():
    party = asked()
    first = timezone.now()
    for hours in (0, 1):
        say_will_come(
            registration=party, actor="applicant", now=first + hours * cast.HOUR
        )

    party.refresh_from_db()
    assert party.will_come_at == first
    assert AuditEntry.objects.filter(verb="registration.will_come").count() == 1


def test_a_call_that_waits_is_not_made_once_they_have_answered():
    party = asked(email="")

    say_will_come(registration=party, actor="applicant", now=timezone.now())

    assert OutboxMessage.objects.get(kind="coming").status == Status.SKIPPED


def test_nobody_is_asked_whose_talk_has_begun_or_who_cancelled():
    party = asked()
    event = party.event

    with pytest.raises(NobodyComes):
        say_will_come(registration=party, actor="applicant", now=event.starts_at)
    party.cancel(now=timezone.now())
    party.save()
    page = Client().post(page_of(party))
    assert page.status_code == 200
    assert "お返事は要りません" in page.content.decode()


def test_a_cut_link_is_told_kindly():
    party = asked()

    assert (
        Client().get(page_of(party).replace("/coming", "x/coming")).status_code == 404
    )


def test_who_is_rung_answers_on_the_telephone():
    party = asked(email="")
    call = OutboxMessage.objects.get(kind="coming")
    OutboxMessage.objects.update(due_at=timezone.now() - cast.HOUR)
    staff = cast.signed_in(cast.aoki())
    assert "参加すると答えた" in staff.get("/staff/calls/").content.decode()

    staff.post(f"/staff/calls/{call.pk}/outcome/", {"answer": "will_come"})

    party.refresh_from_db()
    call.refresh_from_db()
    assert party.will_come_at is not None
    assert call.status == Status.SENT


def test_the_answer_does_not_end_another_call():
    party = asked(email="")
    OutboxMessage.objects.filter(kind="coming").update(kind="reminder", key="r:1")
    call = OutboxMessage.objects.get(key="r:1")
    staff = cast.signed_in(cast.aoki())

    answer = staff.post(f"/staff/calls/{call.pk}/outcome/", {"answer": "will_come"})

    party.refresh_from_db()
    assert answer.status_code == 404
    assert party.will_come_at is None


def test_the_desk_and_the_reception_list_show_it():
    party = asked()
    say_will_come(registration=party, actor="applicant", now=timezone.now())
    staff = cast.signed_in(cast.aoki())
    slug = party.event.slug

    for page in ("registrations/", "reception-list/"):
        text = staff.get(f"/staff/events/{slug}/{page}").content.decode()
        assert "参加の返事あり" in text
    one = staff.get(f"/staff/events/{slug}/registrations/{party.receipt_number}/")
    assert "参加の返事" in one.content.decode()


def test_another_day_is_another_question_and_another_room_is_not():
    party = asked()
    event = party.event
    say_will_come(registration=party, actor="applicant", now=timezone.now())

    def change(**values):
        event.refresh_from_db()
        change_event(
            event=event,
            values=values,
            moves_timeslots="starts_at" in values,
            notice=Notice(reason={"ja": "台風"}),
            actor="user:1",
            now=timezone.now(),
        )
        party.refresh_from_db()
        return party.will_come_at

    assert change(venue=cast.venue("hall", name={"ja": "ホール"})) is not None
    later = 7 * cast.DAY
    assert (
        change(starts_at=event.starts_at + later, ends_at=event.ends_at + later) is None
    )

"""Staff write rules: they read what a rule does and whom it reaches before it holds."""

import pytest
from django.utils import timezone

from events.reminders.models import ReminderRule
from events.reminders.rule_words import rule_in_words
from peace.audit.models import AuditEntry
from tests import cast
from tests.reminders.rules import COMING, CONSENT, THANKS, due, rule_for, write

pytestmark = pytest.mark.django_db

TYPED = {
    "days": "1",
    "at": "10:00",
    "audience": "CONFIRMED",
    "only": "",
    "ways": "EMAIL_PHONE",
    "latest_hours": "2",
}


@pytest.fixture
def staff():
    return cast.signed_in(cast.aoki())


@pytest.fixture
def event():
    return cast.event(now=timezone.now())


def new(event):
    return f"/staff/events/{event.slug}/reminders/new/reminder/"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"latest_hours": 0},
            "前日10:00に、席のある方へ。メール、なければ電話。"
            "始まったあとは送りません。",
        ),
        (
            COMING | {"ways": "EMAIL_POST"},
            "7日前10:00に、席があり、参加の返事がまだの方へ。"
            "メール、なければはがき。始まったあとは送りません。",
        ),
        (
            CONSENT | {"latest_hours": 2},
            "3日前10:00に、同意がまだの方の保護者へ。メール、なければ電話。"
            "始まる2時間前を過ぎたら送りません。",
        ),
        (
            THANKS,
            "翌日10:00に、来場した方へ。メールだけ。"
            "終わって72時間を過ぎたら送りません。",
        ),
        (
            {"days": 0, "audience": "WAITING", "ways": "PHONE"},
            "当日10:00に、キャンセル待ちの方へ。電話だけ。始まったあとは送りません。",
        ),
    ],
)
def test_a_rule_says_in_words_what_it_does(values, words):
    rule = rule_for(cast.programme(), **values)
    rule.refresh_from_db()

    assert rule_in_words(rule) == words


def test_looking_first_saves_nothing_and_tells_whom_it_reaches(staff, event):
    cast.registration(event, people=["国立 花子", "国立 太郎"], now=timezone.now())

    page = staff.post(new(event), TYPED | {"days": "3", "preview": "1"})

    text = page.content.decode()
    assert "3日前10:00に、席のある方へ。" in text
    assert "1組 2名" in text
    assert 'value="3"' in text
    assert not ReminderRule.objects.exists()


def test_saving_leads_back_to_the_event_and_is_on_record(staff, event):
    page = staff.post(new(event), TYPED, follow=True)

    rule = ReminderRule.objects.get()
    assert (rule.event, rule.latest_hours, rule.is_on) == (event, 2, True)
    assert "前日10:00に、席のある方へ。" in page.content.decode()
    assert AuditEntry.objects.get(stream="reminder_rules").verb == (
        "reminder_rule.created"
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"at": ""}, "時刻を入力してください"),
        ({"at": "noon"}, "時刻を確かめてください"),
        ({"days": "99"}, "0から60までの数字を入力してください。"),
        ({"days": "-1"}, "0から60までの数字を入力してください。"),
        ({"days": ""}, "0から60までの数字を入力してください。"),
        ({"latest_hours": "two"}, "0から168までの数字を入力してください。"),
        ({"latest_hours": "72"}, "いつも間に合いません"),
        ({"audience": "WAITING", "only": "NOT_CONFIRMED"}, "「全員」を選んで"),
        ({"audience": "CAME"}, "CAME"),
        ({"ways": "PIGEON"}, "PIGEON"),
        ({"timeslot": "999999"}, "選択"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    staff, event, typed, said
):
    page = staff.post(new(event), TYPED | {"days": "2"} | typed)

    assert page.status_code == 200
    assert said in page.content.decode()
    assert not ReminderRule.objects.exists()


def test_the_same_rule_twice_is_said_to_be_there(staff, event):
    rule_for(event, latest_hours=5)

    page = staff.post(new(event), TYPED)

    assert "同じ規則が、もうあります。" in page.content.decode()
    assert ReminderRule.objects.count() == 1


def test_an_own_rule_says_that_it_puts_the_programmes_aside(staff, event):
    rule_for(event.programme, days=2)

    assert (
        "事業の同じ種類の規則は使われません" in staff.get(new(event)).content.decode()
    )
    rule_for(event)
    page = staff.get(f"/staff/events/{event.slug}/reminders/").content.decode()
    assert "この催しでは使いません" in page


def test_a_rule_is_switched_off_and_on_and_removed(staff, event):
    rule = rule_for(event.programme)
    switch = f"/staff/reminders/{rule.pk}/switch/"

    for on in (0, 0, 1, 0):
        assert staff.post(switch, {"on": on}).url == "/staff/reminders/"
    rule.refresh_from_db()
    assert not rule.is_on
    assert AuditEntry.objects.filter(stream="reminder_rules").count() == 3

    staff.post(f"/staff/reminders/{rule.pk}/remove/")
    assert not ReminderRule.objects.exists()


def test_a_rule_that_has_sent_stays_on_record(staff, event):
    rule = rule_for(event)
    cast.registration(event, now=timezone.now())
    write(due(event))

    page = staff.post(f"/staff/reminders/{rule.pk}/remove/", follow=True)

    assert "記録を残すため" in page.content.decode()
    assert ReminderRule.objects.filter(pk=rule.pk).exists()


def test_every_kind_has_its_page_and_another_word_has_none(staff, event):
    programme = event.programme.slug
    for kind in ("reminder", "coming", "consent", "thanks"):
        for url in (
            f"/staff/events/{event.slug}/reminders/new/{kind}/",
            f"/staff/reminders/programmes/{programme}/new/{kind}/",
        ):
            assert staff.get(url).status_code == 200
    for word in ("nothing", "REMINDER", "remınder"):
        url = f"/staff/events/{event.slug}/reminders/new/{word}/"
        assert staff.get(url).status_code == 404


def test_all_programmes_stand_on_one_page_with_their_next_letters(staff, event):
    rule_for(event.programme)
    cast.registration(event, now=timezone.now())

    text = staff.get("/staff/reminders/").content.decode()

    assert "1組 1名" in text
    assert str(event.short_title) in text

"""The slip: all that somebody without a screen needs, on one A5 page."""

import pytest
from django.utils import timezone

from events.registration.usecases.hand_over_slips import hand_over_slips
from peace.outbox.choices import Channel, Status
from peace.outbox.models import DeliveryAttempt, OutboxMessage
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return cast.signed_in(cast.aoki())


def slip_of(desk, party):
    slug = party.event.slug
    return Page(
        desk.get(f"/staff/events/{slug}/registrations/{party.receipt_number}/slip/")
    )


def by_phone(event, **values):
    return cast.registration(
        event,
        now=timezone.now(),
        **{"channel": "PHONE", "email": "", "phone": "0425550178"} | values,
    )


def test_it_says_number_people_timeslots_way_and_whom_to_ring(desk):
    event = cast.event(now=timezone.now())
    party = by_phone(event, people=["髙木 トシ子", "髙木 一郎"])

    page = slip_of(desk, party)

    number = party.receipt_number
    for words in [
        f"{number[:4]} {number[4:]}",
        "髙木 トシ子 様",
        "午後1時30分 広島の話",
        "確定 髙木 トシ子、髙木 一郎",
        "受付は午後1時15分から",
        "くにたち市民プラザ",
        "国立駅から歩いて5分",
        "筆記用具",
        "042-576-2111",
        "当日、QRコードか受付番号をお見せください",
    ]:
        assert words in page.words, words
    assert 'aria-label="参加券のQRコード"' in page.html


def test_who_waits_gets_the_number_in_the_line_and_no_code_for_the_door(desk):
    now = timezone.now()
    event = cast.event(now=now, slots=1, seats=1)
    (slot,) = cast.timeslots(event)
    cast.registration(event, now=now)
    by_phone(event, people=["一"], phone="0425550111", waits_for={slot.pk})
    party = by_phone(event, people=["髙木 トシ子"], waits_for={slot.pk})

    page = slip_of(desk, party)

    assert "キャンセル待ち（番号2） 髙木 トシ子" in page.words
    assert "席が空いたら、順番にお知らせします。" in page.words
    assert "参加券のQRコード" not in page.html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "If you cannot come or need help"),
        ("ja-easy", "来る ことが できないとき、困ったとき"),
    ],
)
def test_it_speaks_the_language_of_the_party(desk, language, words):
    party = by_phone(cast.event(now=timezone.now()), language=language)

    page = slip_of(desk, party)

    assert words in page.words
    assert "《" not in page.html
    assert "控えの印刷" in page.words  # the office's own page stays Japanese


def test_what_was_cancelled_is_not_on_it(desk):
    event = cast.event(now=timezone.now())
    first, second, _third = cast.timeslots(event)
    party = by_phone(event, slots=[first, second])
    party.seats.filter(timeslot=first).update(
        status="CANCELLED", cancelled_at=timezone.now()
    )

    words = slip_of(desk, party).words

    assert "長崎の話" in words
    assert "広島の話" not in words


def test_a_slip_of_another_event_is_not_found(desk):
    cast.event(now=timezone.now())
    other = by_phone(cast.event(slug="other", now=timezone.now()))

    url = f"/staff/events/talk/registrations/{other.receipt_number}/slip/"

    assert desk.get(url).status_code == 404
    assert desk.post(f"{url}handed-over/").status_code == 404


def test_handed_over_it_leaves_the_print_queue_once(desk):
    party = by_phone(cast.event(now=timezone.now()))
    url = f"/staff/events/talk/registrations/{party.receipt_number}/slip/handed-over/"

    first = Page(desk.post(url, follow=True))
    second = Page(desk.post(url, follow=True))

    slip = OutboxMessage.objects.get(channel=Channel.POST)
    assert slip.status == Status.SENT
    assert DeliveryAttempt.objects.get().outcome == "POSTED"
    assert "渡したと記録しました。" in first.words
    assert "この控えは、印刷待ちにありません。" in second.words


def test_only_slips_that_wait_are_settled():
    event = cast.event()
    waiting = cast.registration(event, channel="DESK", email="")
    other = cast.registration(event, channel="DESK", email="")
    mailed = cast.registration(event, channel="DESK")

    settled = hand_over_slips(
        about=[waiting.about, mailed.about], by="user:1", now=cast.NOW
    )

    states = dict(OutboxMessage.objects.values_list("about", "status"))
    assert settled == 1
    assert states == {
        waiting.about: Status.SENT,
        other.about: Status.PENDING,
        mailed.about: Status.PENDING,
    }

"""News do not leave at night, however they came to be due then."""

import uuid
from datetime import datetime

import pytest

from peace.language.dates import TOKYO, jst
from peace.outbox.choices import Status
from peace.outbox.delivery import Line
from peace.outbox.models import OutboxMessage
from peace.outbox.quiet import in_daytime, past_night
from peace.outbox.reports import oldest_due_seconds
from peace.outbox.usecases.relay import Round, Shift, relay
from peace.outbox.usecases.send_again import send_again
from tests.outbox.writing import carrier_to, write, write_rows

END = "https://example.jp/news/end/x/"


def tokyo(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 2, day, hour, minute, second, tzinfo=TOKYO)


def news(key: str = "news:1", *, due_at: datetime, **values) -> OutboxMessage:
    return write(
        key,
        kind="news",
        letter_class="B",
        unsubscribe_url=END,
        due_at=due_at,
        now=due_at,
        **values,
    )


@pytest.fixture
def send(sink, dice):
    def one_round(now: datetime, **options):
        return relay(now=now, carrier=carrier_to(sink), dice=dice, **options)

    return one_round


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ((1, 7, 59), (1, 8, 0)),
        ((1, 8, 0), (1, 8, 0)),
        ((1, 20, 59), (1, 20, 59)),
        ((1, 21, 0), (2, 8, 0)),
        ((1, 0, 0), (1, 8, 0)),
    ],
)
def test_the_night_is_from_nine_to_eight_in_tokyo(at, then):
    assert in_daytime(tokyo(*at)) == tokyo(*then)


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ((1, 20, 59), (1, 20, 59)),
        ((1, 21, 7), (2, 8, 7)),
        ((1, 0, 30), (1, 11, 30)),
        ((1, 7, 59), (1, 18, 59)),
    ],
)
def test_what_falls_into_the_night_comes_as_far_into_the_day(at, then):
    assert past_night(tokyo(*at)) == tokyo(*then)


@pytest.mark.django_db
def test_news_that_a_worker_left_over_wait_for_the_morning_alone(sink, send):
    late = news(due_at=tokyo(1, 20, 58))
    confirmation = write(due_at=tokyo(1, 20, 58))

    assert send(tokyo(1, 21, 0)).sent == 1
    assert send(tokyo(2, 7, 59)).handled == 0
    assert list(sink.message_ids) == [confirmation.message_id]

    assert send(tokyo(2, 8, 0)).sent == 1
    assert sink.message_ids[late.message_id] == 1


@pytest.mark.django_db
def test_a_retry_of_news_stands_still_at_night(sink, send):
    late = news(due_at=tokyo(1, 20, 59, 30))
    sink.temporary = 1

    assert send(tokyo(1, 20, 59, 30)).retry == 1

    late.refresh_from_db()
    # A minute ± 20 % and the moments of the round itself.
    assert tokyo(2, 8, 0) <= late.due_at < tokyo(2, 8, 5)
    assert send(tokyo(1, 23, 0)).handled == 0
    assert send(late.due_at).sent == 1


@pytest.mark.django_db
def test_a_retry_of_any_other_letter_does_not_wait_for_the_day(sink, send):
    letter = write(due_at=tokyo(1, 20, 59, 30))
    sink.temporary = 1

    send(tokyo(1, 20, 59, 30))

    letter.refresh_from_db()
    assert letter.due_at < tokyo(1, 21, 10)


@pytest.mark.django_db
def test_when_the_server_is_away_in_the_evening_news_leave_in_the_morning(sink, send):
    late = news(due_at=tokyo(1, 20, 59, 50))
    sink.close()

    assert send(tokyo(1, 20, 59, 50)).is_carrier_down

    sink.open()
    late.refresh_from_db()
    assert late.status == Status.RETRY
    assert jst(late.due_at).date() == tokyo(2, 8).date()
    assert send(tokyo(1, 22, 0)).handled == 0
    assert send(tokyo(2, 12, 0)).sent == 1


@pytest.mark.django_db
def test_the_night_comes_over_a_lot_that_was_claimed_in_the_evening(sink, dice):
    rows = write_rows(
        2, kind="news", letter_class="B", unsubscribe_url=END, due_at=tokyo(1, 20, 0)
    )
    hands = [tokyo(1, 20, 59, 59)]
    # A slow server: it takes the first letter, and nine has struck.
    sink.on_taken = lambda _id: hands.append(tokyo(1, 21, 0, 4))
    tally = Round()
    line = Line(carrier_to(sink))
    lot = OutboxMessage.objects.claim(token=uuid.uuid4(), now=hands[0], size=20)

    Shift(line, lambda: hands[-1], dice, tally).deliver(lot, bool)

    line.close()
    assert (tally.sent, tally.pending) == (1, 1)
    assert sink.message_ids == {rows[0].message_id: 1}
    left = OutboxMessage.objects.get(pk=rows[1].pk)
    assert (left.status, left.due_at) == (Status.PENDING, tokyo(2, 8, 0, 4))
    assert (left.lease_token, left.handed_at, left.attempts) == (None, None, 0)


@pytest.mark.django_db
def test_a_retry_that_would_come_after_the_event_began_is_given_up(sink, send):
    """The concert of the morning is over before the news of it could leave again."""
    late = news(due_at=tokyo(1, 20, 59, 50), not_after=tokyo(2, 8, 0))
    sink.temporary = 1

    assert send(tokyo(1, 20, 59, 50)).failed == 1

    late.refresh_from_db()
    assert late.status == Status.FAILED


@pytest.mark.django_db
def test_news_of_a_dead_worker_rest_until_the_morning(send):
    news(due_at=tokyo(1, 20, 58))
    OutboxMessage.objects.claim(token=uuid.uuid4(), now=tokyo(1, 20, 58), size=1)

    assert send(tokyo(1, 21, 30)).handled == 0
    assert send(tokyo(2, 8, 0)).sent == 1


@pytest.mark.django_db
def test_what_staff_send_again_at_night_is_planned_for_the_morning(send):
    letter = news(due_at=tokyo(1, 20, 0))
    letter.move(among=[Status.PENDING], status=Status.FAILED)

    send_again(message=letter, by="user:1", now=tokyo(1, 22, 0))

    assert letter.due_at == tokyo(2, 8, 0)
    assert send(tokyo(1, 22, 1)).handled == 0
    assert send(tokyo(2, 8, 0)).sent == 1


@pytest.mark.django_db
def test_resting_news_do_not_look_like_a_worker_that_stands_still():
    news(due_at=tokyo(1, 20, 59))

    assert oldest_due_seconds(tokyo(1, 20, 59, 30)) == 30
    assert oldest_due_seconds(tokyo(2, 3, 0)) == 0
    assert oldest_due_seconds(tokyo(2, 8, 0, 20)) == 20

    write(due_at=tokyo(1, 23, 0))
    assert oldest_due_seconds(tokyo(1, 23, 1)) == 60

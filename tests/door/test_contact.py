"""What a phone says of itself when it asks for the counts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tests.door.builders import parties

pytestmark = pytest.mark.django_db


def said(phone):
    phone.device.refresh_from_db()
    return (
        phone.device.battery,
        phone.device.queue_length,
        phone.device.list_at,
    )


def ask(phone, query=""):
    answer = phone.get(f"timeslots{query}")
    assert answer.status_code == 200
    return answer.json()


def seen(phone, **ago):
    """The phone was last heard of that long AGO."""
    phone.device.refresh_from_db()
    phone.device.last_seen_at = timezone.now() - timedelta(**ago)
    phone.device.save()


def test_battery_queue_and_list_are_kept(phone):
    made = "2026-02-15T12:41:00+09:00".replace("+", "%2B")

    body = ask(phone, f"?queue=3&battery=81&list={made}")

    assert said(phone) == (81, 3, parse_datetime("2026-02-15T12:41:00+09:00"))
    assert set(body) == {"event", "device", "server_time", "timeslots"}


def test_what_it_does_not_say_stays(phone):
    ask(phone, "?queue=3&battery=81")
    seen(phone, minutes=5)
    ask(phone)

    assert said(phone)[:2] == (81, 3)
    assert timezone.now() - phone.device.last_seen_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    "query",
    [
        "?battery=101&queue=-1&list=yesterday",
        "?battery=８１&queue=1e3&list=2026-02-15T12:41:00",
        "?battery=&queue=99999999&list=2026-99-99T00:00:00Z",
        "?battery=%00&queue=true&list=%F0%9F%95%8A",
    ],
)
def test_nonsense_counts_as_not_said(phone, query):
    ask(phone, query)

    assert said(phone) == (None, None, None)


def test_a_list_of_tomorrow_is_of_now(phone):
    ask(phone, "?list=2999-01-01T00:00:00Z")

    assert said(phone)[2] <= timezone.now()


def test_it_is_written_every_twenty_seconds_or_when_much_changed(phone):
    ask(phone, "?queue=0&battery=80")
    first = phone.device.__class__.objects.get().last_seen_at

    ask(phone, "?queue=0&battery=79")
    phone.device.refresh_from_db()
    assert (phone.device.last_seen_at, phone.device.battery) == (first, 80)

    ask(phone, "?queue=1&battery=79")
    assert said(phone)[:2] == (79, 1)
    ask(phone, "?queue=2&battery=74")
    assert said(phone)[:2] == (74, 2)
    ask(phone, "?queue=0&battery=74")
    assert said(phone)[:2] == (74, 0)
    seen(phone, seconds=21)
    ask(phone, "?queue=0&battery=73")
    assert said(phone)[:2] == (73, 0)


def test_asking_costs_five_statements(phone, slot):
    parties(slot, number=50)
    seen(phone, minutes=1)

    with CaptureQueriesContext(connection) as asked:
        ask(phone, "?queue=3&battery=81")

    assert len(asked) <= 5

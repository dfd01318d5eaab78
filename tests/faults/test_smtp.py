"""A mail server with moods; two workers go on, and nobody restarts them."""

import time

import pytest

from tests.faults.house import House
from tests.faults.size import size

EACH = size(short=30, whole=300)  # letters of each class
DOWN_S = size(short=2, whole=20)


def write(house: House) -> None:
    house.do("write", count=EACH, letter_class="A")
    house.do("write", count=EACH, letter_class="B")


@pytest.mark.parametrize(
    ("name", "temper"),
    [
        ("SMTP slow", {"seconds": 0.03}),
        ("20 % 451", {"later": 5}),
        ("cut at DATA", {"cut_before": 7}),
        ("cut within the letter", {"cut_within": 9}),
        ("250 lost", {"cut_after": 9}),
        ("no answer in time", {"hang": EACH}),
    ],
)
def test_a_mood_of_the_server_loses_nothing(busy, record, name, temper):
    busy.temper(**temper)
    write(busy)

    found = busy.until_settled()
    a, b = found.a, found.b
    record(name, a, b)

    with busy.telling():
        assert a.statuses == {"SENT": EACH}
        assert not a.lost
        assert not b.lost
        # A copy goes again for each answer that was lost, and for nothing else.
        assert a.doubles == a.unheard
        assert not a.changed
        assert b.doubles == 0
        unclear = b.unheard + b.cut
        assert b.statuses == ({"SENT": EACH - unclear} | uncertain(unclear))


def uncertain(number: int) -> dict[str, int]:
    return {"UNCERTAIN": number} if number else {}


def test_an_outage_loses_nothing_and_doubles_nothing(busy, record):
    write(busy)
    busy.until_arrived(EACH // 2)
    busy.temper(is_down=True)
    time.sleep(DOWN_S)
    busy.temper()

    found = busy.until_settled()
    record(f"SMTP down for {DOWN_S} s", found.a, found.b)

    with busy.telling():
        assert found.a.statuses == {"SENT": EACH}
        assert not found.a.lost + found.b.lost
        assert found.a.doubles == found.a.unheard
        assert found.b.doubles == 0
        # A line that broke in the middle of a letter is unclear, once a worker.
        assert found.b.statuses["UNCERTAIN"] <= 2


def test_a_refused_address_goes_on_by_phone_and_stops_nobody(busy, record):
    busy.temper(unknown=10)
    busy.do("write", count=EACH, letter_class="A", phone="0425762111")
    busy.do("write", count=EACH, letter_class="B")

    found = busy.until_settled()
    record("550 to each tenth", found.a, found.b)

    refused = 2 * EACH // 10
    by_phone = found.a.statuses["HANDED_TO_PHONE"]
    assert by_phone + found.b.statuses["FAILED"] == refused
    assert found.a.statuses["SENT"] + found.b.statuses["SENT"] == 2 * EACH - refused
    assert not found.a.lost + found.b.lost
    assert found.a.doubles == found.b.doubles == 0
    assert busy.do("facts")["letters"] == 2 * EACH + by_phone

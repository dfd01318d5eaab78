"""All of it on one day: workers killed, servers gone, a mail server in a bad mood."""

import time

from tests.faults.conftest import on_postgres
from tests.faults.size import only_whole

pytestmark = [on_postgres, only_whole]

EACH = 750  # letters of each class
KILLS = 15
CRASHES = 2  # of PostgreSQL
WORKERS = 2


def test_a_bad_day(house, postgres, record):
    bad = {"seconds": 0.01, "later": 5, "cut_after": 50}
    house.temper(**bad)
    house.do("write", count=EACH, letter_class="A")
    house.do("write", count=EACH, letter_class="B")
    workers = [house.drain() for _ in range(WORKERS)]
    for number in range(1, KILLS + 1):
        house.until_arrived(number * 2 * EACH // (KILLS + 2), seconds=120)
        house.working.kill(workers.pop(0))
        if number in (5, 10):
            postgres.crash()
            time.sleep(2)
            postgres.start()
        if number == 8:
            house.temper(is_down=True)
            time.sleep(4)
            house.temper(**bad)
        workers.append(house.drain())

    found = house.until_settled(seconds=300)
    record(
        f"{KILLS} kills, PostgreSQL crashed {CRASHES}×, SMTP down 4 s, 20 % 451,"
        " 2 % of the 250s lost",
        found.a,
        found.b,
    )

    # A line that is cut off by the outage is unclear, as is one that died.
    broken = KILLS + (CRASHES + 1) * WORKERS
    with house.telling():
        assert found.a.statuses == {"SENT": EACH}
        assert not found.a.lost + found.b.lost
        assert found.b.doubles == 0
        assert found.a.doubles <= found.a.unheard + broken
        assert found.b.statuses["UNCERTAIN"] <= found.b.unheard + broken
        assert set(found.b.statuses) <= {"SENT", "UNCERTAIN"}
        assert found.strangers == 0

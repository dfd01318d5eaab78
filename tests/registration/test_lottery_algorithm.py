"""The draw itself: written twice, fair, whole parties, tiers first, never too many."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from events.registration.draw import (
    Entry,
    canonical,
    draw,
    draw_timeslot,
    fingerprint,
)
from tests.registration.second_draw import find_chair, hmac_sha256, second_draw

ROOT = Path(__file__).resolve().parents[2]
INSTANCES = 1000


def _places(random: Random, letters: str) -> str:
    """Everybody may take a general seat, and some a special one or two."""
    special = random.sample(letters, min(random.randint(0, 2), len(letters)))
    return "".join(sorted({"A", *special}))


def instance(number: int) -> tuple[dict, str, str]:
    """A list, a seed and a public value, the same for the same NUMBER."""
    random = Random(number)
    letters = random.choice(["A", "A", "A", "AB", "ABD", "ABCE"])
    slots = random.sample(range(1, 99), random.choice([1, 1, 2]))
    tiers = random.choice([[], ["FIRST_TIMERS"], ["RESIDENTS", "FIRST_TIMERS"]])
    entries = []
    for slot in sorted(slots):
        for each in range(1, random.randint(0, 25) + 1):
            places = [
                _places(random, letters)
                for _ in range(random.choice([1, 1, 2, 2, 3, 4, 6]))
            ]
            entries.append(
                {
                    "timeslot": slot,
                    "number": each,
                    "people": len(places),
                    "tier": random.randint(0, len(tiers)),
                    "places": places,
                }
            )
    frozen = {
        "event": "talk",
        "tiers": tiers,
        "seats": {
            str(slot): {letter: random.randint(0, 9) for letter in letters}
            for slot in slots
        },
        "entries": entries,
    }
    return frozen, f"{random.getrandbits(256):064x}", str(random.randint(0, 99999))


def test_two_implementations_agree_on_a_thousand_instances():
    passed_over = special = 0
    for number in range(INSTANCES):
        frozen, seed, public_value = instance(number)

        mine = draw(frozen=frozen, seed=seed, public_value=public_value)

        assert mine == second_draw(canonical(frozen), seed, public_value), number
        for each in mine.values():
            passed_over += each["won"] != each["ranking"][: len(each["won"])]
        special += any(len(seats) > 1 for seats in frozen["seats"].values())
    # The instances are hard enough to differ: parties are passed, seats are special.
    assert passed_over > INSTANCES // 4
    assert special > INSTANCES // 4


def test_nobody_is_seated_beyond_the_seats_and_nobody_who_still_fits_is_left_out():
    for number in range(200):
        frozen, seed, public_value = instance(number)
        places = {
            (str(row["timeslot"]), row["number"]): row["places"]
            for row in frozen["entries"]
        }
        result = draw(frozen=frozen, seed=seed, public_value=public_value)
        for slot, outcome in result.items():
            chairs = [
                [letter, None]
                for letter, count in frozen["seats"][slot].items()
                for _ in range(count)
            ]
            for winner in outcome["won"]:
                for may in places[slot, winner]:
                    assert find_chair(chairs, may, set())
            for loser in set(outcome["ranking"]) - set(outcome["won"]):
                spare = [list(chair) for chair in chairs]
                fits = [find_chair(spare, may, set()) for may in places[slot, loser]]
                assert not all(fits)


def entries(*sizes: int, tiers: dict[int, int] | None = None) -> list[Entry]:
    return [
        Entry(number, (tiers or {}).get(number, 0), (frozenset("A"),) * size)
        for number, size in enumerate(sizes, start=1)
    ]


def lots(of: list[Entry], seats: int, seed: int):
    return draw_timeslot(
        seed=fingerprint(str(seed)),
        public_value="4821",
        timeslot=12,
        seats={"A": seats},
        entries=of,
    )


def test_equal_parties_win_about_equally_often():
    """Chi-square with 19 degrees of freedom: 43.8 is passed once in a thousand."""
    parties, seats, draws = entries(*[1] * 20), 5, 2000
    wins = Counter(
        number for seed in range(draws) for number in lots(parties, seats, seed).won
    )

    expected = draws * seats / len(parties)
    # Draws without replacement vary less: the sum is scaled by (n-1)/(n-k).
    spread = sum((wins[each.number] - expected) ** 2 for each in parties) / expected
    assert sum(wins.values()) == draws * seats
    assert spread * 19 / 15 < 43.8
    assert spread > 3  # and not suspiciously even


def test_the_size_of_a_party_does_not_move_its_rank():
    parties, draws = entries(1, 6, 1, 6, 1, 6), 1200
    first = Counter(lots(parties, 6, seed).ranking[0] for seed in range(draws))

    expected = draws / 6
    spread = sum((first[number] - expected) ** 2 for number in range(1, 7)) / expected
    assert spread < 20.5  # chi-square, 5 degrees of freedom, one in a thousand


def test_a_number_given_early_is_no_better_than_one_given_late():
    parties = entries(*[1] * 40)
    ranks = [lots(parties, 10, seed).ranking for seed in range(500)]
    early = sum(ranking.index(1) for ranking in ranks) / len(ranks)
    late = sum(ranking.index(40) for ranking in ranks) / len(ranks)

    assert early == pytest.approx(19.5, abs=2)
    assert late == pytest.approx(19.5, abs=2)


def test_an_earlier_tier_always_goes_first():
    parties = entries(*[1] * 10, tiers=dict.fromkeys(range(1, 6), 1))
    for seed in range(50):
        outcome = lots(parties, 7, seed)
        assert set(outcome.ranking[:5]) == {6, 7, 8, 9, 10}
        assert {6, 7, 8, 9, 10} < set(outcome.won)


def test_a_party_that_does_not_fit_is_passed_and_a_smaller_one_behind_it_seated():
    for seed in range(200):
        outcome = lots(entries(2, 3, 1), 3, seed)
        if outcome.ranking == [1, 2, 3]:
            assert outcome.won == [1, 3]
            return
    raise AssertionError("no seed put them in this order")


def test_whoever_can_sit_only_in_one_place_does_not_lose_it_to_somebody_with_a_choice():
    general, both = frozenset("A"), frozenset("AC")
    chooser, bound = Entry(1, 0, (both,)), Entry(2, 1, (general,))

    outcome = draw_timeslot(
        seed="0" * 64,
        public_value="1",
        timeslot=1,
        seats={"A": 1, "C": 1},
        entries=[bound, chooser],
    )

    assert outcome.won == [1, 2]


def test_what_the_public_value_is_decides_the_order():
    parties = entries(*[1] * 30)
    orders = {
        tuple(
            draw_timeslot(
                seed="a" * 64,
                public_value=value,
                timeslot=1,
                seats={"A": 5},
                entries=parties,
            ).ranking
        )
        for value in ["4821", "4822", "04821"]
    }

    assert len(orders) == 3


def test_the_worked_example_of_the_documentation_comes_out():
    page = (ROOT / "docs" / "lottery.md").read_text("utf-8")
    text = next(line for line in page.splitlines() if line.startswith('{"entries"'))
    cells = dict(re.findall(r"^\| (.+?) \| `(.+)` \|$", page, re.MULTILINE))
    seed, value = "0f" * 32, "4821"

    result = draw(frozen=json.loads(text), seed=seed, public_value=value)

    assert canonical(json.loads(text)) == text
    assert cells["`seed_hash`"] == hashlib.sha256(seed.encode()).hexdigest()
    assert cells["`list_hash`"] == fingerprint(text)
    assert cells["`result`"] == canonical(result)
    assert cells["`result_hash`"] == fingerprint(canonical(result))
    assert second_draw(text, seed, value) == result
    lots = {
        number: hmac_sha256((seed + value).encode(), f"12|{number}|{people}".encode())
        for number, people in [(1, 2), (2, 2), (3, 1)]
    }
    assert {n: cells[f"lot of number {n}"] for n in (1, 2, 3)} == lots


def test_the_short_program_of_the_documentation_says_true(tmp_path, capsys):
    page = (ROOT / "docs" / "lottery.md").read_text("utf-8")
    (program,) = re.findall(r"```python\n(.+?)```", page, re.DOTALL)
    frozen = {
        "event": "talk-1",
        "tiers": [],
        "seats": {"7": {"A": 5}},
        "entries": [
            {
                "timeslot": 7,
                "number": number,
                "people": 1 + number % 3,
                "tier": 0,
                "places": ["A"] * (1 + number % 3),
            }
            for number in range(1, 12)
        ],
    }
    text, seed = canonical(frozen), "0f" * 32
    one = {
        "list": text,
        "list_hash": fingerprint(text),
        "seed": seed,
        "seed_hash": fingerprint(seed),
        "public_value": "4821",
        "result": draw(frozen=frozen, seed=seed, public_value="4821"),
    }
    path = tmp_path / "lottery-talk-1.json"
    path.write_text(json.dumps({"draws": [one]}))

    exec(program.replace('open("lottery-talk-1.json")', f"open({str(path)!r})"), {})  # noqa: S102

    assert capsys.readouterr().out == "True\n"

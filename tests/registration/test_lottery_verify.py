"""`lottery_verify` says OK to what was published, and names every lie."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from events.registration.draw import canonical, fingerprint
from events.registration.exports.lottery import lottery_proof
from events.registration.models import Lottery
from events.registration.proof import differences
from tests.registration.drawing import (
    draw,
    enter,
    freeze,
    lottery_event,
    repeat,
    seal,
)


def proof_of(event) -> dict:
    draws = Lottery.objects.for_event(event).order_by("attempt")
    return json.loads(lottery_proof(event, list(draws)))


@pytest.fixture
def proof(db) -> dict:
    """Of two draws with two timeslots."""
    event = lottery_event(slots=2, seats=4)
    seal(event, tiers=["FIRST_TIMERS"])
    for number in range(6):
        visit = "FIRST" if number % 2 else "AGAIN"
        enter(event, "国立 花子", "国立 太郎", persons={"visit": visit})
    draw(event)
    repeat(event)
    return proof_of(event)


def verify(proof: object, tmp_path) -> str:
    path, out = tmp_path / "proof.json", StringIO()
    path.write_text(json.dumps(proof), "utf-8")
    call_command("lottery_verify", str(path), stdout=out)
    return out.getvalue().strip()


def test_a_published_draw_and_its_repeat_agree(proof, tmp_path):
    assert verify(proof, tmp_path) == "OK: 2 of 2 draws agree."


def test_the_proof_names_nobody(proof):
    text = json.dumps(proof, ensure_ascii=False)

    for person in ["国立 花子", "国立 太郎", "person", "user:1", "090"]:
        assert person not in text


def test_before_the_draw_it_says_what_there_is(db, tmp_path):
    event = lottery_event()
    seal(event)
    said = [verify(proof_of(event), tmp_path)]
    enter(event)
    freeze(event)
    said.append(verify(proof_of(event), tmp_path))

    assert said == ["OK so far: sealed, not drawn yet."] * 2


def test_every_lie_is_found(proof, tmp_path):
    first = proof["draws"][0]
    slot = next(iter(first["result"]))
    won = first["result"][slot]["won"]
    loser = next(n for n in first["result"][slot]["ranking"] if n not in won)

    def other_list(one: dict) -> None:
        frozen = json.loads(one["list"])
        frozen["entries"][0]["tier"] = 1 - frozen["entries"][0]["tier"]
        one["list"] = canonical(frozen)

    def other_result(one: dict) -> None:
        one["result"][slot]["won"] = [loser, *won[1:]]
        one["result_hash"] = fingerprint(canonical(one["result"]))

    def other_order(one: dict) -> None:
        one["result"][slot]["ranking"].reverse()

    def no_reason(one: dict) -> None:
        one["attempt"] = 2

    lies = {
        "the seed is not the one": lambda one: one.update(seed="ab" * 32),
        "the list does not have the fingerprint": other_list,
        f"number {loser} did not win, but is listed": other_result,
        "rank 1 is number": other_order,
        "the result does not have the fingerprint": lambda one: one.update(
            result_hash="0" * 64
        ),
        "it calls itself draw 2": no_reason,
        "there is no public value": lambda one: one.update(public_value=""),
        "the list names other tiers": lambda one: one.update(tiers=[]),
        "the list is not written in its one form": lambda one: one.update(
            list=one["list"] + " "
        ),
        "but no fingerprint of the result": lambda one: one.update(result_hash=""),
    }
    for sentence, lie in lies.items():
        told = json.loads(json.dumps(proof))
        lie(told["draws"][0])
        found = differences(told)
        assert any(sentence in each for each in found), (sentence, found)
        with pytest.raises(CommandError):
            verify(told, tmp_path)


def test_a_second_draw_without_a_reason_is_named(proof):
    proof["draws"][1]["reason"] = ""

    assert differences(proof) == ["draw 2: a second draw without a reason"]


def test_a_party_listed_twice_or_without_people_is_named(proof):
    one = proof["draws"][0]
    frozen = json.loads(one["list"])
    frozen["entries"].append(frozen["entries"][-1] | {"people": 9})
    one["list"] = canonical(frozen)
    one["list_hash"] = fingerprint(one["list"])

    found = differences(proof)

    assert any("twice" in each for each in found)
    assert any("people and places differ" in each for each in found)


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"version": 1}', '{"version": 9, "draws": []}', "null"]
)
def test_what_is_no_proof_is_refused_kindly(text, tmp_path):
    path = tmp_path / "other.json"
    path.write_text(text)

    with pytest.raises(CommandError):
        call_command("lottery_verify", str(path), stdout=StringIO())


def test_a_file_that_is_not_there_is_refused_kindly(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("lottery_verify", str(tmp_path / "nothing.json"))

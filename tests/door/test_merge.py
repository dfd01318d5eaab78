"""The same claims in any order: the same admissions, the same doubles."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from events.door.merge import UNDO_FOR, Claim, Place, TakenBack, merge

NOON = datetime(2026, 2, 15, 3, 0, tzinfo=UTC)
PLACES = [Place(1, number) for number in (1, 2, 3)] + [Place(2, 1)]

claims = st.builds(
    Claim,
    scan_id=st.uuids(version=4),
    at=st.integers(0, 5).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    places=st.frozensets(st.sampled_from(PLACES), min_size=1),
    device_id=st.sampled_from([uuid.UUID(int=1), uuid.UUID(int=2)]),
    is_whole=st.booleans(),
    is_paper=st.booleans(),
)


def claim(minutes: int, *numbers: int, **fields) -> Claim:
    return Claim(
        **{
            "scan_id": uuid.uuid4(),
            "at": NOON + timedelta(minutes=minutes),
            "places": frozenset(Place(1, number) for number in numbers),
            "device_id": uuid.UUID(int=1),
        }
        | fields
    )


def taken_back(of: Claim, *, after: timedelta, **fields) -> TakenBack:
    return TakenBack(
        **{"of": of.scan_id, "at": of.at + after, "device_id": of.device_id} | fields
    )


@given(
    st.lists(claims, max_size=8).flatmap(
        lambda all: st.tuples(*[st.just(all)] * 2, st.permutations(all))
    )
)
def test_order_and_repeats_change_nothing(sent):
    all_of_them, again, shuffled = sent

    assert merge(shuffled + again) == merge(all_of_them)


@given(st.lists(claims, max_size=8))
def test_each_place_goes_to_the_earliest_of_its_claims(all_of_them):
    merged = merge(all_of_them)

    for place, first in merged.first.items():
        rivals = [each for each in all_of_them if place in each.places]
        assert first.turn == min(each.turn for each in rivals)
    assert {place for each in all_of_them for place in each.places} == set(merged.first)


@given(st.lists(claims, max_size=8))
def test_nobody_is_a_double_without_somebody_before_them(all_of_them):
    for scan_id in merge(all_of_them).doubles:
        (late,) = {each for each in all_of_them if each.scan_id == scan_id}
        assert any(
            each.places & late.places and each.turn < late.turn for each in all_of_them
        )


def test_the_same_ticket_at_two_doors_is_a_double():
    first, second = claim(0, 1, 2), claim(1, 1, 2)

    merged = merge([second, first])

    assert set(merged.first.values()) == {first}
    assert merged.doubles == {second.scan_id}


def test_a_family_in_two_halves_is_none():
    assert merge([claim(0, 1, 2), claim(1, 3)]).doubles == frozenset()
    assert merge([claim(0, 1, 2), claim(1, 2, 3)]).doubles != frozenset()


def test_all_of_them_means_whoever_was_not_in_yet():
    half, rest = claim(0, 1), claim(1, 1, 2, 3, is_whole=True)
    again = claim(2, 1, 2, 3, is_whole=True)

    assert merge([half, rest]).doubles == frozenset()
    assert merge([half, rest, again]).doubles == {again.scan_id}


def test_at_the_same_moment_the_id_decides():
    one = claim(0, 1, scan_id=uuid.UUID(int=1))
    other = claim(0, 1, scan_id=uuid.UUID(int=2))

    assert merge([other, one]).doubles == {other.scan_id}


def test_an_undo_in_time_and_on_the_same_device_counts():
    first, second = claim(0, 1), claim(5, 1, device_id=uuid.UUID(int=2))

    def after(undo: TakenBack) -> frozenset:
        return merge([first, second], [undo]).doubles

    assert after(taken_back(first, after=UNDO_FOR)) == frozenset()
    late = taken_back(first, after=UNDO_FOR + timedelta(seconds=1))
    foreign = taken_back(first, after=timedelta(0), device_id=uuid.UUID(int=2))
    assert after(late) == after(foreign) == {second.scan_id}
    supervisor = taken_back(
        first, after=timedelta(hours=2), device_id=None, has_reason=True
    )
    assert after(supervisor) == frozenset()


def test_paper_gives_way_to_a_phone_however_late_and_opens_no_card():
    ticked = claim(0, 1, 2, device_id=None, is_paper=True)
    scanned = claim(20, 1)

    merged = merge([ticked, scanned])

    assert merged.first == {Place(1, 1): scanned, Place(1, 2): ticked}
    assert not merged.doubles


def test_two_phones_are_a_double_whatever_the_paper_says():
    ticked = claim(0, 1, device_id=None, is_paper=True)
    first, second = claim(5, 1), claim(6, 1)

    assert merge([second, ticked, first]).doubles == {second.scan_id}

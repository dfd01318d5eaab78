"""Every step from every status by either side: allowed as the table says, or not."""

from itertools import product

import pytest

from network.youth.choices import OVER, NominationStatus, Side, Step
from network.youth.workflow import ReasonMissing, WrongStep, steps_from, target_of

S = NominationStatus
# side, step → where it may begin, and where it leads.
ALLOWED = {
    (Side.CITY, Step.SUBMIT): ({S.DRAFT}, S.SUBMITTED),
    (Side.CITY, Step.RESUBMIT): ({S.SENT_BACK}, S.RESUBMITTED),
    (Side.CITY, Step.WITHDRAW): (
        {S.DRAFT, S.SUBMITTED, S.SENT_BACK, S.RESUBMITTED, S.ACCEPTED, S.REOPENED},
        S.WITHDRAWN,
    ),
    (Side.CITY, Step.REOPEN): ({S.ACCEPTED}, S.REOPENED),
    (Side.SECRETARIAT, Step.SEND_BACK): (
        {S.SUBMITTED, S.RESUBMITTED, S.REOPENED},
        S.SENT_BACK,
    ),
    (Side.SECRETARIAT, Step.ACCEPT): (
        {S.SUBMITTED, S.RESUBMITTED, S.REOPENED},
        S.ACCEPTED,
    ),
    (Side.SECRETARIAT, Step.DECLINE): (
        {S.SUBMITTED, S.RESUBMITTED, S.REOPENED},
        S.DECLINED,
    ),
}


@pytest.mark.parametrize(("status", "step", "side"), list(product(S, Step, Side)))
def test_each_step_is_allowed_or_refused_as_the_table_says(status, step, side):
    sources, target = ALLOWED.get((side, step), (set(), None))
    if status in sources:
        assert target_of(step, status=status, side=side, reason="理由") == target
        assert step in steps_from(status, side=side)
    else:
        with pytest.raises(WrongStep):
            target_of(step, status=status, side=side, reason="理由")
        assert step not in steps_from(status, side=side)


@pytest.mark.parametrize(
    ("step", "status", "side"),
    [
        (Step.SEND_BACK, S.SUBMITTED, Side.SECRETARIAT),
        (Step.DECLINE, S.SUBMITTED, Side.SECRETARIAT),
        (Step.WITHDRAW, S.ACCEPTED, Side.CITY),
    ],
)
def test_who_stands_in_the_way_says_why(step, status, side):
    with pytest.raises(ReasonMissing):
        target_of(step, status=status, side=side, reason="  ")


@pytest.mark.parametrize("status", OVER)
def test_nothing_leads_out_of_what_is_over(status):
    assert steps_from(status, side=Side.CITY) == []
    assert steps_from(status, side=Side.SECRETARIAT) == []

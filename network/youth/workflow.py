"""Which step leads from where to where, and whose it is. Pure; the only such table."""

from dataclasses import dataclass

from network.youth.choices import IN_REVIEW, OVER, NominationStatus, Side, Step

_ALIVE = frozenset(NominationStatus) - frozenset(OVER)


@dataclass(frozen=True)
class Rule:
    """A step may be taken by `side` from any of `sources`, and leads to `target`."""

    side: Side
    sources: frozenset[NominationStatus]
    target: NominationStatus
    needs_reason: bool = False


RULES: dict[Step, Rule] = {
    Step.SUBMIT: Rule(
        Side.CITY, frozenset({NominationStatus.DRAFT}), NominationStatus.SUBMITTED
    ),
    Step.SEND_BACK: Rule(
        Side.SECRETARIAT,
        frozenset(IN_REVIEW),
        NominationStatus.SENT_BACK,
        needs_reason=True,
    ),
    Step.RESUBMIT: Rule(
        Side.CITY,
        frozenset({NominationStatus.SENT_BACK}),
        NominationStatus.RESUBMITTED,
    ),
    Step.ACCEPT: Rule(
        Side.SECRETARIAT, frozenset(IN_REVIEW), NominationStatus.ACCEPTED
    ),
    Step.DECLINE: Rule(
        Side.SECRETARIAT,
        frozenset(IN_REVIEW),
        NominationStatus.DECLINED,
        needs_reason=True,
    ),
    Step.WITHDRAW: Rule(
        Side.CITY, _ALIVE, NominationStatus.WITHDRAWN, needs_reason=True
    ),
    Step.REOPEN: Rule(
        Side.CITY,
        frozenset({NominationStatus.ACCEPTED}),
        NominationStatus.REOPENED,
    ),
}


class WrongStep(Exception):
    """The nomination is not where this step begins, or it is the other side's step."""

    def __init__(self, step: Step, status: str) -> None:
        super().__init__(step, status)
        self.step = step
        self.status = status


class ReasonMissing(Exception):
    """Who sends back, declines or withdraws says why."""


def target_of(
    step: Step, *, status: str, side: Side, reason: str = ""
) -> NominationStatus:
    """Where STEP leads from STATUS. Raises WrongStep, ReasonMissing."""
    rule = RULES.get(step)
    if rule is None or rule.side != side or status not in rule.sources:
        raise WrongStep(step, status)
    if rule.needs_reason and not reason.strip():
        raise ReasonMissing
    return rule.target


def steps_from(status: str, *, side: Side) -> list[Step]:
    """What SIDE can do with a nomination that is at STATUS."""
    return [
        step
        for step, rule in RULES.items()
        if rule.side == side and status in rule.sources
    ]

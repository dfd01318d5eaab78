"""The proof of a lottery: everything that is needed to draw again, as JSON."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from events.programme.models import Event
from events.registration.models import Lottery
from events.registration.proof import VERSION
from events.registration.reports_lottery import result_of
from peace.language.dates import jst


def lottery_proof(event: Event, draws: Sequence[Lottery]) -> str:
    """The JSON file of DRAWS, ordered by attempt; numbers, no persons."""
    proof = {
        "version": VERSION,
        "event": event.slug,
        "draws": [_draw(each) for each in draws],
    }
    return json.dumps(proof, ensure_ascii=False, indent=1) + "\n"


def _draw(lottery: Lottery) -> dict[str, Any]:
    return {
        "attempt": lottery.attempt,
        "reason": lottery.reason,
        "sealed_at": _moment(lottery.committed_at),
        "seed_hash": lottery.seed_hash,
        "tiers": lottery.tiers,
        "public_value_name": dict(lottery.public_value_name),
        "public_value_on": lottery.public_value_on.isoformat(),
        "frozen_at": _moment(lottery.frozen_at),
        "list": lottery.list_text,
        "list_hash": lottery.list_hash,
        "drawn_at": _moment(lottery.drawn_at),
        "public_value": lottery.public_value,
        "seed": lottery.seed,
        "result": result_of(lottery),
        "result_hash": lottery.result_hash,
    }


def _moment(at: datetime | None) -> str:
    return jst(at).isoformat(timespec="seconds") if at else ""

"""The check-in as bare SQL: what the database alone can do."""

from datetime import datetime
from typing import Any

# One statement, durable: the seats of a ticket are admitted and the scan is written.
# {turn} yields id and code_hash; the view gives them, pgbench takes the next.
_POSTGRESQL = """
WITH turn AS MATERIALIZED ({turn}), admitted AS (
  UPDATE registration_seat seat SET admitted_at = now(), admitted_by = turn.id
  FROM registration_ticket ticket, turn
  WHERE ticket.token_hash = turn.code_hash AND ticket.revoked_at IS NULL
    AND seat.registration_id = ticket.registration_id
    AND seat.status = 'CONFIRMED' AND seat.admitted_at IS NULL
  RETURNING seat.id
)
INSERT INTO door_scan (id, device_id, actor, event_id, code_hash, body_hash, mode,
                       verdict, said, admitted, let_in, is_whole, reason, answer, at,
                       received_at)
SELECT turn.id, {device}, '', {event}, turn.code_hash, turn.code_hash, 'online',
       'admitted', '', (SELECT count(*) FROM admitted), '[]', false, '', '{{}}', now(),
       now()
FROM turn
"""
_OF_THE_VIEW = _POSTGRESQL.format(
    turn="SELECT %(id)s::uuid AS id, %(code_hash)s AS code_hash",
    device="%(device)s",
    event="%(event)s",
)
_NEXT = """
SELECT gen_random_uuid() AS id, code_hash FROM bench_turn
WHERE n = (SELECT nextval('bench_turn_next') % :turns)
"""
OF_PGBENCH = _POSTGRESQL.format(turn=_NEXT, device="':device'::uuid", event=":event")
# SQLite knows no UPDATE inside WITH: the admission without the scan.
_SQLITE = """
UPDATE registration_seat SET admitted_at = %(at)s, admitted_by = %(id)s
WHERE status = 'CONFIRMED' AND admitted_at IS NULL AND registration_id =
  (SELECT registration_id FROM registration_ticket WHERE token_hash = %(code_hash)s)
"""
ADMIT = {"postgresql": _OF_THE_VIEW, "sqlite": _SQLITE}


def admission(scan: dict[str, Any], *, code_hash: str, now: datetime) -> dict[str, Any]:
    """The values of ADMIT."""
    return {
        "id": scan["id"],
        "device": scan["device"],
        "event": scan["event"],
        "code_hash": code_hash,
        "at": now,
    }

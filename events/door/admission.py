"""Writes what was decided: the seats that are admitted, and the scans. All or nothing.

A seat is admitted once: only one that nobody has admitted is changed. Where one of
those decided on is no longer free, another device was faster, and nothing is written.
"""

import json
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from events.door.models import Scan
from events.registration.models import Seat
from peace.compiled import CompiledInsert

_INSERT_SCAN = CompiledInsert(Scan)
_ADMITTED_AT = Seat._meta.get_field("admitted_at")
_ADMITTED_BY = Seat._meta.get_field("admitted_by")

# The seats are locked in one order for all, so that two devices never wait for each
# other in a circle. Who waited sees a seat as the faster one left it, and passes over
# it: then fewer are free than were asked for, and neither half of the statement runs.
# An array finds them: of a join PostgreSQL would expect a hundred seats, and for one
# read a small table from end to end.
_AT_ONCE = """
WITH given AS (
  SELECT * FROM json_to_recordset(%s) AS seat(id bigint, at timestamptz, by uuid)
), free AS (
  SELECT id FROM registration_seat
  WHERE id = ANY (ARRAY(SELECT id FROM given))
    AND status = 'CONFIRMED' AND admitted_at IS NULL
  ORDER BY id FOR NO KEY UPDATE
), admitted AS (
  UPDATE registration_seat seat SET admitted_at = given.at, admitted_by = given.by
  FROM free JOIN given USING (id)
  WHERE seat.id = free.id AND (SELECT count(*) FROM free) = %s
)
{insert} WHERE (SELECT count(*) FROM free) = %s
"""
_ONE_BY_ONE = """
UPDATE registration_seat SET admitted_at = %s, admitted_by = %s
WHERE id = %s AND status = 'CONFIRMED' AND admitted_at IS NULL
"""


class Overtaken(Exception):
    """A seat that was free a moment ago has been admitted by another scan."""


class Admission(NamedTuple):
    """A seat that a scan lets in, each seat at most once in a batch."""

    id: int
    at: datetime
    by: UUID


def admit_and_record(admissions: Sequence[Admission], scans: Sequence[Scan]) -> None:
    """Admit the seats and insert SCANS, in one transaction.

    Locks the seats, in ascending order. Raises Overtaken, and IntegrityError when a
    scan's id is known; nothing is written then.
    """
    if not scans:
        return
    if connection.vendor == "postgresql":
        _at_once(admissions, scans)
    else:
        _one_by_one(admissions, scans)


def _at_once(admissions: Sequence[Admission], scans: Sequence[Scan]) -> None:
    """One statement, which is a transaction of its own: three ways to the server and
    back are saved. Within another transaction it needs a savepoint."""
    seats = json.dumps([each._asdict() for each in admissions], default=str)
    with (
        transaction.atomic() if connection.in_atomic_block else nullcontext(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            _AT_ONCE.format(insert=_INSERT_SCAN.from_json),
            [seats, len(admissions), _INSERT_SCAN.as_json(scans), len(admissions)],
        )
        if cursor.rowcount != len(scans):
            raise Overtaken


def _one_by_one(admissions: Sequence[Admission], scans: Sequence[Scan]) -> None:
    """SQLite: there is no way to go, and nobody else writes meanwhile."""
    this = connections[DEFAULT_DB_ALIAS]
    with transaction.atomic(), connection.cursor() as cursor:
        rows = [
            (
                _ADMITTED_AT.get_db_prep_save(each.at, this),
                _ADMITTED_BY.get_db_prep_save(each.by, this),
                each.id,
            )
            for each in admissions
        ]
        if rows:
            cursor.executemany(_ONE_BY_ONE, rows)
            if cursor.rowcount != len(rows):
                raise Overtaken
        _INSERT_SCAN.run(scans)

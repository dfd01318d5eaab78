"""Statements that the ORM writes once and that run again with other values.

At the door the ORM would spend twice as long on writing the same SQL for every scan
as the database on running it. What it wrote stays: names of columns, joins, and how a
value is read back on each database.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler


class CompiledSelect:
    """A `values_list` whose values to compare with are given when it runs.

    MAKE builds the QuerySet with any stand-in for each value, in the order in which
    `rows` takes them; it is asked once per process.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, tuple[Any, ...]]]) -> None:
        self._make = make

    @cached_property
    def _compiler(self) -> SQLCompiler:
        return self._make().query.get_compiler(using="default")

    @cached_property
    def _sql(self) -> str:
        return self._compiler.as_sql()[0]

    @cached_property
    def _converters(self) -> dict[int, Any]:
        columns, _klass, _notes = self._compiler.get_select()
        return self._compiler.get_converters([column for column, *_ in columns])

    def rows(self, *values: object) -> Iterable[list[Any]]:
        sql = self._sql
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            found = cursor.fetchall()
        return self._compiler.apply_converters(found, self._converters)


class CompiledInsert:
    """INSERT of rows of MODEL, every column named."""

    def __init__(self, model: type[Model]) -> None:
        self._fields = model._meta.concrete_fields
        self._table = model._meta.db_table

    def run(self, rows: Sequence[Model]) -> None:
        # Looked up once: `connection` finds its thread anew at every touch.
        this = connections[DEFAULT_DB_ALIAS]
        values = [
            [
                field.get_db_prep_save(getattr(row, field.attname), this)
                for field in self._fields
            ]
            for row in rows
        ]
        with this.cursor() as cursor:
            cursor.executemany(self._sql, values)

    @cached_property
    def _sql(self) -> str:
        marks = ", ".join(["%s"] * len(self._fields))
        return f"{self._into} VALUES ({marks})"

    @cached_property
    def from_json(self) -> str:
        """INSERT … SELECT for PostgreSQL; a WHERE may follow. Takes `as_json`."""
        names = ", ".join(self._names)
        types = (field.db_type(connection) for field in self._fields)
        typed = ", ".join(map(" ".join, zip(self._names, types, strict=True)))
        return (
            f"{self._into} SELECT {names} FROM json_to_recordset(%s) AS sent({typed})"  # noqa: S608 - names only
        )

    def as_json(self, rows: Iterable[Model]) -> str:
        """ROWS as the one value that `from_json` takes, of any number of them."""
        columns = [(field.column, field.attname) for field in self._fields]
        return json.dumps(
            [{name: row.__dict__[value] for name, value in columns} for row in rows],
            default=str,
        )

    @cached_property
    def _names(self) -> list[str]:
        return [connection.ops.quote_name(field.column) for field in self._fields]

    @cached_property
    def _into(self) -> str:
        table = connection.ops.quote_name(self._table)
        return f"INSERT INTO {table} ({', '.join(self._names)})"

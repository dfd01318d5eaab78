"""Statements that are written once and run again with other values.

For every scan and every letter the ORM would spend twice as long on writing the same
SQL as the database on running it. What it knows stays in use: names of columns, joins,
and how a value is stored and read back on each database.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Model, QuerySet
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


class CompiledUpdate:
    """UPDATE of rows of MODEL that are found by equal values."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._written: dict[tuple[tuple[str, ...], ...], str] = {}

    def run(self, changes: Mapping[str, Any], *, where: Mapping[str, Any]) -> int:
        """The number of changed rows. CHANGES and WHERE are by column, and plain
        values; a None in WHERE finds nothing."""
        names = (tuple(changes), tuple(where))
        if names not in self._written:
            self._written[names] = self._sql(*names)
        this = connections[DEFAULT_DB_ALIAS]
        values = [
            self._fields[name].get_db_prep_save(value, this)
            for name, value in (*changes.items(), *where.items())
        ]
        with this.cursor() as cursor:
            cursor.execute(self._written[names], values)
            return cursor.rowcount

    @cached_property
    def _fields(self) -> dict[str, Field]:
        return {field.column: field for field in self._model._meta.concrete_fields}

    def _sql(self, changes: tuple[str, ...], where: tuple[str, ...]) -> str:
        quote = connection.ops.quote_name
        table = quote(self._model._meta.db_table)
        changed = ", ".join(f"{quote(name)} = %s" for name in changes)
        found = " AND ".join(f"{quote(name)} = %s" for name in where)
        return f"UPDATE {table} SET {changed} WHERE {found}"  # noqa: S608 - names only


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

"""Statements that the ORM writes once and that run again with other values.

At the door the ORM would spend twice as long on writing the same SQL for every scan
as the database on running it. What it wrote stays: names of columns, joins, and how a
value is read back on each database.
"""

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

    def rows(self, *values: object) -> Iterable[tuple[Any, ...]]:
        sql = self._sql
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            found = cursor.fetchall()
        return self._compiler.results_iter([found])


class CompiledInsert:
    """INSERT of one row or many of MODEL, every column named."""

    def __init__(self, model: type[Model]) -> None:
        self._fields = model._meta.concrete_fields
        self._table = model._meta.db_table

    @cached_property
    def _into(self) -> str:
        quote = connection.ops.quote_name
        columns = ", ".join(quote(field.column) for field in self._fields)
        return f"{quote(self._table)} ({columns})"

    @cached_property
    def _sql(self) -> str:
        return f"INSERT INTO {self._into} VALUES ({places(self._fields)})"  # noqa: S608 - names only

    def run(self, *rows: Model) -> None:
        """One statement; many rows go by COPY where the database has it."""
        values = self._values(rows)
        with connection.cursor() as cursor:
            if len(rows) == 1:
                cursor.execute(self._sql, *values)
            elif connection.vendor == "postgresql":
                # Django names the errors of its own calls only, not those of COPY.
                with (
                    connection.wrap_database_errors,
                    cursor.copy(f"COPY {self._into} FROM STDIN") as copy,
                ):
                    for row in values:
                        copy.write_row(row)
            else:
                cursor.executemany(self._sql, values)

    def _values(self, rows: Iterable[Model]) -> list[list[Any]]:
        # Looked up once: `connection` finds its thread anew at every touch.
        this = connections[DEFAULT_DB_ALIAS]
        return [
            [
                field.get_db_prep_save(getattr(row, field.attname), this)
                for field in self._fields
            ]
            for row in rows
        ]


def places(values: Sequence[object]) -> str:
    """As many `%s` as there are VALUES, for an IN list."""
    return ", ".join(["%s"] * len(values))

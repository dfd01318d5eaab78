"""Statements that the ORM writes once and that run again with other values.

At the door the ORM would spend twice as long on writing the same SQL for every scan
as the database on running it. What it wrote stays: names of columns, joins, and how a
value is read back on each database.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db import connection
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
    """INSERT of one row of MODEL, every column named."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model

    @cached_property
    def _sql(self) -> str:
        quote = connection.ops.quote_name
        fields = self._model._meta.concrete_fields
        columns = ", ".join(quote(field.column) for field in fields)
        places = ", ".join("%s" for _ in fields)
        table = quote(self._model._meta.db_table)
        return f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - names only

    def run(self, row: Model) -> None:
        values = [
            field.get_db_prep_save(getattr(row, field.attname), connection)
            for field in self._model._meta.concrete_fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)


def places(values: Sequence[object]) -> str:
    """As many `%s` as there are VALUES, for an IN list."""
    return ", ".join(["%s"] * len(values))

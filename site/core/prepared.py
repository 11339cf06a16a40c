"""Questions to the database whose statement is made once: asked again, they differ in values alone.

Django puts a statement together anew each time it is asked, which takes several times as long as PostgreSQL
needs for the answer where many tables are joined.

    @prepared
    def _next_dates(event: int, now: datetime) -> QuerySet[Occurrence]:
        return Occurrence.objects.public().filter(event=event, ends_at__gt=now).order_by("starts_at")[:3]

    _next_dates(event=event.pk, now=now)  # a list

The function is called once, with values that stand for others, and hands them over: a moment may be moved by
always as much (`now - a week`), and what else is worked out from a value (the midnight after) has to be a
value of its own. Whatever makes another statement of other values is refused. It asks neither the clock nor
for the language.
"""

import re
from collections.abc import Callable, Hashable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import update_wrapper
from threading import Lock
from typing import Any, Generic, TypeVar
from uuid import UUID

from cachetools import LRUCache, cached
from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Lookup, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from psycopg.sql import Literal

from core.clock import local_day, midnight
from core.planned import planned

# Statements that are kept under a key, of some ten kilobytes each.
MOST = 1000
Row = TypeVar("Row")
Value = int | str | datetime | UUID | list[int]


@Field.register_lookup
class Among(Lookup):
    """`pk__among=[1, 2]`: as `in`, with one place in the statement however many they are."""

    lookup_name = "among"

    def get_prep_lookup(self) -> Any:
        return self.rhs

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, self.rhs)


class NotPreparableError(Exception):
    """The statement would be another one for other values."""


@dataclass(frozen=True)
class _Place:
    """Where the value called `name` goes: a moment so much later, another as what the driver is given."""

    name: str
    later: timedelta = timedelta()
    given_as: type | None = None

    def filled(self, values: dict[str, Value]) -> Value:
        value = values[self.name]
        if isinstance(value, datetime):
            return value + self.later
        return self.given_as(value) if self.given_as else value


class prepared(Generic[Row]):  # noqa: N801  a decorator
    """For a function that makes a queryset from values by name: calling it gives the rows."""

    def __init__(self, make: Callable[..., "QuerySet[Any, Row]"]) -> None:
        update_wrapper(self, make)
        self._make = make
        self._statement: _Statement[Row] | None = None

    def __call__(self, **values: Value) -> list[Row]:
        if self._statement is None:
            self._statement = _Statement(self._make, values)
        return self._statement.rows(values)


def attach(row: Model, name: str, found: list[Any]) -> None:
    """`row.name.all()` gives what was `found`, as if Django had fetched it beforehand."""
    rows = getattr(row, name).model._default_manager.none()
    rows._result_cache, rows._prefetch_done = found, True
    vars(row).setdefault("_prefetched_objects_cache", {})[name] = rows


def prepared_for(
    key: Hashable, make: Callable[[datetime], "QuerySet[Any, Row]"], *, now: datetime
) -> list[Row]:
    """The rows of `make(now)`, whose statement is kept under `key`.

    Two calls of one key differ in nothing but the moment, and in that within one day in Norway: the day
    belongs into the key. A key of None is one that nobody will ask for again.
    """
    if key is None:
        return list(make(now))
    try:
        statement = _statement_of(key, make, now)
    except EmptyResultSet:
        # Django knows that nothing can be found, and does not ask.
        return list(make(now))
    return statement.rows({"now": now})


@cached(LRUCache(MOST), key=lambda key, make, now: key, lock=Lock())
def _statement_of(
    key: Hashable, make: Callable[[datetime], "QuerySet[Any, Row]"], now: datetime
) -> "_Statement[Row]":
    began = midnight(local_day(now)).astimezone(UTC)
    moments = [began + timedelta(seconds=11_849, microseconds=123_457), began + timedelta(seconds=70_867)]
    return _Statement(lambda *, now: make(now), {"now": now}, moments)


class _Statement(Generic[Row]):
    def __init__(
        self,
        make: Callable[..., "QuerySet[Any, Row]"],
        values: dict[str, Value],
        moments: Iterable[datetime] | None = None,
    ) -> None:
        one, other = (_stand_ins(values, moment) for moment in moments or (FIRST, SECOND))
        self.queryset = make(**one)
        self.compiler = self.queryset.query.get_compiler(using=self.queryset.db)
        sql, params = self.compiler.as_sql()
        shown = [expression for expression, *_rest in self.compiler.select]
        self.converters = self.compiler.get_converters(shown)
        again = make(**other)
        other_sql, other_params = again.query.get_compiler(using=again.db).as_sql()
        if other_sql != sql or len(params) != len(other_params):
            raise NotPreparableError(make.__qualname__)
        placed = [_placed(*pair, one, other) for pair in zip(params, other_params, strict=True)]
        self.text = _with_values(sql, placed)
        self.places = [each for each in placed if isinstance(each, _Place)]

    def rows(self, values: dict[str, Value]) -> list[Row]:
        given = [place.filled(values) for place in self.places]
        rows = self.queryset.all()
        # A connection is its thread's own.
        compiler: Any = copy(self.compiler)
        compiler.query, compiler.connection = rows.query, connections[rows.db]
        compiler.execute_sql = lambda *args, **kwargs: iter([planned(self.text, given).rows])
        compiler.get_converters = lambda expressions: self.converters
        rows.query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]  # these rows'
        return list(rows)


def _with_values(sql: str, params: Iterable[object]) -> str:
    """`sql` with each of `params` in its place, but for those that are given later."""
    following = iter(params)

    def put(match: re.Match[str]) -> str:
        if match[0] == "%%" or isinstance(param := next(following), _Place):
            return match[0]
        connection.ensure_connection()
        return Literal(param).as_string(connection.connection).replace("%", "%%")

    return re.sub("%%|%s", put, sql)


# Two moments that have nothing in common, neither hour nor season; and what stands for other values by them.
FIRST = datetime(2900, 1, 3, 3, 17, 29, 123457, UTC)
SECOND = datetime(2911, 7, 19, 19, 41, 7, 765431, UTC)


def _stand_ins(values: dict[str, Value], moment: datetime) -> dict[str, Value]:
    """What no statement has in it by chance, for each value."""
    found: dict[str, Value] = {}
    for number, (name, value) in enumerate(values.items()):
        match value:
            case datetime():
                found[name] = moment + timedelta(seconds=number * moment.microsecond)
            case UUID():
                found[name] = UUID(int=moment.year + number)
            case list():
                found[name] = [1_900_000_000 + moment.year + number]
            case str():
                found[name] = f"stand-in {moment.year + number}"
            case _:
                found[name] = 1_900_000_000 + moment.year + number
    return found


def _placed(param: object, other: object, one: dict[str, Value], two: dict[str, Value]) -> object:
    """A parameter of both statements: where a value goes, or what is the same in each."""
    for name, stand_in in one.items():
        second = two[name]
        if isinstance(param, datetime) and isinstance(other, datetime) and isinstance(stand_in, datetime):
            later = param - stand_in
            if isinstance(second, datetime) and other - second == later:
                return _Place(name, later)
        elif isinstance(param, type(stand_in)) and (param, other) == (stand_in, second):
            # Numbers have a width there.
            return _Place(name, given_as=None if type(param) is type(stand_in) else type(param))
    if param != other:
        raise NotPreparableError(f"{param!r} is made from a value")
    return param

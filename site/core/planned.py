"""Statements that a connection to PostgreSQL plans once: that takes longer than to answer many of them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import InterfaceError, OperationalError, connection
from django.db.backends.postgresql.base import ServerBindingCursor


class Found(NamedTuple):
    columns: Sequence[str]
    rows: list[tuple[Any, ...]]


def planned(statement: str, values: Sequence[Any]) -> Found:
    """What `statement` finds, with `values` sent apart (`prepare_threshold` in the settings).

    It is not asked first whether the connection still holds: where it does not, another one is made.
    """
    try:
        return _asked(statement, values)
    except (InterfaceError, OperationalError):
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return _asked(statement, values)


def _asked(statement: str, values: Sequence[Any]) -> Found:
    """By a cursor as `connection.cursor()` makes it: errors, and that queries are counted, are Django's."""
    kind: Any = ServerBindingCursor
    connection.ensure_connection()
    with connection.wrap_database_errors:
        made = connection._prepare_cursor(kind(connection.connection))  # type: ignore[attr-defined]  # of each
    with made as cursor:
        cursor.execute(statement, values)
        if connection.queries_logged:
            # What has been planned is sent by its number, and would be written down without its words.
            operations: Any = connection.ops
            connection.queries_log[-1]["sql"] = operations.compose_sql(statement, values)
        return Found([column.name for column in cursor.description], cursor.fetchall())

"""Statements that a connection of PostgreSQL plans once: that takes longer than to answer many of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper


@contextmanager
def planned(statement: str, values: Sequence[Any]) -> Iterator[CursorWrapper]:
    """A cursor that has asked `statement`, with `values` sent apart (`prepare_threshold` in the settings).

    As `connection.cursor()` makes one: errors, the health of the connection and the test client's counting of
    queries are Django's.
    """
    kind: Any = ServerBindingCursor
    connection.ensure_connection()
    with connection.wrap_database_errors:
        made = connection._prepare_cursor(kind(connection.connection))  # type: ignore[attr-defined]
    with made as cursor:
        cursor.execute(statement, values)
        yield cursor

"""Many rows at once: COPY, and tables that are filled first and indexed afterwards."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg import sql


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """`rows` into the temporary `table`, whose columns are declared as "name type"."""
    names = [column.split(" ")[0] for column in columns]
    with connection.cursor() as cursor:
        # Names of our own: nobody else writes here.
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({', '.join(columns)}) ON COMMIT DROP")
        command = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
        )
        with cursor.copy(command) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"ANALYZE {table}")


@contextmanager
def bare(*tables: str) -> Iterator[None]:
    """`tables` without the indexes and foreign keys that can be made again; afterwards they are.

    Making an index of all rows is several times as fast as keeping it up to date with each; a foreign key
    is then checked of the whole table at once. What is unique is checked with each row. No trigger notes what
    is made: nobody has followed a country that was not there.
    """
    with connection.cursor() as cursor:
        # What waits to be checked keeps a table from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        again: list[str] = []
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            again.append(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(
                """SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname),
                    'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname) || ' '
                        || pg_get_constraintdef(oid)
                FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'
                UNION ALL
                SELECT 'DROP INDEX ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
                FROM pg_index WHERE indrelid = %s::regclass AND NOT indisunique
                    AND indexrelid NOT IN (SELECT conindid FROM pg_constraint)""",
                [table, table],
            )
            for drop, make in cursor.fetchall():
                cursor.execute(drop)
                again.append(make)
        yield
        for make in again:
            cursor.execute(make)

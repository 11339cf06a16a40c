"""Triggers of PostgreSQL that note each change of a public table, by whatever statement it is made."""

import hashlib
from collections.abc import Iterable

from django.db import connection, transaction

FUNCTION = "core_note_public_write"
TRIGGER = "core_public_write"
_NOTE = """
CREATE OR REPLACE FUNCTION core_note_public_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO core_publicwrite (made_at) VALUES (statement_timestamp());
    RETURN NULL;
END $$
"""


def install(tables: Iterable[str]) -> None:
    """Give exactly `tables` the trigger, as far as they are there. Where they have it, two questions."""
    wanted = sorted(set(tables) & set(connection.introspection.table_names()))
    digest = hashlib.sha256("\n".join([_NOTE, *wanted]).encode()).hexdigest()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regproc(%s))", [FUNCTION])
        if cursor.fetchone()[0] == digest:
            return
        cursor.execute(_NOTE)
        for table in with_trigger() - set(wanted):
            cursor.execute(f"DROP TRIGGER {TRIGGER} ON {connection.ops.quote_name(table)}")
        for table in wanted:
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {TRIGGER} AFTER INSERT OR UPDATE OR DELETE "
                f"ON {connection.ops.quote_name(table)} FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"
            )
        cursor.execute(f"COMMENT ON FUNCTION {FUNCTION}() IS '{digest}'")


def with_trigger() -> set[str]:
    """The tables whose changes are noted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname = %s",
            [TRIGGER],
        )
        return {name for (name,) in cursor.fetchall()}

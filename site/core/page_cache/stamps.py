"""What tells whether anything public has been changed: the rows that triggers leave (`triggers`).

A row is seen when the transaction that wrote it has been committed, and not before: so is what it tells of.
The rows that one sees, counted and added up, are the stamp. Their newest number alone would not do: what was
numbered first may be committed last.
"""

from datetime import datetime, timedelta

from django.db import connection

from core.models import PublicWrite

# No page is kept beyond its minute, so nobody compares with an older stamp.
KEPT = timedelta(minutes=5)


def current() -> str:
    """The stamp now. One statement, of a table that holds some minutes' changes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(sum(id), 0) FROM core_publicwrite")
        number, total = cursor.fetchone()
    return f"{number}-{total}"


def forget(*, now: datetime) -> int:
    """Forget what no kept page can be older than; how many rows."""
    return PublicWrite.objects.filter(made_at__lt=now - KEPT).delete()[0]

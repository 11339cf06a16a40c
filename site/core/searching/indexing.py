"""What a worker does: takes what is marked, reads its words, puts them into Wagtail's index.

The mark goes in the transaction that indexes, so nothing is lost with a worker; one indexes at a time, so
that what was read first is not written last.
"""

from collections.abc import Callable, Iterable
from itertools import islice

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from wagtail.search.backends import get_search_backend

from core.searching.kinds import Kind, Words, kinds
from core.searching.models import Findable, ToIndex, Word

logger = structlog.get_logger(__name__)

BATCH = 100
# Of words that are typed wrongly, shorter ones are not guessed at.
SHORTEST_GUESSED = 4
# A number of our own: whoever holds it indexes.
LOCK = 7_415_109


def index_due() -> int:
    """Index everything that is marked; how many rows. 0 also when another worker is at it."""
    done = 0
    while batch := _index_batch():
        done += batch
    return done


@transaction.atomic
def _index_batch() -> int:
    if not _is_ours():
        return 0
    marks = list(ToIndex.objects.order_by("pk").values_list("pk", "kind", "row")[:BATCH])
    for kind in kinds():
        rows = sorted({row for _pk, name, row in marks if name == kind.name})
        if rows:
            _index(kind, rows)
    ToIndex.objects.filter(pk__in=[pk for pk, _kind, _row in marks]).delete()
    return len(marks)


def _is_ours() -> bool:
    """Whether nobody else indexes; until the transaction ends, nobody else will."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _index(kind: Kind, rows: list[int]) -> None:
    try:
        with transaction.atomic():
            _put(kind.name, dict(kind.read(rows)), among=rows)
    except (InterfaceError, OperationalError):
        # The database itself is away: everything waits.
        raise
    except Exception:
        if len(rows) == 1:
            # A fault of ours, which the log tells: the others do not wait for it.
            logger.exception("not_indexed", kind=kind.name, row=rows[0])
            return
        for row in rows:
            _index(kind, [row])


def _put(kind: str, words: dict[int, Words], *, among: list[int]) -> None:
    """Index `words` by row; what is `among` the rows and has none cannot be found any longer."""
    Findable.objects.filter(kind=kind, row__in=set(among) - set(words)).delete()
    Findable.objects.bulk_create([Findable(kind=kind, row=row) for row in words], ignore_conflicts=True)
    found = list(Findable.objects.filter(kind=kind, row__in=words))
    for findable in found:
        findable.words = words[findable.row]
    if found:
        get_search_backend().add_bulk(Findable, found)
        _learn(word for each in words.values() for word in each.plain())


def _learn(words: Iterable[str]) -> None:
    new = sorted({word for word in words if len(word) >= SHORTEST_GUESSED and not word.isdigit()})
    Word.objects.bulk_create([Word(word=word) for word in new], ignore_conflicts=True)


def is_new() -> bool:
    """Whether nothing was ever indexed here."""
    return not Word.objects.exists()


@transaction.atomic
def rebuild(say: Callable[[int], None] = lambda number: None) -> int:
    """Index everything anew, and forget what is not there any longer; how many rows can be found.

    `say` is told after each batch how many there are so far.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = ToIndex.objects.order_by("-pk").values_list("pk", flat=True).first()
    Word.objects.all().delete()
    total = 0
    for kind in kinds():
        found: list[int] = []
        rows = iter(kind.read(None))
        while batch := dict(islice(rows, BATCH)):
            _put(kind.name, batch, among=list(batch))
            found += batch
            say(total + len(found))
        Findable.objects.filter(kind=kind.name).exclude(row__in=found).delete()
        total += len(found)
    Findable.objects.exclude(kind__in=[kind.name for kind in kinds()]).delete()
    if last:
        ToIndex.objects.filter(pk__lte=last).delete()
    return total

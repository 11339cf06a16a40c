"""How many rows several questions have, in one statement."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def numbers(questions: Mapping[str, QuerySet[Any]]) -> Counter[str]:
    """How many rows each of `questions` has, by its name. None for what was not asked. One query."""
    asked: dict[str, tuple[str, tuple[Any, ...]]] = {}
    for name, rows in questions.items():
        try:
            asked[name] = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
    if not asked:
        return Counter()
    # Django's own statements, with places for what they compare with.
    counts = [f"(SELECT count(*) FROM ({sql}) AS found)" for sql, _values in asked.values()]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(counts)}", [each for _sql, values in asked.values() for each in values]
        )
        found = cursor.fetchone()
    return Counter(dict(zip(asked, found, strict=True)))

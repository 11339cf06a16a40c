"""Indexes of the tables that grow: none that another makes needless, and none that hears of every change."""

import pytest
from django.db import connection
from django.utils import timezone

from events.models import EventText, LogEntry, Occurrence
from events.signups.models import Signup
from tests import factories

pytestmark = pytest.mark.django_db
GROWING = (Occurrence, EventText, LogEntry, Signup)


@pytest.mark.parametrize("model", GROWING)
def test_no_index_is_the_beginning_of_another(model):
    """Whole indexes that are not unique; a partial one is smaller than what it begins as."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT one.indexrelid::regclass::text, other.indexrelid::regclass::text
            FROM pg_index one JOIN pg_index other USING (indrelid)
            WHERE one.indrelid = %s::regclass AND one.indexrelid <> other.indexrelid
                AND NOT one.indisunique AND one.indpred IS NULL AND other.indpred IS NULL
                AND one.indexprs IS NULL AND other.indexprs IS NULL
                AND (other.indkey::text || ' ') LIKE (one.indkey::text || ' %%')""",
            [model._meta.db_table],
        )
        assert cursor.fetchall() == []


def test_a_date_that_is_confirmed_is_written_beside_where_it_was():
    """No index is written then (PostgreSQL's HOT): these are changed of many dates, and often."""
    date = factories.an_occurrence()
    now = timezone.now()
    for change in (
        {"asked_at": now},
        {"confirmed_at": now, "came_last": 12},
    ):
        before = _updates()
        Occurrence.objects.filter(pk=date.pk).update(**change)
        assert [after - was for after, was in zip(_updates(), before, strict=True)] == [1, 1], change
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = %s", [Occurrence._meta.db_table])
        assert cursor.fetchone()[0] == ["fillfactor=90"]


def _updates() -> list[int]:
    """How many rows of dates were updated in this transaction, and how many of them so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_xact_user_tables WHERE relname = %s",
            [Occurrence._meta.db_table],
        )
        return list(cursor.fetchone())

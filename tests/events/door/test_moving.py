"""Head counts moved into a room of their own: rows, table and content type came along, and can go back."""

import pytest
from django.core.management import call_command
from django.db import connection

from events.door.models import Headcount
from tests import factories


def in_the_database() -> tuple[list, list]:
    """The head counts, and the app that their content type names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, adults FROM signups_headcount")
        rows = cursor.fetchall()
        cursor.execute("SELECT app_label FROM django_content_type WHERE model = 'headcount'")
        return rows, [label for (label,) in cursor.fetchall()]


@pytest.mark.prove
@pytest.mark.whole
@pytest.mark.django_db(transaction=True)
def test_head_counts_keep_their_rows_table_and_content_type_there_and_back():
    count = factories.a_headcount(adults=7)
    try:
        call_command("migrate", "signups", "0002", verbosity=0)
        assert in_the_database() == ([(count.pk, 7)], ["signups"])
    finally:
        call_command("migrate", verbosity=0)
    assert in_the_database() == ([(count.pk, 7)], ["door"])
    assert Headcount.objects.get() == count

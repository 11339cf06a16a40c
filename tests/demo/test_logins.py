"""Where the demonstration is not loaded, its log-ins do not exist."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.django_db
def test_demo_log_ins_are_not_printed_where_there_are_none():
    out = StringIO()
    call_command("demo_logins", stdout=out)
    assert "@" not in out.getvalue()


@pytest.mark.django_db
def test_demo_asks_for_the_municipalities_first():
    with pytest.raises(CommandError, match="load_municipalities"):
        call_command("load_demo")

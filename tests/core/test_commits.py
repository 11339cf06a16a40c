"""What is done after a transaction: once, whatever fails beside it, and by one function alone."""

import re

import pytest
from django.db import transaction

from core.commits import after_commit
from tests.stack_plugin import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
ROOMS = ("site/core", "site/config", "organisations", "events", "newcomers", "home", "demo")


def test_same_call_is_made_once_after_the_commit():
    done: list[str] = []
    with transaction.atomic():
        for word in ("one", "two", "one"):
            after_commit(done.append, word)
        assert done == []
    assert done == ["one", "two"]
    after_commit(done.append, "three")
    assert done == ["one", "two", "three"]


def test_what_is_rolled_back_calls_nobody():
    done: list[str] = []

    @transaction.atomic
    def fail() -> None:
        after_commit(done.append, "never")
        raise ZeroDivisionError

    with transaction.atomic():
        with pytest.raises(ZeroDivisionError):
            fail()
        after_commit(done.append, "yes")
    assert done == ["yes"]


class Callable:
    """An object, as a partial is one, has no `__qualname__`."""

    def __call__(self, number: int) -> None:
        raise ZeroDivisionError(number)


def test_what_fails_is_told_in_the_log_and_nothing_else_suffers(caplog):
    done: list[str] = []
    with transaction.atomic():
        after_commit(Callable(), 1)
        after_commit(done.append, "after")
    assert done == ["after"]
    assert "ZeroDivisionError" in caplog.text


def test_nobody_goes_past_it():
    """Django calls what it was given with `robust=True` by a name that a partial does not have."""
    past = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"\bon_commit\(|\brun_on_commit\b", path.read_text(encoding="utf-8"))
    ]
    assert past == ["site/core/commits.py"]

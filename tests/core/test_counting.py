"""Several numbers in one statement."""

import pytest

from core.counting import numbers
from core.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def test_each_question_has_its_number(django_assert_num_queries):
    for name in ("Anne", "Anders", "100 % Per"):
        factories.a_user(name)
    everybody = User.objects.order_by("name")
    with django_assert_num_queries(1):
        found = numbers(
            {
                "a": everybody.filter(name__startswith="An"),
                "percent": everybody.filter(name__contains="%"),
                "no_one": everybody.filter(name="Kari"),
                "nothing": everybody.none(),
            }
        )
    assert found == {"a": 2, "percent": 1, "no_one": 0}
    assert (found["nothing"], found["not asked"]) == (0, 0)


def test_nothing_is_asked_of_the_database_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not numbers({"nobody": User.objects.none()})

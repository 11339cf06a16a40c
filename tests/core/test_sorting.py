"""Names in the order of the reader's alphabet: the same in Python and in the database."""

import pytest
from django.utils.translation import override

from core.sorting import alphabetical_key
from organisations.models import Municipality, Organisation
from tests import factories

NAMES = ["Zorba", "Ærfuglen", "Øksnes", "Ålborg", "Aasen", "Åsgård", "Áltá", "Ödegård", "bokkafé"]
NORWEGIAN = [
    "Áltá",
    "bokkafé",
    "Zorba",
    "Ærfuglen",
    "Ödegård",
    "Øksnes",
    "Ålborg",
    "Aasen",
    "Åsgård",
]
OTHERS = ["Aasen", "Ærfuglen", "Ålborg", "Áltá", "Åsgård", "bokkafé", "Ödegård", "Øksnes", "Zorba"]
ORDERS = [("nb", NORWEGIAN), ("nn", NORWEGIAN), ("en", OTHERS), ("uk", OTHERS), ("ar", OTHERS)]


@pytest.mark.parametrize(("language", "expected"), ORDERS)
def test_names_sort_by_the_readers_alphabet(language, expected):
    with override(language):
        assert sorted(NAMES, key=alphabetical_key) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "expected"), ORDERS)
def test_the_database_sorts_as_python_does(language, expected):
    for name in NAMES:
        factories.an_organisation(name)
    with override(language):
        assert [row.name for row in Organisation.objects.by_name()] == expected


@pytest.mark.django_db
def test_who_has_the_same_name_keeps_one_order(heroy):
    """Pages of a list must not show a row twice."""
    other = factories.a_municipality("1515")
    assert {heroy.name, other.name} == {"Herøy"}
    assert list(Municipality.objects.by_name()) == sorted([heroy, other], key=lambda row: row.pk)

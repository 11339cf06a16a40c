"""Names in the order of the reader's alphabet: the same in Python and in the database."""

import pytest
from django.db import connection
from django.utils.translation import override

from core.sorting import NORWEGIAN as NORWEGIAN_LANGUAGES
from core.sorting import alphabetical_key
from organisations.models import Municipality, Organisation, Venue
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


@pytest.mark.django_db
@pytest.mark.parametrize("language", [language for language, _names in ORDERS])
@pytest.mark.parametrize("model", [Organisation, Venue])
def test_order_of_names_is_that_of_an_index(model, language):
    """The first page of a long list is read without the rest: PostgreSQL takes what says just the same."""
    with override(language), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = model.objects.by_name()[:25].explain()
    index = "nb" if language in NORWEGIAN_LANGUAGES else "en"
    assert f"{model._meta.model_name}_by_name_{index}" in plan


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Organisation, Venue])
def test_part_of_a_name_is_found_by_an_index(model):
    with override("nb"), connection.cursor() as cursor:
        # Of a table with hardly a row the order alone would do.
        for way in ("seqscan", "indexscan", "indexonlyscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        plan = model.objects.called("kor").explain()
    assert f"{model._meta.model_name}_called" in plan

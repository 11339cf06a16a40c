"""Rows that lists are made of."""

import pytest
from django.utils.translation import override

from events.choices import Category
from events.models import Event, Occurrence
from tests import factories


@pytest.mark.django_db
def test_choice_is_named_in_the_language_of_the_reader(heroy):
    date = Occurrence.objects.get(pk=factories.an_occurrence().pk)
    for language in ("nb", "ar", "en"):
        with override(language):
            assert date.get_category_display() == str(Category(date.category).label)
    date.category = "nothing of ours"
    assert date.get_category_display() == "nothing of ours"


@pytest.mark.django_db
def test_row_is_made_with_its_children_too(heroy):
    event = factories.an_event()
    stored = Event.objects.get(pk=event.pk)
    assert (stored.pk, stored.organisation_id) == (event.pk, event.organisation_id)
    assert Event(category=event.category, texts=[]).category == event.category

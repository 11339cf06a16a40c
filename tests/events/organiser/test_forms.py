"""Each of the four forms of an activity is valid alone; together they are one page."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from events.choices import Category
from events.dates.plan import Repeats
from events.organiser.dates import DatesForm
from events.organiser.fields import FactsForm, WordsForm
from events.organiser.forms import PAGE_ORDER, EventForm
from events.organiser.place_fields import PlaceForm
from events.publishing import Words
from tests import factories
from tests.events.organiser.conftest import NOW

pytestmark = pytest.mark.django_db


def sent(typed: dict[str, object]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    return data


def only(typed: dict[str, object], *names: str) -> QueryDict:
    return sent({name: value for name, value in typed.items() if name in names})


def test_words_are_valid_alone(typed):
    form = WordsForm(only(typed(), "title", "description", "language"))
    assert form.is_valid(), form.errors
    assert form.words == Words("nb", "Språkkafé på biblioteket", "Vi snakker norsk sammen.")


def test_place_is_valid_alone(organisation):
    venue = factories.a_venue(municipality=organisation.municipality)
    form = PlaceForm(sent({"venue": venue.pk}), organisation=organisation)
    assert form.is_valid(), form.errors
    assert (form.place.venue, form.place.municipality) == (venue, organisation.municipality)


def test_dates_are_valid_alone(typed):
    form = DatesForm(
        only(typed(), "first_date", "start_time", "end_time", "repeats", "until", "also_at_holidays"), now=NOW
    )
    assert form.is_valid(), form.errors
    assert form.plan.repeats == Repeats.WEEKLY


def test_facts_are_valid_alone(typed):
    names = ("category", "audience", "level", "admission", "price_nok", "food", "spoken_languages")
    form = FactsForm(only(typed(), *names))
    assert form.is_valid(), form.errors
    assert (form.facts["category"], form.facts["spoken_languages"]) == (Category.LANGUAGE_CAFE, ["no"])


def test_each_field_stands_in_one_part_and_has_its_place_on_the_page(organisation):
    form = EventForm(organisation=organisation, now=NOW)
    names = [field.name for part in form.parts for field in part.visible_fields()]
    assert len(names) == len(set(names))
    # Of one municipality there is no choice, and a new activity has no old dates.
    assert set(names) == set(PAGE_ORDER) - {"municipality", "new_dates"}


def test_what_one_signs_up_for_stays_where_no_button_is_sent(organisation):
    event = factories.an_event(organisation=organisation, admission="sign_up", signup_for="course")
    form = FactsForm({}, event=event, only=["signup_for"])
    assert form.is_valid()
    assert (form.cleaned_data["signup_for"], form.has_changed()) == ("course", False)


def test_all_that_is_wrong_is_said_at_once_from_the_top_down(organisation, typed):
    values = typed(title=None, first_date="2026-01-01", venue_name=None, capacity="0")
    form = EventForm(sent(values), organisation=organisation, now=NOW)
    assert not form.is_valid()
    assert list(form.errors) == ["title", "first_date", "venue", "capacity"]


@pytest.mark.parametrize(("language", "words"), [("nb", "Velg …"), ("nn", "Vel …"), ("en", "Choose …")])
def test_list_where_nothing_is_chosen_says_so_in_words(language, words):
    with override(language):
        lists = [dict(getattr(field, "choices", ())) for field in FactsForm().fields.values()]
        assert {str(choices[""]) for choices in lists if "" in choices} == {words}

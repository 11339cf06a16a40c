"""What a list can be narrowed to follows the activity, and the place of each date."""

import random
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from events.choices import Admission, Audience, Category, Grade, Level
from events.dates import services
from events.dates.services import edit_date, last_change, undo
from events.models import Occurrence
from events.moderation.services import hand_in
from events.traits import traits_of
from organisations.models import Venue
from tests import factories

pytestmark = pytest.mark.django_db
CAFE = ["affordable", "drop_in", "free", "lang:no", "level:beginner", "open", "step_free"]


def traits_in_database() -> list[list[str]]:
    return list(Occurrence.objects.order_by("starts_at").values_list("traits", flat=True))


def test_dates_that_are_made_say_what_the_activity_says():
    event = factories.an_event()
    factories.a_series(event)
    assert traits_in_database() == [CAFE]


def test_dates_follow_what_is_published(heroy):
    event = factories.an_event(organisation=factories.an_organisation(is_trusted=True))
    factories.a_series(event)
    event.price_nok, event.price_support, event.women_only = 50, True, True
    event.spoken_languages, event.interpreter_languages = ["no"], ["uk"]
    hand_in(event=event, user=None, now=timezone.now())
    assert traits_in_database() == [
        [
            "affordable",
            "drop_in",
            "lang:no",
            "lang:uk",
            "level:beginner",
            "open",
            "step_free",
            "women",
        ]
    ]


def test_dates_follow_how_one_gets_into_their_place():
    cellar = factories.a_venue("Kjelleren", step_free="no")
    factories.a_series(factories.an_event(venue=cellar))
    hike = factories.an_event("Tur", venue=cellar, grade=Grade.EASY)
    factories.a_series(hike, first_date=timezone.localdate() + timedelta(days=3))
    cellar.step_free = Venue.Access.YES
    cellar.save()
    cellar.save()
    assert traits_in_database() == [CAFE, [each for each in CAFE if each != "step_free"]]
    cellar.step_free = Venue.Access.PARTLY
    cellar.save()
    assert all("step_free" not in traits for traits in traits_in_database())


def test_a_date_with_a_place_of_its_own_says_what_holds_there_and_undo_goes_back(organiser):
    now = timezone.now()
    event = factories.an_event()
    factories.a_series(event, now=now)
    date = Occurrence.objects.get()
    cellar = factories.a_venue("Kjelleren", step_free="no")
    edit_date(occurrence=date, venue=cellar, user=organiser, now=now)
    steps = [each for each in CAFE if each != "step_free"]
    assert traits_in_database() == [steps]
    services.sync_occurrences(event=event, now=now)
    assert traits_in_database() == [steps]
    change = last_change(event)
    assert change is not None
    undo(change_id=change.pk, user=organiser, now=now)
    assert traits_in_database() == [CAFE]


def test_the_migration_fills_in_the_same_rule():
    """The rule stands twice, once in SQL: dates of all kinds say it in the same words."""
    chosen = random.Random(9)
    for number in range(12):
        category = chosen.choice([Category.FAMILY, Category.FAITH, Category.SPORT])
        event = factories.an_event(
            venue=factories.a_venue(f"Sted {number}", step_free=chosen.choice(Venue.Access.values)),
            category=category,
            admission=chosen.choice(Admission.values),
            audience=chosen.choice(Audience.values),
            level=chosen.choice(Level.values),
            grade=chosen.choice(["", Grade.EASY]),
            spoken_languages=chosen.choice([[], ["no"], ["uk", "no"]]),
            interpreter_languages=chosen.choice([[], ["uk", "ar"]]),
            price_nok=chosen.choice([0, 50]),
            online_url=chosen.choice(["", "https://video.example/1"]),
            **{
                name: chosen.random() < 0.5
                for name in ("open_to_all", "children_welcome", "childcare", "price_support", "women_only")
            },
        )
        factories.an_occurrence(event)
    factories.an_occurrence(factories.an_event(venue=None, online_url="https://video.example/2"))
    Occurrence.objects.update(traits=[])
    with connection.cursor() as cursor:
        cursor.execute(import_module("events.migrations.0010_traits").FILL)
    for date in Occurrence.objects.select_related("event", "venue"):
        assert date.traits == traits_of(date.event, date.venue)

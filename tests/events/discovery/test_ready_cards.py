"""A kept card is the one that would be made now: whatever it says differs, it is another."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import models
from django.utils import timezone
from django.utils.translation import override

from events.discovery import ready_cards
from events.discovery.cards import Card, card
from events.models import Event, EventText, Occurrence, Responsible, WeatherWarning
from organisations.models import Municipality, Organisation, Venue
from tests import factories
from tests.core.clock import NOW

pytestmark = pytest.mark.django_db
LIST = "/en/heroy-nordland/events/"
ROWS = (Occurrence, Event, Organisation, Venue, Municipality, Responsible, WeatherWarning, EventText)


@pytest.fixture
def occurrence(heroy) -> Occurrence:
    """With everything that a card can know of a date."""
    event = factories.an_event()
    made = factories.an_occurrence(event, starts_at=NOW + timedelta(days=1))
    warning = WeatherWarning.objects.create(
        identifier="1",
        kind="wind",
        colour="orange",
        begins_at=made.starts_at,
        ends_at=made.ends_at,
        read_at=NOW,
    )
    Occurrence.objects.filter(pk=made.pk).update(
        responsible=factories.a_responsible(event, shows_name=True), warning=warning
    )
    return Occurrence.objects.with_cards().get(pk=made.pk)


def digest(shown: Card) -> str:
    return repr([*ready_cards._said(shown)])


def row_of(occurrence: Occurrence, model: type[models.Model]) -> models.Model:
    event = occurrence.event
    rows = (occurrence, event, occurrence.organisation, occurrence.venue, occurrence.municipality)
    rows += (occurrence.responsible, occurrence.warning, event.texts.all()[0])
    return next(row for row in rows if isinstance(row, model))


def another(value: Any) -> Any:
    """Another value of its kind."""
    match value:
        case bool():
            return not value
        case datetime() | date():
            return value + timedelta(days=400)
        case time():
            return time(3, 33)
        case int() | Decimal():
            return value + 1
        case str():
            return f"{value} x"
        case list():
            return [*value, "x"]
        case dict():
            return value | {"x": 1}
    return uuid4()


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_no_column_of_the_rows_behind_a_card_is_left_out(occurrence, model):
    row = row_of(occurrence, model)
    before = digest(card(occurrence, now=NOW))
    alike = []
    for field in model._meta.concrete_fields:
        value = getattr(row, field.attname)
        # Not by the relation's own descriptor, which would forget the row it leads to.
        vars(row)[field.attname] = another(value)
        if digest(card(occurrence, now=NOW)) == before:
            alike.append(field.attname)
        vars(row)[field.attname] = value
    assert alike == []
    assert digest(card(occurrence, now=NOW)) == before


def test_what_the_list_adds_makes_it_another(occurrence):
    later = Occurrence(starts_at=NOW + timedelta(days=9), municipality=occurrence.municipality)
    shown = [
        card(occurrence, now=NOW),
        card(occurrence, now=NOW, next_dates=[occurrence, later]),
        card(occurrence, now=NOW, next_dates=[occurrence, later], more=2),
        card(occurrence, now=NOW, is_full=True),
        card(occurrence, now=NOW, is_full=True, with_room=later),
        Card(occurrence, NOW, distance_km=3.0),
        # The day before it was "tomorrow"; then it goes on, and then it is over.
        card(occurrence, now=NOW + timedelta(days=1, minutes=-1)),
        card(occurrence, now=NOW + timedelta(days=1, minutes=1)),
        card(occurrence, now=NOW + timedelta(days=1, hours=3)),
    ]
    assert len({digest(each) for each in shown}) == len(shown)


def test_each_language_and_each_list_has_its_own(occurrence):
    shown = card(occurrence, now=NOW)
    made = []
    for language in ("nb", "uk", "ar"):
        with override(language):
            made += [ready_cards.ready_card(shown), ready_cards.ready_card(shown, show_date=True)]
            made.append(ready_cards.ready_card(shown, show_date=True, show_municipality=True))
    assert len({*made}) == 6 + 3 * (occurrence.municipality.name not in occurrence.venue.name)


def test_it_is_made_once(occurrence, monkeypatch):
    first = ready_cards.ready_card(card(occurrence, now=NOW))
    monkeypatch.setattr(ready_cards, "render_to_string", lambda *_: pytest.fail("made again"))
    again = Occurrence.objects.with_cards().get(pk=occurrence.pk)
    assert ready_cards.ready_card(card(again, now=NOW + timedelta(minutes=3))) == first


def test_a_list_shows_what_was_changed_a_moment_ago(client, heroy):
    occurrence = factories.an_occurrence()
    event, venue = occurrence.event, occurrence.venue
    said = []

    def page() -> str:
        return client.get(LIST).content.decode()

    for row, name, value in (
        (event.texts.get(), "title", "Kaffe og prat"),
        (venue, "name", "Gamle skolen"),
        (occurrence, "note", "Ta med kopp"),
        (event, "women_only", True),
        (occurrence, "status", "cancelled"),
        (occurrence, "reason", "Ingen strøm"),
    ):
        before = page()
        type(row).objects.filter(pk=row.pk).update(**{name: value})
        after = page()
        said.append(before != after and (not isinstance(value, str) or name == "status" or value in after))
    assert said == [True] * len(said)


def test_who_confirmed_it_today_confirmed_it_yesterday_a_day_later(client, heroy):
    with time_machine.travel(NOW, tick=False) as clock:
        date_ = factories.an_occurrence(starts_at=NOW + timedelta(days=3))
        Occurrence.objects.filter(pk=date_.pk).update(confirmed_at=timezone.now())
        assert "Confirmed today" in client.get(LIST).content.decode()
        clock.shift(timedelta(days=1))
        assert "Confirmed yesterday" in client.get(LIST).content.decode()

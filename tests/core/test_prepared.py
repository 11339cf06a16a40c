"""Questions whose statement is made once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet, Value

from core.clock import local_day, midnight
from core.prepared import NotPreparableError, attach, prepared
from events.models import Event, EventText, Occurrence
from organisations.models import Municipality
from tests import factories
from tests.core.clock import NOW

WEEK = timedelta(days=7)


@prepared
def coming(municipality: str, now: datetime, least: int) -> QuerySet[Occurrence]:
    """Dates from a week before on."""
    dates = Occurrence.objects.filter(municipality=municipality, starts_at__gt=now - WEEK, pk__gte=least)
    return dates.select_related("event").order_by("starts_at", "pk")[:3]


@pytest.mark.django_db
def test_answer_is_that_of_the_values(heroy, django_assert_num_queries):
    bodo = factories.a_municipality("1804", "Bodø")
    old, new = (factories.an_occurrence(starts_at=NOW + timedelta(days=days)) for days in (-9, 1))
    with django_assert_num_queries(1):
        [found] = coming(municipality=heroy.pk, now=NOW, least=0)
        assert found.event.pk == new.event_id
    assert coming(municipality=heroy.pk, now=NOW - WEEK, least=0) == [old, new]
    assert coming(municipality=heroy.pk, now=NOW - WEEK, least=new.pk) == [new]
    assert coming(municipality=bodo.pk, now=NOW, least=0) == []
    # As Django asks it.
    assert list(coming._make(municipality=heroy.pk, now=NOW, least=0)) == [new]


@pytest.mark.django_db
def test_some_of_many_and_their_children(heroy):
    @prepared
    def texts(events: list[int]) -> QuerySet[EventText]:
        return EventText.objects.filter(event__pk__among=events)

    one, two, three = (factories.an_event() for _number in range(3))
    assert {text.event_id for text in texts(events=[one.pk, three.pk])} == {one.pk, three.pk}
    assert texts(events=[]) == []
    event = Event.objects.get(pk=two.pk)
    attach(event, "texts", texts(events=[two.pk]))
    before = len(connection.queries_log)
    assert event.source_text == two.source_text
    assert len(connection.queries_log) == before


@pytest.mark.django_db
def test_rows_may_be_values(heroy):
    @prepared
    def names(pk: str, extra: int) -> QuerySet[Municipality, dict]:
        return Municipality.objects.filter(pk=pk).values("name", extra=Value(extra))

    assert names(pk=heroy.pk, extra=7) == [{"name": heroy.name, "extra": 7}]


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection(heroy):
    factories.an_occurrence(starts_at=NOW)
    answers = []

    def ask() -> None:
        answers.append(len(coming(municipality=heroy.pk, now=NOW, least=0)))
        connection.close()

    ask()
    threads = [threading.Thread(target=ask) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [1, 1, 1, 1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make",
    [
        # Midnight is not always as far away.
        lambda now: Occurrence.objects.filter(starts_at__lt=midnight(local_day(now))),
        lambda now: Occurrence.objects.filter(starts_at__lt=datetime.now(tz=UTC), ends_at__gt=now),
        lambda now: Occurrence.objects.filter(starts_at__gt=now)[: now.day],
        lambda now: Occurrence.objects.filter(pk=now.year),
    ],
)
def test_what_is_worked_out_from_a_value_is_refused(make):
    with pytest.raises(NotPreparableError):
        prepared(make)(now=NOW)

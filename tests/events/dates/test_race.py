"""A change of dates and those who sign up meanwhile: a sign-up that was thanked for is never gone."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from events.dates import services
from events.dates.rule import rule
from events.models import Series
from events.signups.exceptions import SignUpRefused
from events.signups.models import Signup
from events.signups.services import sign_up
from tests import factories
from tests.proving import at_once, rounds

NOW = datetime(2027, 1, 4, 8, 0, tzinfo=timezone.get_fixed_timezone(0))
PARTY = {"adults": 1, "children_0_5": 0, "children_6_12": 0, "youth_13_17": 0}


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_sign_up_while_its_date_goes_away_is_never_deleted():
    for number in range(rounds(short=3, whole=30)):
        event = factories.an_event(admission="sign_up")
        series = Series.objects.create(
            event=event,
            first_date=date(2027, 1, 5),
            start_time=time(18),
            duration=timedelta(hours=2),
            recurrence=rule(frequency="WEEKLY", interval=1, until=datetime(2028, 1, 5, 23)),
        )
        services.make_occurrences(series=series, now=NOW)
        going = list(series.occurrences.order_by("starts_at")[1:5])
        series.recurrence = rule(frequency="WEEKLY", interval=1, until=datetime(2027, 1, 6, 23))
        series.save()

        def act(date_, number=number, series=series):
            if date_ is None:
                return services.make_occurrences(series=series, now=NOW)
            try:
                address = f"kari-{number}-{date_.pk}@example.org"
                return sign_up(
                    occurrence_id=date_.pk, name="Kari", email=address, language="nb", now=NOW, **PARTY
                )
            except (SignUpRefused, type(date_).DoesNotExist):
                return None

        _made, *answers = at_once(act, [None, *going])
        thanked = {answer.signup.pk for answer in answers if answer}
        assert set(Signup.objects.filter(occurrence__series=series).values_list("pk", flat=True)) == thanked

"""The nightly job: what it takes from head counts, sign-ups and sendings, and what erasing people changes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from events.door.models import Headcount, SelfCount
from events.signups.models import Signup
from newcomers.tallies import editions, filling
from newcomers.tallies.models import AreaTally, ArrivalTally, DateTally, Edition, Figure, OfferTally
from newcomers.welcome.models import Answer, Campaign, Delivery
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 27, 2, 30, tzinfo=UTC)
IN_OCTOBER = datetime(2026, 10, 6, 16, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)


def met(starts_at: datetime = IN_OCTOBER, *, municipality=None, event=None, **counts):
    event = event or factories.an_event(
        organisation=factories.an_organisation(f"Lag {starts_at}", municipality=municipality)
    )
    occurrence = factories.an_occurrence(event, starts_at=starts_at)
    return factories.a_headcount(occurrence, counted_at=starts_at + timedelta(hours=2), **counts)


def of(code: str = "1818", month: date = OCTOBER) -> AreaTally:
    return AreaTally.objects.get(area="municipality", code=code, by="all", month=month)


def test_night_adds_up_what_was_counted(heroy):
    met(adults=12, children=3, volunteers=4, first_timers=5, newcomers=6, newcomers_first=2)
    met(IN_OCTOBER + timedelta(days=7), adults=10, children=0, newcomers=None)
    filling.fill(now=NOW)
    tally = of()
    assert (tally.meetings, tally.participants, tally.children, tally.volunteers) == (2, 25, 3, 4)
    assert (tally.asked_meetings, tally.asked_participants) == (1, 15)
    assert (tally.newcomers, tally.first_visits, tally.mixed, tally.self_meetings) == (6, 2, 1, 0)


@pytest.mark.parametrize("times", [1, 3])
def test_night_may_run_again(heroy, times):
    met(adults=12, newcomers=4, newcomers_first=1, first_timers=2)
    for _time in range(times):
        filling.fill(now=NOW)
    assert of().newcomers == 4
    assert DateTally.objects.count() == 1


def test_count_of_the_organiser_comes_before_what_people_say_themselves(heroy):
    counted = met(adults=12, newcomers=4, newcomers_first=1, first_timers=2).occurrence
    SelfCount.objects.create(occurrence=counted, newcomers=9, newcomers_first=9)
    said = met(IN_OCTOBER + timedelta(days=1), adults=5, newcomers=None).occurrence
    SelfCount.objects.create(occurrence=said, newcomers=9, newcomers_first=1)
    filling.fill(now=NOW)
    # Nine say so, and five were there.
    assert (of().newcomers, of().first_visits, of().self_meetings) == (4 + 5, 1 + 1, 1)


def test_what_people_say_counts_where_nobody_counted_heads(heroy):
    event = factories.an_event(organisation=factories.an_organisation(municipality=heroy))
    occurrence = factories.an_occurrence(event, starts_at=IN_OCTOBER)
    SelfCount.objects.create(occurrence=occurrence, newcomers=3, newcomers_first=1)
    filling.fill(now=NOW)
    tally = of()
    assert (tally.meetings, tally.newcomers, tally.first_visits, tally.without_heads) == (0, 3, 1, 1)


def test_count_that_is_corrected_downward_corrects_the_figures(heroy):
    count = met(adults=30, newcomers=9)
    filling.fill(now=NOW)
    Headcount.objects.filter(pk=count.pk).update(adults=20, newcomers=2, counted_at=NOW)
    # The month is long past the months that every night writes anew.
    filling.fill(now=NOW + timedelta(days=39))
    assert (of().participants, of().newcomers) == (20, 2)


def test_night_that_comes_a_week_late_misses_nothing(heroy):
    filling.fill(now=NOW - timedelta(days=8))
    met(NOW - timedelta(days=7), adults=12)
    met(datetime(2025, 1, 7, 17, tzinfo=UTC), adults=10)
    Headcount.objects.filter(adults=10).update(counted_at=NOW - timedelta(days=6))
    filling.fill(now=NOW)
    assert of(month=date(2026, 11, 1)).participants == 12
    assert of(month=date(2025, 1, 1)).participants == 10


def test_months_are_those_of_the_clock_on_the_wall(heroy):
    # 31 October 23:30 UTC is past midnight in Oslo; 22:30 UTC is not.
    met(datetime(2026, 10, 31, 23, 30, tzinfo=UTC), adults=9)
    met(datetime(2026, 10, 31, 22, 30, tzinfo=UTC), adults=30)
    filling.fill(now=NOW)
    assert of().participants == 30
    assert of(month=date(2026, 11, 1)).participants == 9


def test_dates_that_were_cancelled_or_never_public_are_in_no_figure(heroy):
    met(adults=24)
    cancelled = met(IN_OCTOBER + timedelta(days=1), adults=40).occurrence
    filling.fill(now=NOW)
    assert of().participants == 64
    cancelled.status = "cancelled"
    cancelled.save()
    draft = factories.an_event(live=False, organisation=factories.an_organisation("Utkast"))
    met(IN_OCTOBER, event=draft, adults=400)
    filling.fill(now=NOW)
    assert of().participants == 24


def test_numbers_are_divided_by_kind_language_and_audience(heroy):
    organisation = factories.an_organisation(municipality=heroy)
    cafe = factories.an_event(organisation=organisation, spoken_languages=["no", "en"], audience="families")
    hike = factories.an_event(organisation=organisation, category="tur-friluft", spoken_languages=["no"])
    met(event=cafe, adults=10, newcomers=4)
    met(IN_OCTOBER + timedelta(days=1), event=hike, adults=7, newcomers=2)
    filling.fill(now=NOW)
    rows = AreaTally.objects.filter(area="county", code="18").exclude(by="all")
    assert {(row.by, row.part): row.newcomers for row in rows} == {
        ("category", "sprakkafe"): 4,
        ("category", "tur-friluft"): 2,
        ("language", "several"): 4,
        ("language", "no"): 2,
        ("audience", "families"): 4,
        ("audience", "everyone"): 2,
    }


def test_signed_up_stays_when_the_names_end(heroy):
    event = factories.an_event(
        admission="sign_up", organisation=factories.an_organisation(municipality=heroy)
    )
    occurrence = factories.an_occurrence(event, starts_at=NOW - timedelta(days=2))
    factories.a_headcount(occurrence, adults=5)
    for _party in range(3):
        factories.a_signup(occurrence, adults=2, children_6_12=1)
    filling.fill(now=NOW)
    Signup.objects.all().delete()
    filling.fill(now=NOW + timedelta(days=1))
    assert of(month=date(2026, 11, 1)).signed_up == 9


def test_what_is_offered_says_what_is_missing(heroy):
    organisation = factories.an_organisation(municipality=heroy)
    event = factories.an_event(organisation=organisation, price_nok=50, audience="adults")
    # Half past ten on a Tuesday.
    factories.an_occurrence(event, starts_at=datetime(2026, 10, 6, 8, 30, tzinfo=UTC))
    filling.fill(now=NOW)
    offer = OfferTally.objects.get(month=OCTOBER)
    assert (offer.dates, offer.for_children, offer.in_the_evening, offer.free) == (1, 0, 0, 0)


@pytest.mark.parametrize("everything", [True, False])
def test_what_was_offered_long_ago_is_written_too(heroy, everything):
    """On the first night, and where a month is missing: a past year is no year without activities."""
    organisation = factories.an_organisation(municipality=heroy)
    event = factories.an_event(organisation=organisation)
    long_ago = datetime(2025, 3, 4, 16, tzinfo=UTC)
    factories.an_occurrence(event, starts_at=long_ago)
    factories.an_occurrence(event, starts_at=datetime(2026, 10, 6, 16, tzinfo=UTC))
    filling.fill(now=NOW, everything=everything)
    assert OfferTally.objects.get(month=date(2025, 3, 1)).dates == 1
    OfferTally.objects.filter(month__lt=OCTOBER).delete()
    filling.fill(now=NOW)
    assert set(OfferTally.objects.values_list("month", "dates")) == {(date(2025, 3, 1), 1), (OCTOBER, 1)}


def arrived(heroy, number: int, *, answers: str = "yes", asks: str = "month_1"):
    step = factories.a_step(municipality=heroy, kind=asks, body=[("question", {"kind": "found"})])
    campaign = Campaign.objects.create(
        municipality=heroy, package=step.package, step=step, created_at=IN_OCTOBER
    )
    people = [factories.a_newcomer(municipality=heroy, arrived_month=date(2026, 8, 1)) for _ in range(number)]
    for person in people:
        Delivery.objects.create(
            campaign=campaign,
            newcomer=person,
            package=step.package,
            step=step,
            channel="email",
            language="uk",
            state="sent",
            sent_at=IN_OCTOBER,
        )
        Answer.objects.create(
            newcomer=person,
            step=step,
            question="found",
            asked_in=asks,
            value=answers,
            answered_at=IN_OCTOBER,
            expires_at=NOW + timedelta(days=300),
        )
    return people


def numbers() -> dict[str, int]:
    return {row.measure: row.number for row in ArrivalTally.objects.all()}


WHOLE = {"packages": 7, "asked_1": 7, "answered_1": 7, "found_1": 7}


def test_who_is_erased_stays_in_the_numbers_of_the_past(heroy):
    people = arrived(heroy, 7)
    filling.fill(now=NOW)
    assert numbers() == WHOLE
    people[0].delete()
    type(people[1]).objects.filter(pk__in=[people[1].pk, people[2].pk]).delete()
    filling.fill(now=NOW)
    assert numbers() == WHOLE
    assert set(ArrivalTally.objects.values_list("quarter", "left")) == {(date(2026, 7, 1), 3)}


def test_answer_that_runs_out_stays_and_one_that_is_taken_back_does_not(heroy):
    people = arrived(heroy, 7)
    filling.fill(now=NOW)
    Answer.objects.filter(newcomer=people[0]).delete()
    filling.fill(now=NOW)
    assert numbers() == {**WHOLE, "answered_1": 6, "found_1": 6}
    Answer.objects.filter(newcomer=people[1]).update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    Answer.objects.filter(newcomer=people[1]).delete()
    filling.fill(now=NOW)
    assert numbers() == {**WHOLE, "answered_1": 6, "found_1": 6}


def test_answer_that_is_changed_changes_the_number(heroy):
    people = arrived(heroy, 7)
    filling.fill(now=NOW)
    Answer.objects.filter(newcomer=people[0]).update(value="no")
    filling.fill(now=NOW)
    assert numbers() == {**WHOLE, "found_1": 6}


def test_edition_is_made_once_and_then_stands(heroy):
    met(adults=30, newcomers=9)
    filling.fill(now=NOW)
    assert editions.publish(now=NOW).month == OCTOBER
    before = list(Figure.objects.values_list("pk", "number"))
    Headcount.objects.update(newcomers=1, counted_at=NOW)
    filling.fill(now=NOW)
    assert editions.publish(now=NOW + timedelta(days=1)) is None
    assert list(Figure.objects.values_list("pk", "number")) == before
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (datetime(2026, 11, 10, 12, tzinfo=UTC), date(2026, 9, 1)),
        (datetime(2026, 11, 11, 12, tzinfo=UTC), OCTOBER),
        (datetime(2021, 1, 3, 12, tzinfo=UTC), date(2020, 11, 1)),
    ],
)
def test_month_is_published_ten_days_after_its_end(day, month):
    assert editions.last_settled(day) == month


def test_empty_country_has_an_empty_edition(db):
    filling.fill(now=NOW)
    editions.publish(now=NOW)
    assert not Figure.objects.exists()


def test_municipality_of_442_is_shown_by_no_small_number(heroy):
    utsira = factories.a_municipality("1151", "Utsira", county=factories.a_county("Rogaland", "11"))
    for week in range(13):
        met(IN_OCTOBER - timedelta(weeks=week), municipality=utsira, adults=4, newcomers=1, newcomers_first=0)
    filling.fill(now=NOW)
    editions.publish(now=NOW)
    figures = Figure.objects.filter(code="1151")
    assert not figures.filter(number__gt=0, number__lt=5).exists()

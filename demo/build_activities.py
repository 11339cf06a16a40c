"""Organisations, venues, and what they offer: dates from half a year back to as far as the rules reach."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from core.clock import NORWAY, local_day
from core.models import User
from demo import everywhere
from demo.build_pages import make_picture
from demo.places import WRITTEN
from demo.shapes import Activity, Group, Place, When, Written
from events.dates.days_off import days_off
from events.dates.plan import plan_of
from events.dates.rule import horizon
from events.dates.services import make_occurrences
from events.models import Event, EventText, ProgrammeItem, Series
from events.moderation.services import hand_in
from organisations.models import Municipality, Organisation, OrganisationText, Venue, VenueText

WEEKS_BACK = 27
ALL_YEAR = ("kafe-moteplass", "tur-friluft")
DEFAULT_FACTS: dict[str, object] = {"spoken_languages": ["no"]}


@dataclass(frozen=True)
class Offered:
    """An activity in the database, with its usual number of participants, from and to."""

    series: Series
    crowd: tuple[int, int]


def make_written(user: User | None, now: datetime) -> list[Offered]:
    """What the written-out municipalities offer. `user` is who is in the log as having published it."""
    return [offered for place in WRITTEN for offered in _make_place(place, user, now)]


def _make_place(place: Written, user: User | None, now: datetime) -> list[Offered]:
    municipality = Municipality.objects.get(pk=place.kommunenummer)
    groups = {group.slug: _make_group(group, municipality) for group in place.groups}
    venues = {
        venue.slug: _make_venue(venue, municipality, number) for number, venue in enumerate(place.places)
    }
    return [
        Offered(
            _make_activity(activity, groups, venues[activity.place], municipality, user, now), activity.crowd
        )
        for activity in place.activities
    ]


def _make_group(group: Group, municipality: Municipality) -> Organisation:
    organisation = Organisation.objects.create(
        slug=group.slug,
        name=group.name,
        kind=group.kind,
        is_trusted=group.trusted,
        email=group.email,
        phone=group.phone,
        municipality=municipality,
        about=_own(group.about),
    )
    for language in _others(group.about):
        OrganisationText.objects.create(
            organisation=organisation, language=language, about=group.about[language]
        )
    organisation.active_in.set(Municipality.objects.filter(pk__in=group.also_active_in))
    return organisation


def _position(municipality: Municipality, number: int = 0) -> dict[str, Decimal]:
    """Made-up houses stand beside each other in the real village."""
    step = number * Decimal("0.0015")
    return {
        "latitude": Decimal(municipality.latitude) + step,
        "longitude": Decimal(municipality.longitude) + step,
    }


def _own(words: Mapping[str, str]) -> str:
    return next(iter(words.values()), "")


def _others(*words: Mapping[str, str]) -> list[str]:
    """The languages that there are translations in."""
    return sorted({language for each in words for language in [*each][1:]})


def _make_venue(place: Place, municipality: Municipality, number: int) -> Venue:
    venue = Venue.objects.create(
        name=place.name,
        municipality=municipality,
        address=place.address,
        postcode=place.postcode,
        place=place.town,
        step_free=place.access,
        hearing_loop=place.loop,
        directions=_own(place.directions),
        about=_own(place.about),
        **_position(municipality, number),
    )
    for language in _others(place.directions, place.about):
        VenueText.objects.create(
            venue=venue,
            language=language,
            directions=place.directions.get(language, ""),
            about=place.about.get(language, ""),
        )
    return venue


def _make_activity(
    activity: Activity,
    groups: dict[str, Organisation],
    venue: Venue,
    municipality: Municipality,
    user: User | None,
    now: datetime,
) -> Series:
    event = Event.objects.create(
        organisation=groups[activity.group],
        municipality=municipality,
        venue=venue,
        category=activity.category,
        picture=make_picture(*activity.picture, municipality) if activity.picture else None,
        live=False,
        **(DEFAULT_FACTS | activity.facts),
    )
    if activity.with_groups:
        event.co_organisers.set([groups[slug] for slug in activity.with_groups])
        event.save()
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(event=event, starts=starts, words=words) for starts, words in activity.programme
    )
    series = _fill(event, activity.texts, activity.when, now)
    hand_in(event=Event.objects.get(pk=event.pk), user=user, now=now)
    return series


def _fill(event: Event, texts: dict[str, tuple[str, str]], when: When, now: datetime) -> Series:
    """Give `event` its words and its dates."""
    source, *_others = texts
    EventText.objects.bulk_create(
        EventText(
            event=event,
            language=language,
            state="source" if language == source else "human",
            title=title,
            description=description,
        )
        for language, (title, description) in texts.items()
    )
    series = Series.objects.create(
        event=event,
        first_date=when.first_date(local_day(now), weeks_back=WEEKS_BACK),
        start_time=when.start,
        duration=timedelta(minutes=when.minutes),
        time_zone=NORWAY.key,
        recurrence=when.rule,
    )
    _pause(series, now)
    # A new group has no past here: what it hands in is ahead.
    since = now - timedelta(weeks=WEEKS_BACK + 1) if event.organisation.is_trusted else now
    make_occurrences(series=series, now=now, since=since)
    return series


def _pause(series: Series, now: datetime) -> None:
    """As its organiser would have said in the form: it pauses when most do, and on special days.

    Open houses and hikes go on in the holidays, but on no public holiday.
    """
    plan = plan_of(series)
    assert plan is not None, "the form can say every rule of the demonstration"
    rests = series.event.category not in ALL_YEAR
    plan = replace(plan, rests_at_holidays=rests, rests_in_summer=rests).settled()
    free = days_off(plan.first_date, local_day(horizon(now)))
    without = tuple(start.date() for start in plan.starts(now=now) if start.date() in free)
    replace(plan, without=without).settled().apply_to(series).save()


def make_everywhere(municipalities: list[Municipality], now: datetime) -> list[Offered]:
    """A library with a language café and an open house, every week, in each of `municipalities`."""
    offered = []
    for number, municipality in enumerate(municipalities):
        library = Organisation.objects.create(
            name=everywhere.LIBRARY % {"name": municipality.name},
            slug="biblioteket",
            kind=Organisation.Kind.LIBRARY,
            is_trusted=True,
            email=f"biblioteket@{municipality.slug}.example",
            municipality=municipality,
        )
        venue = Venue.objects.create(
            name=everywhere.LIBRARY_VENUE % {"place": municipality.admin_centre},
            municipality=municipality,
            place=municipality.admin_centre,
            step_free=Venue.Access.YES,
            **_position(municipality),
        )
        whens = everywhere.WHENS
        offered += [
            _make_weekly(library, venue, "sprakkafe", whens[number % 3], now),
            _make_weekly(library, venue, "kafe-moteplass", whens[3 + number % 2], now),
        ]
    return offered


def _make_weekly(library: Organisation, venue: Venue, category: str, when: When, now: datetime) -> Offered:
    # Public from the start, without a draft: seventy drafts would take most of the time of a first start.
    published = now - timedelta(weeks=WEEKS_BACK)
    event = Event.objects.create(
        organisation=library,
        municipality=library.municipality,
        venue=venue,
        category=category,
        live=True,
        first_published_at=published,
        last_published_at=published,
        food="coffee",
        children_welcome=True,
        spoken_languages=["no", "en"],
    )
    texts = everywhere.LANGUAGE_CAFE if category == "sprakkafe" else everywhere.OPEN_HOUSE
    return Offered(_fill(event, texts, when, now), _usual_crowd(library.municipality))


def _usual_crowd(municipality: Municipality) -> tuple[int, int]:
    """Few come where few live: Træna's counts show how small numbers are protected."""
    if municipality.population < 1200:
        return (0, 1) if municipality.population < 700 else (0, 2)
    return (2, 6) if municipality.population < 4000 else (4, 12)

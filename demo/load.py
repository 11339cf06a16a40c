"""Loads the whole demonstration, in one transaction: all of it or nothing."""

from datetime import datetime
from itertools import chain

from django.db import transaction
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.searching.indexing import rebuild
from demo import (
    build_activities,
    build_asking,
    build_attendance,
    build_directory,
    build_figures,
    build_follows,
    build_newcomers,
    build_pages,
    build_people,
    build_school,
    build_standing,
    build_taking_in,
    build_templates,
    build_welcome,
)
from demo.build_people import COUNTY
from events.models import Event
from home.models import HomePage, MunicipalityPage
from home.opening import open_site
from organisations.models import Municipality, Organisation

ORGANISER = "organiser@moteplass.example"
HOST = "host@moteplass.example"


class NotEmptyError(Exception):
    """There is content already; the demonstration would mix with it."""


def is_empty() -> bool:
    """Whether nobody has made anything here yet: no front page, no organisation."""
    return not HomePage.objects.exists() and not Organisation.objects.exists()


@transaction.atomic
def load_demo(*, now: datetime) -> dict[str, int]:
    """Fill Nordland's municipalities as if they had used the site for half a year. Returns how many of each.

    Needs the municipalities (`load_municipalities`). Raises `NotEmptyError` and changes nothing where there
    is content already.
    """
    if not is_empty():
        raise NotEmptyError
    Municipality.objects.filter(county__fylkesnummer=COUNTY).update(is_active=True)
    municipalities = list(Municipality.objects.active().select_related("county").by_name())
    # Which page uses which picture is asked once at the end, not after each of a thousand saves.
    with disable_reference_index_auto_update():
        made = _fill(municipalities, now)
    shown = [
        MunicipalityPage.objects.filter(image__isnull=False),
        Event.objects.filter(picture__isnull=False),
    ]
    for thing in chain.from_iterable(shown):
        ReferenceIndex.create_or_update_for_object(thing)
    rebuild()
    return {"municipalities": len(municipalities), **made}


def _fill(municipalities: list[Municipality], now: datetime) -> dict[str, int]:
    homes = open_site()
    build_pages.make_municipality_pages(homes, municipalities)
    build_school.make_school_holidays(municipalities, now)
    users = build_people.make_users()
    offered = build_activities.make_written(users[ORGANISER], now)
    offered += build_activities.make_everywhere(_not_written(municipalities), now)
    build_people.give_roles(users)
    build_directory.tell_more(now)
    counted = build_attendance.make_headcounts(offered, users[ORGANISER], now)
    signed_up = build_attendance.make_signups(offered, now)
    follows = build_follows.make_follows(offered, now)
    asked = build_asking.make_volunteers(offered, now)
    standing = build_standing.make_standing_places(now)
    build_templates.share(now)
    rows = build_taking_in.make_sources(users[ORGANISER], now)
    build_welcome.make_welcomes(users[HOST], now)
    build_newcomers.make_more_people(users[HOST], now)
    build_figures.make_figures(municipalities, now)
    return {
        "activities": len(offered),
        "volunteers": asked,
        "head counts": counted,
        "sign-ups": signed_up,
        "places with opening hours": standing,
        "people who mean to come": follows,
        "rows of a list to look through": rows,
    }


def _not_written(municipalities: list[Municipality]) -> list[Municipality]:
    written = {place.kommunenummer for place in build_activities.WRITTEN}
    return [municipality for municipality in municipalities if municipality.pk not in written]

"""The tables of which pages for everybody are made: a write to one makes them anew (`core.page_cache`)."""

from django.apps import apps
from django.db.models import Model

from core.page_cache import triggers

# By app: the models whose rows a public page shows, or chooses by.
PUBLIC = {
    "core": ["Picture", "PictureRendition"],
    "wagtailcore": ["Locale", "Page", "PageViewRestriction", "Site"],
    "wagtailsearch": ["IndexEntry"],
    "searching": ["Findable"],
    "organisations": [
        "Municipality",
        "MunicipalityName",
        "Organisation",
        "OrganisationText",
        "Place",
        "PlaceName",
        "Region",
        "Venue",
        "VenueText",
    ],
    # Whether what stands about an organisation has been looked at lately.
    "joining": ["YearlyQuestion"],
    "events": [
        "Event",
        "EventText",
        "Occurrence",
        "ProgrammeItem",
        "Responsible",
        "SchoolHoliday",
        "Series",
        "WeatherWarning",
    ],
    "standing": ["StandingPlace", "StandingPlaceText"],
    # How many places are left; nothing of who has them.
    "signups": ["Signup"],
    "lending": ["Thing", "Loan"],
    "besides": ["Arranges", "Going", "Greeter", "OwnQuestion"],
    "home": ["GuidePage", "HomePage", "MunicipalityPage"],
    # Whether a municipality has a welcome to ask for.
    "welcome": ["PackageStep", "WelcomePackage"],
    "newcomers": ["WelcomeSettings"],
}


def public_tables() -> set[str]:
    """Their names in the database, with those between two of them. Raises `LookupError` for what is none."""
    models = [apps.get_model(label, name) for label, names in PUBLIC.items() for name in names]
    return {table for model in models for table in _with_between(model)}


def _with_between(model: type[Model]) -> set[str]:
    return {model._meta.db_table, *(field.m2m_db_table() for field in model._meta.local_many_to_many)}


def install_triggers(**kwargs: object) -> None:
    """After every migration: the tables have what notes their changes."""
    triggers.install(public_tables())

"""Places with opening hours: in Træna, where nothing else may be on, and in some others over Nordland."""

from datetime import datetime, timedelta

from events.standing.choices import CATEGORY_OF, State
from events.standing.models import StandingPlace, StandingPlaceText, traits_of_place
from organisations.models import Municipality, Organisation, Venue

Week = list[list[list[str]]]


def _week(**days: str) -> Week:
    """ "10:00-14:00 17:00-20:00" by the Norwegian names of the days."""
    names = ("ma", "ti", "on", "to", "fr", "lo", "so")
    return [[times.split("-") for times in days.get(name, "").split()] for name in names]


# Number of the municipality, kind, name of the place, hours, what one can do there, whether children may come.
PLACES: tuple[tuple[str, str, str, Week, str, bool], ...] = (
    (
        "1835",
        "library",
        "Træna folkebibliotek",
        _week(ma="11:00-16:00", ti="11:00-19:00", to="11:00-16:00"),
        "Lån bøker, bruk datamaskin og skriver, eller bare sett deg ned.",
        True,
    ),
    (
        "1835",
        "open_house",
        "Træna frivilligsentral",
        _week(ti="10:00-15:00", on="10:00-15:00", fr="10:00-14:00"),
        "Kaffe, prat og hjelp med skjemaer.",
        True,
    ),
    ("1835", "swimming", "Trænahallen", _week(ti="17:00-20:00", lo="12:00-16:00"), "Ta med badetøy.", True),
    (
        "1856",
        "library",
        "Røst folkebibliotek",
        _week(ma="12:00-16:00", on="12:00-18:00"),
        "Lån bøker og spill.",
        True,
    ),
    (
        "1818",
        "library",
        "Herøy folkebibliotek",
        _week(ma="10:00-15:00", ti="10:00-19:00", on="10:00-15:00", to="10:00-15:00", fr="10:00-14:00"),
        "Bøker på mange språk. Spør i skranken.",
        True,
    ),
    (
        "1804",
        "equipment",
        "BUA Bodø",
        _week(ti="12:00-18:00", on="12:00-16:00", to="12:00-18:00"),
        "Lån ski, telt og sykkel gratis.",
        True,
    ),
    (
        "1804",
        "youth_club",
        "Ungdomshuset i Bodø",
        _week(ti="17:00-21:00", fr="19:00-00:30", lo="19:00-00:30"),
        "Spill, musikk og mat for ungdom.",
        False,
    ),
    (
        "1833",
        "swimming",
        "Moheia bad",
        _week(ma="15:00-20:00", ti="15:00-20:00", to="15:00-20:00", lo="11:00-16:00"),
        "Svømming for alle.",
        True,
    ),
    (
        "1833",
        "second_hand",
        "Rana gjenbruk",
        _week(ma="10:00-15:00", on="10:00-15:00", lo="10:00-14:00"),
        "Klær og møbler for små penger. Du kan også hjelpe til.",
        True,
    ),
)
# The shorter hours of most places while Norway is on holiday.
IN_SUMMER = {"first": "06-20", "last": "08-20", "week": _week(ti="11:00-15:00", to="11:00-15:00")}
IN_ENGLISH = {
    "Træna folkebibliotek": "Borrow books, use a computer and a printer, or just sit down.",
    "Træna frivilligsentral": "Coffee, company and help with forms.",
    "Trænahallen": "Bring your swimwear.",
}


def make_standing_places(now: datetime) -> int:
    """Some of them. Returns how many."""
    municipalities = Municipality.objects.in_bulk({place[0] for place in PLACES})
    owners = {one.municipality_id: one for one in Organisation.objects.order_by("-pk")}
    made = []
    for number, kind, name, week, note, children in PLACES:
        municipality = municipalities[number]
        if number not in owners:
            continue
        venue, _is_new = Venue.objects.get_or_create(
            name=name,
            municipality=municipality,
            defaults={"step_free": "yes", "place": municipality.admin_centre},
        )
        seasons = [IN_SUMMER] if kind == "library" else []
        place = StandingPlace(
            organisation=owners[number],
            municipality=municipality,
            venue=venue,
            kind=kind,
            category=CATEGORY_OF[kind],
            note=note,
            hours={"week": week, "seasons": seasons},
            price_nok=50 if kind == "swimming" else 0,
            children_welcome=children,
            spoken_languages=["no", "en"],
            state=State.PUBLIC,
            is_public=True,
            approved_at=now,
            confirmed_at=now - timedelta(days=30),
            contact_language=municipality.language,
        )
        place.traits = traits_of_place(place)
        made.append(place)
    StandingPlace.objects.bulk_create(made)
    for place in made:
        if words := IN_ENGLISH.get(place.title):
            StandingPlaceText.objects.create(place=place, language="en", note=words)
    return len(made)

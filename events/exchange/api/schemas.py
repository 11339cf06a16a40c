"""What can be asked, and what is answered, as the OpenAPI document says it. All of it is in English."""

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, StringConstraints

from events.choices import Category, Level, spoken_languages
from events.discovery.filters.choices import ONLY, OPEN_NOW

USUAL, MOST = 20, 100
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LARGEST_NUMBER = 2**62
# More of one filter than there are of most of them.
MOST_VALUES = 50
EARLIEST_AND_LAST = "From 31 days ago to 600 days ahead."


def no_number(value: object) -> object:
    """Pydantic takes seconds since 1970 for a moment too, which nobody means. Raises `ValueError`."""
    if isinstance(value, str) and "T" not in value.upper():
        raise ValueError("a moment as RFC 3339 writes it: 2026-11-23T18:00:00Z")
    return value


def day_as_written(value: object) -> object:
    """The same of a day. Raises `ValueError`."""
    if isinstance(value, str) and not DAY.fullmatch(value):
        raise ValueError("a day as RFC 3339 writes it: 2026-11-23")
    return value


Number = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
Kommunenummer = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
if TYPE_CHECKING:
    KnownLevel = str
    KnownCategory = str
    KnownLanguage = str
    KnownTrait = str
else:
    KnownLevel = Literal[tuple(Level.values)]
    KnownCategory = Literal[tuple(Category.values)]
    KnownLanguage = Literal[tuple(spoken_languages())]
    KnownTrait = Literal[tuple(name for name in ONLY if name != OPEN_NOW)]

Municipalities = Annotated[
    list[Kommunenummer],
    Field(max_length=MOST_VALUES, description="Kommunenummer: four digits. Several: any of them."),
]
Categories = Annotated[
    list[KnownCategory],
    Field(max_length=MOST_VALUES, description="The `id` of a category. Several: any of them."),
]
Day = Annotated[date, BeforeValidator(day_as_written)] | None
Since = Annotated[
    Annotated[AwareDatetime, BeforeValidator(no_number)] | None,
    Field(
        description=(
            "Only what was changed since then, and what is gone. Take `updated_until` of the last answer. "
            "It goes with `municipality`, `category`, `lang`, `limit` and `cursor` alone."
        )
    ),
]


class PageQuery(Schema):
    """What every list can be asked for."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(USUAL, ge=1, le=MOST, description="How many at the most.")
    cursor: str = Field("", max_length=300, description="The `next` of the page before.")
    lang: str = Field(
        "nb",
        max_length=35,
        description="In which language (BCP 47). What is not written in it comes in the nearest that it is.",
    )

    # What a question with `updated_since` goes with.
    followed_by: ClassVar[frozenset[str]] = frozenset(
        {"municipality", "category", "lang", "limit", "cursor", "updated_since"}
    )


class LanguageQuery(Schema):
    """What one thing can be asked for."""

    model_config = ConfigDict(extra="forbid")

    lang: str = Field("nb", max_length=35, description="In which language (BCP 47).")


class PlaceQuery(PageQuery):
    """What is somewhere."""

    municipality: Municipalities = []
    updated_since: Since = None


class EventQuery(PlaceQuery):
    """Activities."""

    category: Categories = []


class OccurrenceQuery(EventQuery):
    """Dates."""

    from_: Day = Field(
        None, alias="from", description=f"The first day, on the clock in Norway. {EARLIEST_AND_LAST}"
    )
    to: Day = Field(None, description=f"The last day, with it. {EARLIEST_AND_LAST}")
    event: Number | None = Field(None, description="Of this activity.")
    organisation: Number | None = Field(None, description="Of this organisation.")
    venue: Number | None = Field(None, description="At this place.")
    only: list[KnownTrait] = Field([], max_length=MOST_VALUES, description="All of these hold.")
    language: list[KnownLanguage] = Field(
        [],
        max_length=MOST_VALUES,
        description="One of these is spoken there, or there is an interpreter for it.",
    )
    level: KnownLevel | None = Field(None, description="What asks for so much Norwegian, or less.")


class Named(Schema):
    id: int
    name: str


class InMunicipality(Schema):
    number: str = Field(description="Kommunenummer.")
    name: str


class Kind(Schema):
    id: str
    label: str = Field(description="In the language that was asked for.")


class AtVenue(Schema):
    id: int
    name: str
    address: str = Field(description='On one line: "Silvalveien 12, 8850 Herøy".')
    latitude: float | None
    longitude: float | None


class Gone(Schema):
    """What is no longer shown: hidden, taken down, or deleted. It comes with `updated_since` alone."""

    id: UUID | int | str
    gone: Literal[True]
    updated_at: datetime


class OccurrenceItem(Schema):
    """One date of an activity."""

    id: UUID = Field(description="It never changes, also where the date is moved.")
    url: str = Field(description="Its page, in the language that was asked for.")
    event: int
    title: str
    language: str = Field(description="Which language `title` is in.")
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    status: Literal["scheduled", "cancelled", "postponed"]
    venue: AtVenue | None = Field(description="Null of what is online alone.")
    online: bool = Field(description="One can take part online.")
    municipality: InMunicipality
    organisation: Named
    categories: list[Kind]
    sentence: str = Field(description="What one should know, in whole sentences in the language asked for.")
    updated_at: datetime
    gone: Literal[False] = False


class EventItem(Schema):
    """An activity: what its dates have in common."""

    id: int
    url: str | None = Field(description="The page of its next date; null where none is to come.")
    title: str
    description: str
    language: str = Field(description="Which language `title` and `description` are in.")
    languages: list[str] = Field(description="Every language that they are written in.")
    next: datetime | None = Field(description="When its next date starts.")
    venue: AtVenue | None
    online: bool
    municipality: InMunicipality
    organisation: Named
    categories: list[Kind]
    sentence: str
    updated_at: datetime
    gone: Literal[False] = False


class OrganisationItem(Schema):
    """Who invites. E-mail addresses and telephone numbers stand on its page: they may be somebody's own."""

    id: int
    url: str
    name: str
    kind: Literal["volunteer_centre", "library", "association", "municipal", "other"]
    orgnr: str | None = Field(description="Nine digits, of Enhetsregisteret.")
    website: str | None
    about: str
    language: str | None = Field(description="Which language `about` is in.")
    municipality: InMunicipality
    gone: Literal[False] = False


class VenueItem(AtVenue):
    """A place where people meet."""

    url: str
    postcode: str
    place: str
    step_free: Literal["yes", "partly", "no", "unknown"]
    hearing_loop: Literal["yes", "partly", "no", "unknown"]
    municipality: InMunicipality
    gone: Literal[False] = False


class County(Schema):
    number: str
    name: str


class MunicipalityItem(InMunicipality):
    """A municipality that takes part."""

    url: str
    county: County
    latitude: float
    longitude: float


class CategoryItem(Kind):
    language: str


class Page(Schema):
    next: str | None = Field(description="The `cursor` of the next page; null on the last.")


class Followed(Page):
    updated_until: datetime | None = Field(
        None,
        description=(
            "With `updated_since`: what to ask with the next time, the same on all pages. Whatever was still "
            "being written comes then. What comes twice is the same."
        ),
    )


class OccurrencePage(Followed):
    items: list[OccurrenceItem | Gone]


class EventPage(Followed):
    items: list[EventItem | Gone]


class OrganisationPage(Followed):
    items: list[OrganisationItem | Gone]


class VenuePage(Followed):
    items: list[VenueItem | Gone]


class MunicipalityPage(Page):
    items: list[MunicipalityItem]


class CategoryPage(Page):
    items: list[CategoryItem]


class WrongParameter(Schema):
    parameter: str
    detail: str


class Problem(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[WrongParameter] = []


def problems(*statuses: int) -> dict[int, Any]:
    return dict.fromkeys(statuses, Problem)

"""By which words activities and organisations are found: the organisers' own, and what the facts say.

An activity's words are those that are public: a draft's stand in its revision, and are read by nobody here.
"""

from collections.abc import Iterator
from functools import cache

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import override

from core.formats import language_in_words
from core.languages import language_codes
from core.searching.kinds import Kind as KindOfRow
from core.searching.kinds import Words, register
from events.choices import Audience, Category, Food, Level
from events.models import Event, Occurrence
from events.standing.choices import Kind
from events.standing.models import StandingPlace
from organisations.models import Municipality, Organisation

EVENT, ORGANISATION, STANDING = "event", "organisation", "standing"
AT_ONCE = 500
# What a kind of activity is about, beside what it is called.
OF_CATEGORY: dict[str, tuple[str, ...]] = {
    Category.LANGUAGE_CAFE: ("language", "cafe", "norwegian", "meeting"),
    Category.NORWEGIAN_COURSE: ("norwegian", "language", "course"),
    Category.NEW_IN_NORWAY: ("newcomers", "meeting"),
    Category.OUTDOORS: ("hike", "outdoors"),
    Category.SPORT: ("exercise",),
    Category.CRAFTS: ("crafts",),
    Category.FOOD: ("food", "cooking"),
    Category.CULTURE: (),
    Category.GAMES: ("games",),
    Category.MEETING_PLACE: ("cafe", "meeting"),
    Category.FAMILY: ("family", "children"),
    Category.YOUTH: ("youth",),
    Category.HOMEWORK: ("homework",),
    Category.COURSE: ("course",),
    Category.NETWORK: ("mentor", "work"),
    Category.VOLUNTEERING: ("volunteering",),
    Category.CELEBRATION: ("celebration",),
    Category.FAITH: ("faith",),
    Category.INFLUENCE: (),
}
OF_AUDIENCE: dict[str, tuple[str, ...]] = {
    Audience.FAMILIES: ("family", "children"),
    Audience.CHILDREN: ("children",),
    Audience.YOUTH: ("youth",),
    Audience.SENIORS: ("seniors",),
}
OF_FOOD: dict[str, tuple[str, ...]] = {
    Food.COFFEE: ("coffee", "tea"),
    Food.SNACK: ("food",),
    Food.MEAL: ("food",),
}
OF_KIND: dict[str, tuple[str, ...]] = {
    Kind.LIBRARY: ("books",),
    Kind.OPEN_HOUSE: ("meeting", "cafe"),
    Kind.SWIMMING: ("swimming",),
    Kind.EQUIPMENT: ("outdoors",),
    Kind.YOUTH_CLUB: ("youth", "meeting"),
    Kind.CHURCH_HALL: ("meeting",),
    Kind.SPORTS_HALL: ("exercise",),
}
FOR_BEGINNERS = (Level.NONE, Level.BEGINNER, Level.A1)


def register_kinds() -> None:
    register(KindOfRow(EVENT, read_events))
    register(KindOfRow(ORGANISATION, read_organisations))
    register(KindOfRow(STANDING, read_standing_places))


def read_events(rows: list[int] | None) -> Iterator[tuple[int, Words]]:
    """Public activities that still take place. Whether their municipality takes part, the search asks.

    It asks too whether anybody answers for them: silent ones keep their words, and are found again at once.
    """
    coming = Occurrence.objects.public().scheduled().upcoming(timezone.now()).filter(event=OuterRef("pk"))
    found = Event.objects.filter(Exists(coming), live=True).order_by("pk")
    if rows is not None:
        found = found.filter(pk__in=rows)
    found = found.select_related("organisation", "venue").prefetch_related(
        "texts", "programme", "co_organisers", "municipality__names"
    )
    for event in found.iterator(chunk_size=AT_ONCE):
        yield event.pk, words_of_event(event)


def words_of_event(event: Event) -> Words:
    texts = list(event.texts.all())
    organisers = [event.organisation, *event.partners]
    body = [text.description for text in texts]
    body += [item.words for item in event.programme.all()]
    body += [organiser.name for organiser in organisers]
    if event.venue:
        body += [event.venue.name, event.venue.address_line]
    body += _names(event.municipality)
    body += _names_of_languages((*event.spoken_languages, *event.interpreter_languages))
    return Words(
        title=tuple(text.title for text in texts),
        kind=_in_every_language(Category, event.category),
        body=tuple(body),
        concepts=tuple(dict.fromkeys(_concepts(event))),
    )


def _concepts(event: Event) -> Iterator[str]:
    yield from OF_CATEGORY[event.category]
    yield from OF_AUDIENCE.get(event.audience, ())
    yield from OF_FOOD.get(event.food, ())
    if event.children_welcome or event.childcare:
        yield "children"
    if event.women_only:
        yield "women"
    if event.price_nok == 0:
        yield "free"
    if event.level in FOR_BEGINNERS:
        yield "beginner"
    if event.online_url:
        yield "online"


def read_organisations(rows: list[int] | None) -> Iterator[tuple[int, Words]]:
    found = Organisation.objects.listed().order_by("pk")
    if rows is not None:
        found = found.filter(pk__in=rows)
    found = found.prefetch_related("municipality__names", "active_in__names", "texts")
    for organisation in found.iterator(chunk_size=AT_ONCE):
        places = [organisation.municipality, *organisation.active_in.all()]
        yield (
            organisation.pk,
            Words(
                title=(organisation.name,),
                kind=_in_every_language(Organisation.Kind, organisation.kind),
                body=(
                    *(name for place in places for name in _names(place)),
                    *(said.about for said in (organisation, *organisation.texts.all())),
                    organisation.village,
                ),
            ),
        )


def read_standing_places(rows: list[int] | None) -> Iterator[tuple[int, Words]]:
    """Public places with opening hours. Whether their municipality takes part, the search asks."""
    found = StandingPlace.objects.filter(is_public=True).order_by("pk")
    if rows is not None:
        found = found.filter(pk__in=rows)
    found = found.select_related("organisation", "venue").prefetch_related("texts", "municipality__names")
    for place in found.iterator(chunk_size=AT_ONCE):
        concepts = [*OF_KIND.get(place.kind, ()), *(["free"] if not place.price_nok else [])]
        concepts += [*(["children"] if place.children_welcome else [])]
        concepts += [*(["women"] if place.women_only else [])]
        yield (
            place.pk,
            Words(
                title=tuple(dict.fromkeys([place.title, place.venue.name])),
                kind=_in_every_language(Kind, place.kind),
                body=(
                    place.note,
                    *(text.note for text in place.texts.all()),
                    place.organisation.name,
                    place.venue.address_line,
                    *_names(place.municipality),
                    *_names_of_languages(tuple(place.spoken_languages)),
                ),
                concepts=tuple(concepts),
            ),
        )


def _names(place: Municipality) -> list[str]:
    return [place.name, place.admin_centre, *(name.name for name in place.names.all())]


@cache
def _in_every_language(choices: type, value: str) -> tuple[str, ...]:
    labels = []
    for code in language_codes():
        with override(code):
            labels.append(str(choices(value).label))
    return tuple(labels)


@cache
def _names_of_languages(codes: tuple[str, ...]) -> tuple[str, ...]:
    names = []
    for reader in language_codes():
        with override(reader):
            names += [language_in_words(code) for code in codes]
    return tuple(names)

"""Who takes part: municipalities with their pages, organisations with an owner each, and places to meet."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.models import User
from demo.build_directory import FIRST_VISIT
from demo.everywhere import HOST_NAME, HOST_PHONE, SHORT
from events.standing.choices import CATEGORY_OF, Kind
from events.standing.models import StandingPlace, traits_of_place
from home.opening import add_municipality_page, open_site
from organisations.models import Membership, Municipality, Organisation, Venue
from organisations.naming import slug

FIRST_COUNTY = "18"
OFFERS_OF_AN_ORGANISATION, OFFERS_AT_A_VENUE = 8, 6
KINDS = ("volunteer_centre", "library", "association", "association", "association", "municipal", "other")
NAMES = {
    "volunteer_centre": "Frivilligsentralen i {place}",
    "library": "{place} folkebibliotek",
    "association": "{place} {what}",
    "municipal": "{place} kommune, {what}",
    "other": "{what} i {place}",
}
WHAT = {
    "association": (
        "turlag",
        "idrettslag",
        "husflidslag",
        "sanitetsforening",
        "spillklubb",
        "kor",
        "teaterlag",
    ),
    "municipal": ("kultur", "voksenopplæring", "ungdomstjenesten", "aktivitetssenteret"),
    "other": ("Språkvenner", "Naboskapet", "Internasjonal møteplass", "Fellesskapet"),
}
HOUSES = (
    "Biblioteket",
    "Samfunnshuset",
    "Kulturhuset",
    "Skolekjøkkenet",
    "Idrettshallen",
    "Grendehuset",
    "Kafeen",
)
STREETS = ("Storgata", "Skoleveien", "Kirkegata", "Kaiveien", "Sentrumsveien", "Fjordgata")
ACCESS = ("yes", "yes", "yes", "partly", "no", "unknown")
OPEN_DAYTIME = {"week": [[["10:00", "16:00"]]] * 5 + [[], []]}
AT_ONCE = 2_000


@dataclass(frozen=True)
class Whereabouts:
    """A municipality with what there is in it."""

    municipality: Municipality
    organisations: list[Organisation]
    venues: list[Venue]


class TooManyError(ValueError):
    """More is asked for than there is."""


def open_municipalities(number: int, chance: random.Random) -> list[Municipality]:
    """So many take part, Nordland's first. Raises `TooManyError`."""
    call_command("load_municipalities", verbosity=0, stdout=_Nowhere())
    every = list(Municipality.objects.select_related("county").order_by("pk"))
    if not 1 <= number <= len(every):
        raise TooManyError(f"There are from 1 to {len(every)} municipalities, and {number} were asked for.")
    first = [each for each in every if each.county.fylkesnummer == FIRST_COUNTY]
    others = [each for each in every if each.county.fylkesnummer != FIRST_COUNTY]
    chance.shuffle(others)
    chosen = [*first, *others][:number]
    Municipality.objects.filter(pk__in=[each.pk for each in chosen]).update(is_active=True)
    return chosen


class _Nowhere:
    """Another command's words are not this one's."""

    def write(self, text: str) -> None:
        pass


def make_pages(municipalities: Sequence[Municipality], chance: random.Random) -> int:
    """A page for each in every language. Returns how many."""
    homes = open_site()
    with disable_reference_index_auto_update():
        for municipality in municipalities:
            key = uuid.UUID(int=chance.getrandbits(128), version=4)
            for code, home in homes.items():
                text = SHORT[code]
                add_municipality_page(
                    municipality,
                    home,
                    key,
                    greeting=text.greeting,
                    intro=text.intro,
                    host_role=text.host_role,
                    host_hours=text.host_hours,
                    host_languages=text.host_languages,
                    host_name=HOST_NAME,
                    host_email=f"post@{municipality.slug}.example",
                    host_phone=HOST_PHONE,
                )
    return len(municipalities) * len(homes)


def make_places(
    offers: dict[int, int], municipalities: Sequence[Municipality], chance: random.Random, now: datetime
) -> list[Whereabouts]:
    """Organisations and venues for as many offers as `offers` has by the number of a municipality."""
    found: list[Whereabouts] = []
    for number, municipality in enumerate(municipalities):
        asked = offers.get(number, 0)
        organisations = [
            _organisation(municipality, each, now) for each in range(1 + asked // OFFERS_OF_AN_ORGANISATION)
        ]
        venues = [_venue(municipality, each, chance) for each in range(1 + asked // OFFERS_AT_A_VENUE)]
        found.append(Whereabouts(municipality, organisations, venues))
    organisations = [each for place in found for each in place.organisations]
    Organisation.objects.bulk_create(organisations, batch_size=AT_ONCE)
    _give_owners(organisations, now)
    Venue.objects.bulk_create([each for place in found for each in place.venues], batch_size=AT_ONCE)
    StandingPlace.objects.bulk_create([_library(place, now) for place in found], batch_size=AT_ONCE)
    return found


def _organisation(municipality: Municipality, number: int, now: datetime) -> Organisation:
    kind = KINDS[number % len(KINDS)]
    round_ = number // len(KINDS)
    what = WHAT.get(kind, ("",))
    name = NAMES[kind].format(place=municipality.name, what=what[(number + round_) % len(what)])
    name = f"{name} {round_ + 1}" if round_ else name
    # Of a round, two associations may draw the same word.
    return Organisation(
        name=name,
        slug=f"{slug(name)[:60]}-{number}",
        kind=kind,
        municipality=municipality,
        email=f"post-{number}@{municipality.slug}.example",
        about=f"{name} er for alle som bor her. Vi møtes hver uke, og nye er alltid velkomne.",
        first_visit=FIRST_VISIT[municipality.language],
        is_trusted=True,
        confirmed_at=now,
    )


def _give_owners(organisations: Sequence[Organisation], now: datetime) -> None:
    """Each has one who answers for it, and has been here lately. Nobody can log in as them by a password."""
    unusable = make_password(None)
    owners = [
        User(
            email=f"owner-{number}@load.example",
            name=f"Eier {number}",
            password=unusable,
            language="nb",
            date_joined=now - timedelta(days=400),
            last_login=now - timedelta(days=number % 60),
        )
        for number in range(len(organisations))
    ]
    User.objects.bulk_create(owners, batch_size=AT_ONCE)
    Membership.objects.bulk_create(
        [
            Membership(user=owner, organisation=organisation, role=Membership.MemberRole.OWNER)
            for owner, organisation in zip(owners, organisations, strict=True)
        ],
        batch_size=AT_ONCE,
    )


def _venue(municipality: Municipality, number: int, chance: random.Random) -> Venue:
    """Within some ten kilometres of the middle of the municipality."""
    house, round_ = HOUSES[number % len(HOUSES)], number // len(HOUSES)
    return Venue(
        name=f"{house} i {municipality.admin_centre}" + (f" {round_ + 1}" if round_ else ""),
        municipality=municipality,
        address=f"{chance.choice(STREETS)} {1 + number}",
        postcode=f"{chance.randint(1, 9990):04}",
        place=municipality.admin_centre,
        latitude=municipality.latitude + Decimal(chance.randint(-9000, 9000)) / 100_000,
        longitude=municipality.longitude + Decimal(chance.randint(-9000, 9000)) / 100_000,
        step_free=chance.choice(ACCESS),
        hearing_loop=chance.choice(ACCESS),
        directions="Døra er på baksida. Ring på hvis den er låst.",
    )


def _library(place: Whereabouts, now: datetime) -> StandingPlace:
    """Open in the daytime: stands in lists among the dates."""
    library = StandingPlace(
        name="",
        organisation=place.organisations[min(1, len(place.organisations) - 1)],
        municipality=place.municipality,
        venue=place.venues[0],
        kind=Kind.LIBRARY,
        category=CATEGORY_OF[Kind.LIBRARY],
        state="public",
        is_public=True,
        approved_at=now,
        confirmed_at=now,
        hours=OPEN_DAYTIME,
        note="Les, spill, spør eller bare sitt litt. Barn er velkomne.",
        children_welcome=True,
        spoken_languages=["no", "en"],
    )
    library.traits = traits_of_place(library)
    return library

"""One valid thing each, and no surprises. Every argument can be overridden."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from core.languages import language_codes
from core.models import User
from events.choices import Category
from events.dates.rule import SLOT_FORMAT
from events.dates.services import make_occurrences
from events.door.models import Headcount, PhoneCount
from events.door.numbers import nothing
from events.follows.models import Follow
from events.models import Event, EventText, Occurrence, Responsible, Series
from events.signups.models import Signup
from events.standing.models import StandingPlace
from events.traits import traits_of
from home.models import HomePage, MunicipalityPage
from newcomers.models import Newcomer
from newcomers.welcome.choices import Channel
from newcomers.welcome.content.segments import segments_of
from newcomers.welcome.models import Campaign, Contact, Delivery, PackageStep, StepText, WelcomePackage
from organisations.models import (
    Membership,
    Municipality,
    MunicipalityName,
    Organisation,
    Place,
    PlaceName,
    Region,
    Venue,
)
from organisations.naming import search_form, slug

OSLO = ZoneInfo("Europe/Oslo")
_numbers = count(1)


def a_user(name: str = "Kari Eksempel", **fields: Any) -> User:
    fields.setdefault("email", f"{slug(name)}-{next(_numbers)}@example.org")
    return User.objects.create_user(name=name, **fields)


def a_passkey(user: User, name: str = "Telefonen min") -> Authenticator:
    data = {"name": name, "credential": {}}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


def a_county(name: str = "Nordland", fylkesnummer: str = "18") -> Region:
    return Region.objects.get_or_create(
        fylkesnummer=fylkesnummer, defaults={"kind": "county", "name": name, "slug": slug(name)}
    )[0]


def a_municipality(kommunenummer: str = "1818", name: str = "Herøy", **fields: Any) -> Municipality:
    """Herøy in Nordland, taking part, unless told otherwise. The same number gives the same row."""
    existing = Municipality.objects.filter(pk=kommunenummer).first()
    if existing:
        return existing
    defaults = {
        "slug": slug(f"{name} {kommunenummer}") if kommunenummer != "1818" else "heroy-nordland",
        "county": fields.pop("county", None) or a_county(),
        "admin_centre": "Silvalen",
        "latitude": "65.97",
        "longitude": "12.30",
        "population": 1800,
        "is_active": True,
    }
    municipality = Municipality.objects.create(kommunenummer=kommunenummer, name=name, **(defaults | fields))
    MunicipalityName.objects.create(
        municipality=municipality, language="no", name=name, position=0, search_name=search_form(name)
    )
    return municipality


def a_place(name: str, municipality: Municipality, *names: str, kind: str = "town") -> Place:
    """A town of `municipality`, with other names that it has."""
    place = Place.objects.create(
        kind=kind,
        slug=f"{slug(name)}-{municipality.pk}",
        name=name,
        municipality=municipality,
        latitude=municipality.latitude,
        longitude=municipality.longitude,
    )
    for one in (name, *names):
        PlaceName.objects.create(place=place, name=one)
    return place


def a_district(name: str, *municipalities: Municipality) -> Region:
    region = Region.objects.create(kind="district", name=name, slug=slug(name))
    region.municipalities.set(municipalities)
    place = Place.objects.create(kind="region", slug=f"region-{region.slug}", name=name, region=region)
    PlaceName.objects.create(place=place, name=name)
    return region


def an_organisation(name: str = "Frivilligsentralen Møtestedet", **fields: Any) -> Organisation:
    fields.setdefault("municipality", None)
    municipality = fields.pop("municipality") or a_municipality()
    fields.setdefault("slug", f"{slug(name)}-{next(_numbers)}")
    fields.setdefault("email", "post@motestedet.example")
    return Organisation.objects.create(name=name, municipality=municipality, **fields)


def a_member(organisation: Organisation, *, user: User | None = None, role: str = "organiser") -> User:
    user = user or a_user("Ola Organisator")
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


def a_venue(name: str = "Herøy folkebibliotek", **fields: Any) -> Venue:
    municipality = fields.pop("municipality", None) or a_municipality()
    fields.setdefault("address", "Silvalveien 12")
    fields.setdefault("postcode", "8850")
    fields.setdefault("place", "Herøy")
    fields.setdefault("step_free", "yes")
    return Venue.objects.get_or_create(name=name, municipality=municipality, defaults=fields)[0]


def an_event(title: str = "Språkkafé på biblioteket", *, live: bool = True, **fields: Any) -> Event:
    """A drop-in language café, public unless `live` is False. Without dates: see `a_series`."""
    organisation = fields.pop("organisation", None) or an_organisation()
    municipality = fields.pop("municipality", None) or organisation.municipality
    fields.setdefault("venue", a_venue(municipality=municipality))
    fields.setdefault("category", Category.LANGUAGE_CAFE)
    fields.setdefault("spoken_languages", ["no"])
    description = fields.pop("description", "Vi snakker norsk sammen. Kaffe og vaffel.")
    event = Event.objects.create(organisation=organisation, municipality=municipality, live=live, **fields)
    EventText.objects.create(event=event, language="nb", title=title, description=description)
    return event


def a_series(event: Event, *, now: datetime | None = None, **fields: Any) -> Series:
    """A series of `event` with its dates: one date, tomorrow at 18:00, two hours, unless told otherwise."""
    now = now or timezone.now()
    fields.setdefault("first_date", timezone.localdate(now, OSLO) + timedelta(days=1))
    fields.setdefault("start_time", time(18, 0))
    fields.setdefault("duration", timedelta(hours=2))
    series = Series.objects.create(event=event, **fields)
    make_occurrences(series=series, now=now)
    return series


def an_occurrence(
    event: Event | None = None, *, starts_at: datetime | None = None, **fields: Any
) -> Occurrence:
    """One date of `event` (or of a new public one), tomorrow unless `starts_at` (UTC) says when."""
    event = event or an_event()
    starts_at = starts_at or timezone.now() + timedelta(days=1)
    local = starts_at.astimezone(OSLO)
    series = _series_with(event, local)
    fields.setdefault("ends_at", starts_at + timedelta(hours=2))
    fields.setdefault("is_public", event.live)
    return Occurrence.objects.create(
        series=series,
        original_slot=local.strftime(SLOT_FORMAT),
        starts_at=starts_at,
        event=event,
        organisation=event.organisation,
        municipality=event.municipality,
        venue=event.venue,
        category=event.category,
        traits=traits_of(event, event.venue),
        **fields,
    )


def _series_with(event: Event, local: datetime) -> Series:
    """The series of `event`, with a date at `local`: one for all of them, as everywhere else."""
    series = event.series.first()
    if series is None:
        return Series.objects.create(
            event=event, first_date=local.date(), start_time=local.time(), duration=timedelta(hours=2)
        )
    first = datetime.combine(series.first_date, series.start_time).strftime(SLOT_FORMAT)
    series.recurrence = f"{series.recurrence or f'RDATE:{first}'}\nRDATE:{local.strftime(SLOT_FORMAT)}"
    series.save(update_fields=["recurrence"])
    return series


OPEN_DAYTIME = {"week": [[["10:00", "16:00"]]] * 5 + [[], []]}


def a_standing_place(name: str = "Biblioteket", **fields: Any) -> StandingPlace:
    """A public library, open from ten to four on weekdays, unless told otherwise."""
    municipality = fields.pop("municipality", None)
    organisation = fields.pop("organisation", None) or an_organisation(
        f"Kulturkontoret {next(_numbers)}", municipality=municipality
    )
    fields["municipality"] = municipality or organisation.municipality
    if "venue" not in fields:
        fields["venue"] = a_venue(f"{name} hus", municipality=fields["municipality"])
    fields.setdefault("kind", "library")
    fields.setdefault("state", "public")
    fields.setdefault("approved_at", timezone.now())
    fields.setdefault("hours", OPEN_DAYTIME)
    return StandingPlace.objects.create(name=name, organisation=organisation, **fields)


def a_responsible(event: Event, name: str = "Kari Strand", **fields: Any) -> Responsible:
    """A volunteer who is asked by e-mail whether dates of `event` are on, and is not shown to anybody."""
    fields.setdefault("email", f"kari-{next(_numbers)}@frivillig.example")
    fields.setdefault("language", "nb")
    return Responsible.objects.create(event=event, name=name, **fields)


def a_signup(occurrence: Occurrence | None = None, **fields: Any) -> Signup:
    occurrence = occurrence or an_occurrence(an_event(admission="sign_up"))
    fields.setdefault("name", "Olena Eksempel")
    fields.setdefault("email", f"olena-{next(_numbers)}@example.org")
    fields.setdefault("language", "uk")
    fields.setdefault("created_at", timezone.now())
    fields.setdefault("expires_at", occurrence.ends_at + timedelta(days=30))
    fields.setdefault("firm_since", fields["created_at"])
    return Signup.objects.create(occurrence=occurrence, **fields)


def a_follow(occurrence: Occurrence | None = None, *, every_date: bool = False, **fields: Any) -> Follow:
    """Somebody who has confirmed that they want to be told of a date, or of every date of its activity."""
    occurrence = occurrence or an_occurrence()
    fields.setdefault("email", "" if "phone" in fields else f"amal-{next(_numbers)}@example.org")
    fields.setdefault("language", "en")
    fields.setdefault("created_at", timezone.now())
    fields.setdefault("confirmed_at", fields["created_at"])
    follow = Follow(event=occurrence.event, occurrence=None if every_date else occurrence, **fields)
    follow.expires_at = fields.get("expires_at") or follow.end(follow.created_at)
    follow.save()
    return follow


def a_headcount(occurrence: Occurrence | None = None, **fields: Any) -> Headcount:
    fields.setdefault("adults", 12)
    fields.setdefault("counted_at", timezone.now())
    return Headcount.objects.create(occurrence=occurrence or an_occurrence(), **fields)


def a_phone_count(occurrence: Occurrence, **fields: Any) -> PhoneCount:
    """What one phone has counted: three adults, and it waits for somebody's word."""
    counts = nothing() | {"adults": 3}
    given = {"device": uuid4(), "sequence": 1, "heard": counts, "counts": counts, "shown": counts}
    given |= {"is_waiting": True, "received_at": timezone.now()}
    return PhoneCount.objects.create(occurrence=occurrence, **given | fields)


def a_newcomer(email: str = "", **fields: Any) -> Newcomer:
    fields.setdefault("municipality", None)
    municipality = fields.pop("municipality") or a_municipality()
    fields.setdefault("name", "Olena Eksempel")
    fields.setdefault("language", "uk")
    fields.setdefault("arrived_month", date(2026, 10, 1))
    fields.setdefault("created_at", timezone.now())
    fields.setdefault("expires_at", timezone.now() + timedelta(days=395))
    email = email or f"newcomer-{next(_numbers)}@example.org"
    return Newcomer.objects.create(email=email, municipality=municipality, **fields)


def a_booklet(campaign: Campaign, newcomer: Newcomer, language: str = "nb") -> Delivery:
    """A delivery of `campaign` on paper, which waits to be handed over."""
    return Delivery.objects.create(
        campaign=campaign,
        newcomer=newcomer,
        package_id=campaign.package_id,
        step_id=campaign.step_id,
        channel=Channel.BOOKLET,
        language=language,
    )


def many_newcomers(number: int, **fields: Any) -> list[Newcomer]:
    """Of one municipality, in few statements: p0@example.org, p1@…"""
    now = timezone.now()
    municipality = fields.pop("municipality", None) or a_municipality()
    return Newcomer.objects.bulk_create(
        Newcomer(
            email=f"p{each}@example.org",
            municipality=municipality,
            language="uk",
            created_at=now,
            expires_at=now + timedelta(days=395),
            **fields,
        )
        for each in range(number)
    )


PACKAGE_BODY = [
    (
        "letter",
        {"text": "<p>Velkommen til Herøy!</p>", "signature": "Kari Eksempel", "role": "Tilflyttervert"},
    ),
    ("next_events", {"heading": "Dette skjer nå", "count": 3}),
]


def a_package(language: str = "nb", **fields: Any) -> WelcomePackage:
    """A welcome package without a step, to be translated into every language of the site."""
    municipality = fields.pop("municipality", None) or a_municipality()
    fields.setdefault("name", "Velkommen til Herøy")
    fields.setdefault("languages", [code for code in language_codes() if code != language])
    return WelcomePackage.objects.create(municipality=municipality, language=language, **fields)


def a_step(package: WelcomePackage | None = None, *, live: bool = True, **fields: Any) -> PackageStep:
    """A step of `package`, on arrival; without one, of a new one with `municipality`, `name`, `language`."""
    of_package = {key: fields.pop(key) for key in ("municipality", "name", "language") if key in fields}
    package = package or a_package(**of_package)
    fields.setdefault("subject", package.name)
    fields.setdefault("body", PACKAGE_BODY)
    step = PackageStep.objects.create(package=package, live=live, **fields)
    # As it is stored: its parts have their numbers.
    return PackageStep.objects.select_related("package__municipality").get(pk=step.pk)


def a_translation(step: PackageStep, language: str, words: Mapping[str, str]) -> None:
    """A person's translation of some texts of `step`: {what the source says: what the translation says}."""
    for segment in segments_of(step):
        if segment.text in words:
            StepText.objects.create(
                step=step,
                language=language,
                path=segment.path,
                source_hash=segment.hash,
                text=words[segment.text],
                state="human",
                changed_at=timezone.now(),
            )


def a_contact(name: str = "Servicekontoret", **fields: Any) -> Contact:
    municipality = fields.pop("municipality", None) or a_municipality()
    fields.setdefault("phone", "+4775000000")
    fields.setdefault("email", "post@heroy.example")
    fields.setdefault("languages", ["nb"])
    return Contact.objects.create(municipality=municipality, name=name, **fields)


def a_locale(language: str = "nb") -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def a_home_page(language: str = "nb") -> HomePage:
    """The front page in `language`; the Norwegian one becomes the site's root."""
    existing = HomePage.objects.filter(locale__language_code=language).first()
    if existing:
        return existing
    root = Page.get_first_root_node()
    if language != "nb":
        source = a_home_page("nb")
        page = source.copy_for_translation(a_locale(language))
        page.slug = f"home-{language}"
        page.save_revision().publish()
        return page
    page = HomePage(title="Møteplass", slug="home-nb", heading="Finn folk å møte", locale=a_locale("nb"))
    root.add_child(instance=page)
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True, site_name="Møteplass")
    return page


def a_municipality_page(
    municipality: Municipality | None = None, *, language: str = "nb", **fields: Any
) -> MunicipalityPage:
    """A municipality's page in `language`, made as a translation of the Norwegian one when it is another."""
    municipality = municipality or a_municipality()
    existing = MunicipalityPage.objects.filter(
        municipality=municipality, locale__language_code=language
    ).first()
    if existing:
        return existing
    if language != "nb":
        a_home_page(language)
        source = a_municipality_page(municipality)
        page = source.copy_for_translation(a_locale(language))
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()
        return page
    fields.setdefault("greeting", f"Velkommen til {municipality.name}")
    fields.setdefault("host_name", "Kari Eksempel")
    fields.setdefault("host_email", "kari@heroy.example")
    fields.setdefault("host_phone", "75 00 00 00")
    page = MunicipalityPage(
        title=municipality.name,
        slug=municipality.slug,
        municipality=municipality,
        locale=a_locale("nb"),
        **fields,
    )
    a_home_page("nb").add_child(instance=page)
    return page

"""Newcomers, the welcome package of Herøy and Bodø, and what has been sent."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from wagtail.models import Locale

from core.clock import month_start
from core.mail.outbox.reasons import Why
from core.models import User
from demo.people import NEWCOMERS
from demo.places import WRITTEN
from demo.shapes import Group, Written
from demo.welcome import LANGUAGES, TEXTS, PackageText
from newcomers.models import Newcomer
from newcomers.welcome.models import Campaign, CampaignEdition, Delivery, Step, WelcomePackage
from organisations.models import Municipality
from organisations.naming import slug

# Where a newcomer is told to come, and who answers there.
CENTRES = {"1818": "motestedet", "1804": "sentralen"}
# Months ago on which a package went out; whoever came later has not had one yet.
SENDINGS = (5, 2)


def make_newcomers(municipality: Municipality, now: datetime) -> list[Newcomer]:
    """The people in the host's list, the month they came, and how long their rows are kept."""
    return Newcomer.objects.bulk_create(
        _newcomer(municipality, *person, now=now) for person in NEWCOMERS[municipality.pk]
    )


def _newcomer(
    municipality: Municipality,
    name: str,
    language: str,
    months: int,
    interests: tuple[str, ...],
    *,
    now: datetime,
) -> Newcomer:
    made = max(month_start(now, months=-months) + timedelta(days=9), now - timedelta(days=31 * months))
    made = min(made, now)
    return Newcomer(
        municipality=municipality,
        name=name,
        email=f"{slug(name).replace('-', '.')}@eksempel.example",
        language=language,
        arrived_month=month_start(now, months=-months).date(),
        interests=list(interests),
        created_at=made,
        expires_at=made + timedelta(days=30 * settings.NEWCOMER_RETENTION_MONTHS),
    )


def make_packages(place: Written, user: User | None) -> list[WelcomePackage]:
    """The municipality's package in each of its languages, published."""
    municipality = Municipality.objects.get(pk=place.kommunenummer)
    key = uuid.uuid4()
    packages = []
    for language in LANGUAGES:
        text = TEXTS[language]
        name = text.name % {"name": municipality.name}
        package = WelcomePackage.objects.create(
            municipality=municipality,
            locale=Locale.objects.get(language_code=language),
            translation_key=key,
            name=name,
            subject=name,
            body=_body(text, place, municipality, language),
            live=False,
        )
        package.save_revision(user=user, log_action=True).publish(user=user)
        packages.append(WelcomePackage.objects.get(pk=package.pk))
    return packages


def _body(
    text: PackageText, place: Written, municipality: Municipality, language: str
) -> list[tuple[str, dict[str, object]]]:
    centre = next(group for group in place.groups if group.slug == CENTRES[place.kommunenummer])
    checklists: list[tuple[str, dict[str, object]]] = [
        (
            "checklist",
            {"heading": heading, "items": [{"text": what, "link": link} for what, link in items]},
        )
        for heading, items in text.checklists
    ]
    return [
        (
            "letter",
            {
                "text": text.letter % {"name": municipality.name, "place": centre.name},
                "signature": place.host_name,
                "role": place.texts[language].host_role,
            },
        ),
        ("next_events", {"heading": text.next_events, "count": 3}),
        (
            "contacts",
            {
                "heading": text.contacts,
                "contacts": [_host(text, place, language), _centre(text, centre)],
            },
        ),
        *checklists,
        ("explainer", {"word": "dugnad", "explanation": text.dugnad}),
        ("explainer", {"word": "lag", "explanation": text.club}),
    ]


def _host(text: PackageText, place: Written, language: str) -> dict[str, str]:
    return {
        "name": place.host_name,
        "helps_with": text.host_helps_with,
        "phone": place.host_phone,
        "email": place.host_email,
        "languages": place.texts[language].host_languages,
    }


def _centre(text: PackageText, centre: Group) -> dict[str, str]:
    return {
        "name": centre.name,
        "helps_with": text.centre_helps_with,
        "phone": centre.phone,
        "email": centre.email,
        "languages": text.centre_languages,
    }


def make_past_campaigns(
    packages: list[WelcomePackage], newcomers: list[Newcomer], user: User | None, now: datetime
) -> None:
    """The package went out twice: each person who had come by then has had it once."""
    waiting = list(newcomers)
    for months in SENDINGS:
        sent_at = now - timedelta(days=30 * months - 12)
        people = [person for person in waiting if person.created_at < sent_at]
        waiting = [person for person in waiting if person not in people]
        if people:
            _make_campaign(packages, people, user, sent_at)


def _make_campaign(
    packages: list[WelcomePackage], people: list[Newcomer], user: User | None, sent_at: datetime
) -> None:
    key = packages[0].translation_key
    campaign = Campaign.objects.create(
        municipality=packages[0].municipality, package_key=key, created_by=user, created_at=sent_at
    )
    CampaignEdition.objects.bulk_create(
        CampaignEdition(campaign=campaign, language=package.language, revision=package.live_revision)
        for package in packages
        if package.live_revision
    )
    deliveries = [_delivery(campaign, person, sent_at) for person in people]
    # One address did not work: what that looks like, and what to do, is part of the demonstration.
    deliveries[-1].state = Delivery.State.FAILED
    deliveries[-1].sent_at = None
    deliveries[-1].reason = Why.NO_SUCH_ADDRESS
    deliveries[-1].reason_at = sent_at
    Delivery.objects.bulk_create(deliveries)


def _delivery(campaign: Campaign, person: Newcomer, sent_at: datetime) -> Delivery:
    return Delivery(
        campaign=campaign,
        newcomer=person,
        package_key=campaign.package_key,
        step=Step.ARRIVAL,
        channel=campaign.channel,
        language=person.language if person.language in LANGUAGES else "nb",
        state=Delivery.State.SENT,
        sent_at=sent_at,
        message_id=f"<{uuid.uuid4()}@moteplass.example>",
    )


def make_welcomes(user: User | None, now: datetime) -> None:
    """All of it, for the municipalities that have newcomers here."""
    places = {place.kommunenummer: place for place in WRITTEN}
    for kommunenummer in NEWCOMERS:
        packages = make_packages(places[kommunenummer], user)
        newcomers = make_newcomers(Municipality.objects.get(pk=kommunenummer), now)
        make_past_campaigns(packages, newcomers, user, now)

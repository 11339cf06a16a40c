"""Newcomers, the welcome package of Herøy and Bodø, and what has been sent."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from core.clock import month_start
from core.mail.outbox.reasons import Why
from core.models import User
from core.world_languages import nearest
from demo.people import NEWCOMERS
from demo.places import WRITTEN
from demo.shapes import Group, Written
from demo.welcome import LANGUAGES, TEXTS
from home.models import MunicipalityPage
from newcomers.models import Newcomer
from newcomers.welcome.choices import Channel, StepKind, TextState
from newcomers.welcome.content import starting
from newcomers.welcome.content.packages import begin_step
from newcomers.welcome.content.segments import SUBJECT, hash_of
from newcomers.welcome.content.working import published
from newcomers.welcome.editions import frozen
from newcomers.welcome.models import (
    Campaign,
    CampaignEdition,
    Contact,
    Delivery,
    PackageStep,
    StepText,
    WelcomePackage,
)
from organisations.models import Municipality
from organisations.naming import slug

# Where a newcomer is told to come, and who answers there.
CENTRES = {"1818": "motestedet", "1804": "sentralen"}
# How the second letter is called where not all of it is translated yet.
LATER = {"uk": "Як вам живеться в комуні %s?", "ar": "كيف الحال في %s؟"}
AFTER_THREE = "ثلاثة أشهر في %s"
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


def make_package(place: Written, user: User | None) -> PackageStep:
    """The municipality's package with its first step, published and translated; the step."""
    municipality = Municipality.objects.get(pk=place.kommunenummer)
    source, *others = LANGUAGES
    package = WelcomePackage.objects.create(
        municipality=municipality,
        name=TEXTS[source].name % {"name": municipality.name},
        language=source,
        languages=others,
    )
    step = PackageStep(
        package=package,
        kind=StepKind.ARRIVAL,
        subject=package.name,
        body=_body(place, municipality),
        live=False,
    )
    step.save()
    step.save_revision(user=user, log_action=True).publish(user=user)
    step = PackageStep.objects.select_related("package", "live_revision").get(pk=step.pk)
    words = {code: dict(zip(_words(source, place), _words(code, place), strict=True)) for code in others}
    StepText.objects.bulk_create(
        StepText(
            step=step,
            language=code,
            path=segment.path,
            source_hash=segment.hash,
            text=words[code][segment.text],
            state=TextState.HUMAN,
            by=user,
            changed_at=step.last_published_at or timezone.now(),
        )
        for code in others
        for segment in published(step).segments
        if segment.text in words[code]
    )
    return step


def make_later_steps(first: PackageStep, place: Written, user: User | None, now: datetime) -> None:
    """The letters after 1, 3, 6 and 12 months, from the texts that every municipality begins with.

    Their translations are in several states: read, a machine's, outdated by a change, and missing.
    """
    writer = User(name=place.host_name)
    for kind in starting.STEPS[1:]:
        step = begin_step(package=first.package, kind=kind, user=user or writer, now=now)
        PackageStep.objects.filter(pk=step.pk).update(from_hour=10, to_hour=16)
        step = _signed(PackageStep.objects.get(pk=step.pk), place)
        step.save_revision(user=user, log_action=True).publish(user=user)
    _translate_some(first.package, now)


def _signed(step: PackageStep, place: Written) -> PackageStep:
    """The letter is from the host, with a face."""
    contact = Contact.objects.get(municipality=step.package.municipality_id, name=place.host_name)
    letter = next(part for part in step.body if part.block_type == "letter")
    letter.value["signature"], letter.value["picture"] = contact.name, contact.picture
    return step


def _translate_some(package: WelcomePackage, now: datetime) -> None:
    """A machine's draft in Ukrainian, a person's in Arabic, and one of an earlier subject."""
    place = package.municipality.name
    _translate(package, StepKind.MONTH_1, "uk", LATER["uk"] % place, TextState.MACHINE, now)
    _translate(package, StepKind.MONTH_1, "ar", LATER["ar"] % place, TextState.HUMAN, now)
    before = f"Nå har du vært tre måneder i {place}"
    _translate(package, StepKind.MONTH_3, "ar", AFTER_THREE % place, TextState.HUMAN, now, source=before)


def _translate(
    package: WelcomePackage, kind: str, language: str, text: str, state: str, now: datetime, source: str = ""
) -> None:
    """The subject of a step in one language, made from `source` where that is not what it says now."""
    step = PackageStep.objects.get(package=package, kind=kind)
    StepText.objects.create(
        step=step,
        language=language,
        path=SUBJECT,
        source_hash=hash_of(source or step.subject),
        text=text,
        state=state,
        changed_at=now,
    )


def _words(language: str, place: Written) -> list[str]:
    """Everything that is translated in the first step, in the same order in every language."""
    text = TEXTS[language]
    name = Municipality.objects.get(pk=place.kommunenummer).name
    return [
        text.name % {"name": name},
        text.letter % {"name": name, "place": _centre_of(place).name},
        place.texts[language].host_role,
        text.next_events,
        text.contacts,
        text.host_helps_with,
        text.centre_helps_with,
        *(heading for heading, _items in text.checklists),
        *(what for _heading, items in text.checklists for what, _link in items),
        text.dugnad,
        text.club,
    ]


def _centre_of(place: Written) -> Group:
    return next(group for group in place.groups if group.slug == CENTRES[place.kommunenummer])


def _body(place: Written, municipality: Municipality) -> list[tuple[str, dict[str, object]]]:
    text = TEXTS[LANGUAGES[0]]
    centre = _centre_of(place)
    host = _host(place, municipality)
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
                "signature": host.name,
                "role": place.texts[LANGUAGES[0]].host_role,
                "picture": host.picture,
            },
        ),
        ("next_events", {"heading": text.next_events, "count": 3}),
        (
            "contacts",
            {
                "heading": text.contacts,
                "contacts": [
                    {"contact": host, "helps_with": text.host_helps_with},
                    {"contact": _centre(centre, municipality), "helps_with": text.centre_helps_with},
                ],
            },
        ),
        *checklists,
        ("explainer", {"word": "dugnad", "explanation": text.dugnad}),
        ("explainer", {"word": "lag", "explanation": text.club}),
    ]


def _host(place: Written, municipality: Municipality) -> Contact:
    page = MunicipalityPage.objects.filter(municipality=municipality, host_image__isnull=False).first()
    return Contact.objects.create(
        municipality=municipality,
        name=place.host_name,
        phone=place.host_phone,
        email=place.host_email,
        languages=["nb", "en", "pl"],
        picture=page.host_image if page else None,
    )


def _centre(centre: Group, municipality: Municipality) -> Contact:
    return Contact.objects.create(
        municipality=municipality,
        name=centre.name,
        phone=centre.phone,
        email=centre.email,
        languages=["nb", "en"],
    )


def make_past_campaigns(
    step: PackageStep, newcomers: list[Newcomer], user: User | None, now: datetime
) -> None:
    """The package went out twice: each person who had come by then has had it once."""
    waiting = list(newcomers)
    for months in SENDINGS:
        sent_at = now - timedelta(days=30 * months - 12)
        people = [person for person in waiting if person.created_at < sent_at]
        waiting = [person for person in waiting if person not in people]
        if people:
            _make_campaign(step, people, user, sent_at)


def _make_campaign(step: PackageStep, people: list[Newcomer], user: User | None, sent_at: datetime) -> None:
    campaign = Campaign.objects.create(
        municipality_id=step.municipality_id,
        package=step.package,
        step=step,
        state=Campaign.State.DONE,
        created_by=user,
        created_at=sent_at,
    )
    CampaignEdition.objects.bulk_create(
        CampaignEdition(campaign=campaign, language=language, content=content)
        for language, content in frozen(step, now=sent_at).items()
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
        package_id=campaign.package_id,
        step_id=campaign.step_id,
        channel=Channel.EMAIL,
        language=nearest(LANGUAGES, person.language) or LANGUAGES[0],
        state=Delivery.State.SENT,
        sent_at=sent_at,
        message_id=f"<{uuid.uuid4()}@moteplass.example>",
    )


def make_welcomes(user: User | None, now: datetime) -> None:
    """All of it, for the municipalities that have newcomers here."""
    places = {place.kommunenummer: place for place in WRITTEN}
    for kommunenummer in NEWCOMERS:
        step = make_package(places[kommunenummer], user)
        make_later_steps(step, places[kommunenummer], user, now)
        newcomers = make_newcomers(Municipality.objects.get(pk=kommunenummer), now)
        make_past_campaigns(step, newcomers, user, now)

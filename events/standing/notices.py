"""What is told to who looks after a place: "Still right?" twice a year, and what the municipality decided."""

from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext, override

from core.clock import local_day
from core.isolation import filled
from core.languages import language_among
from core.links import PersonalLinks, personal_url
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.sms.messages import TextMessage, is_offered
from events.models import Responsible
from events.standing.choices import State
from events.standing.models import StandingPlace
from events.standing.services import DECISION, STILL_RIGHT
from events.standing.wording import next_days

WORTH = timedelta(days=7)
LINKS = PersonalLinks("standing.still_right", max_age=timedelta(days=90))


def register_kinds() -> None:
    """Called while the app gets ready."""
    register(Kind(STILL_RIGHT, priority=Priority.CAMPAIGN, worth=WORTH, make=make_question))
    register(Kind(DECISION, priority=Priority.NEWS, worth=WORTH, make=make_decision))


def place_of(row: OutboxMessage) -> StandingPlace:
    rows = StandingPlace.objects.select_related("organisation", "venue", "municipality")
    place = rows.filter(pk=row.about.removeprefix("standing:")).first()
    if place is None:
        raise Unwanted
    return place


def make_question(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | TextMessage:
    """ "Are the opening hours still right?", with the hours; by SMS where that was chosen and there is one.

    Raises `Unwanted` where somebody has confirmed them meanwhile, or nobody is to be asked.
    """
    place = place_of(row)
    if not place.is_public or not place.times_asked or place.stopped_at:
        raise Unwanted
    language = language_among(place.contact_language, place.municipality.language)
    url = personal_url("standing_still_right", LINKS.token(place.public_id), language=language)
    if place.contact_channel == Responsible.Channel.SMS and place.contact_phone and is_offered():
        return TextMessage(
            to=place.contact_phone,
            text=_text(place, url, language),
            payer=place.municipality_id,
            language=language,
        )
    to = place.contact_email or place.organisation.email
    if not to:
        raise Unwanted
    with override(language):
        rows = next_days(place.opening_hours, local_day(now))
    letter = render_letter("standing/mail/still_right", _values(place, url=url, rows=rows), language=language)
    return build_message(letter, to=to, language=language)


def _text(place: StandingPlace, url: str, language: str) -> str:
    with override(language):
        return filled(
            gettext("Are the opening hours of %(place)s still right? Answer here: %(url)s STOPP: no more."),
            place=place.title,
            url=url,
        )


def make_decision(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """What the municipality said. Raises `Unwanted` where it is otherwise by now."""
    place = place_of(row)
    to = place.contact_email or place.organisation.email
    if place.state not in (State.PUBLIC, State.SENT_BACK) or not to:
        raise Unwanted
    language = language_among(place.contact_language, place.municipality.language)
    with override(language):
        url = absolute(reverse("portal_standing_place", args=[place.pk]))
    values = _values(place, url=url, comment=place.comment, is_public=place.is_public)
    letter = render_letter("standing/mail/decision", values, language=language)
    return build_message(letter, to=to, language=language)


def _values(place: StandingPlace, **values: Any) -> dict[str, Any]:
    return {
        "title": place.title,
        "title_language": place.municipality.language,
        "municipality": place.municipality,
        "organisation": place.organisation,
        **values,
    }

"""This room's messages: whether each is still to be sent when its turn comes, and how it is made."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.clock import end_of_night
from core.isolation import filled
from core.languages import language_among
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox.kinds import Kind, Message, NotYet, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.mail.outbox.sealing import unseal
from core.models import User
from core.sms.messages import TextMessage, is_offered
from events.besides import afterwards, going, kinds, letters, meeting
from events.besides.letters import Told
from events.besides.links import greeter_url
from events.besides.models import Greeter
from events.discovery.instead import similar_near
from events.models import Occurrence, Responsible
from events.signups import texts
from events.signups.kinds import signup_of
from events.signups.links import manage_url
from events.signups.models import Signup
from events.signups.ways import can_be_told, is_texted
from events.telling.wording import date_context
from organisations.models import Membership, Organisation

WORTH = timedelta(days=7)
NEXT_DATES = 3


def _letter(
    told: Told,
    *,
    to: str,
    url: str,
    language: str,
    organisation: Organisation,
    occurrence: Occurrence | None = None,
) -> EmailMultiAlternatives:
    facts = date_context(occurrence, language=language) if occurrence else {}
    context = {**facts, "told": told, "url": url, "organisation": organisation}
    letter = render_letter("besides/mail/told", context, language=language)
    return build_message(letter, to=to, language=language, reply_to=organisation.email)


def _date(row: OutboxMessage) -> Occurrence:
    found = Occurrence.objects.with_cards().filter(pk=kinds.number_in(row.about)).first()
    if found is None:
        raise Unwanted(Why.GONE)
    return found


def _volunteer(row: OutboxMessage) -> Responsible:
    rows = Responsible.objects.select_related("event__organisation").prefetch_related("event__texts")
    found = rows.filter(pk=kinds.number_in(row.recipient), stopped_at=None).first()
    if found is None:
        raise Unwanted(Why.GONE)
    return found


def by_day(row: OutboxMessage, now: datetime) -> bool:
    """May raise `NotYet`."""
    if morning := end_of_night(now):
        raise NotYet(morning)
    return True


def make_greeter_asked(row: OutboxMessage, now: datetime) -> Message:
    """Raises `Unwanted` when they have answered, or are on the list no longer."""
    who = _volunteer(row)
    if not Greeter.objects.filter(responsible=who, said_yes_at=None).exists():
        raise Unwanted
    with override(who.language):
        told = letters.greeter_asked(
            title=_title(who), organisation=who.event.organisation.name, first_name=who.first_name
        )
        return _to_volunteer(who, told, told.subject)


def _title(who: Responsible) -> str:
    text = who.event.text_for(who.language)
    return text.title if text else who.event.title


def _to_volunteer(who: Responsible, told: Told, short: str, occurrence: Occurrence | None = None) -> Message:
    """By mail where they have an address, or else by SMS: `short`, and the link."""
    url = greeter_url(who)
    if not who.email:
        if not is_offered():
            raise Unwanted(Why.GONE)
        payer = who.event.municipality_id
        return TextMessage(to=who.phone, text=f"{short}\n{url}", payer=payer, language=who.language)
    return _letter(
        told,
        to=who.email,
        url=url,
        language=who.language,
        organisation=who.event.organisation,
        occurrence=occurrence,
    )


def make_to_meet(row: OutboxMessage, now: datetime) -> Message:
    """Raises `Unwanted` when nobody wants it any longer, or the date does not take place."""
    who, date = _volunteer(row), _date(row)
    wanted = meeting.wanted_at(date)
    greeter = meeting.greeter_of(date.event)
    is_theirs = greeter is not None and greeter.responsible_id == who.pk
    if not wanted.number or not is_theirs or not date.takes_place or date.ends_at <= now:
        raise Unwanted
    with override(who.language):
        told = letters.to_meet(wanted, title=_title(who))
        short = f"{told.subject}. {' '.join(told.lines[:-1])}"
        return _to_volunteer(who, told, short, date)


def make_it_goes(row: OutboxMessage, now: datetime) -> Message:
    signup = Signup.objects.firm().with_date().filter(pk=signup_of(row.recipient)).first()
    if signup is None or not signup.occurrence.takes_place or signup.occurrence.starts_at <= now:
        raise Unwanted(Why.GONE)
    language = signup.language
    with override(language):
        facts = date_context(signup.occurrence, language=language)
        told = letters.it_goes(title=str(facts["title"]), number=going.number_at(signup.occurrence))
        if not signup.email:
            if not is_offered():
                raise Unwanted(Why.GONE)
            text = f"{told.subject}. {facts['when']}"
            payer = signup.occurrence.municipality_id
            return TextMessage(to=signup.phone, text=text, payer=payer, language=language)
        return _letter(
            told,
            to=signup.email,
            url=manage_url(signup),
            language=language,
            organisation=signup.occurrence.organisation,
            occurrence=signup.occurrence,
        )


def make_too_few(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """Raises `Unwanted` when it is certain, cancelled, or begins, and to who has left the organisation."""
    date = _date(row)
    user = User.objects.filter(pk=kinds.number_in(row.recipient), is_active=True).first()
    wanted, number = date.event.goes_from, going.number_at(date)
    is_settled = wanted is None or number >= wanted or going.is_certain(date)
    if user is None or is_settled or not date.takes_place or date.starts_at <= now:
        raise Unwanted
    if user.pk not in Membership.objects.answering_for(date.organisation_id):
        raise Unwanted
    language = language_among(user.language, date.municipality.language)
    with override(language):
        title = str(date_context(date, language=language)["title"])
        told = letters.too_few(title=title, number=number, wanted=wanted or 0)
        return _letter(
            told,
            to=user.email,
            url=absolute(reverse("portal_goes", args=[date.public_id])),
            language=language,
            organisation=date.organisation,
            occurrence=date,
        )


def is_afterwards_wanted(row: OutboxMessage, now: datetime) -> bool:
    """Not to who comes to a later date anyway, nor twice in a fortnight about one activity."""
    by_day(row, now)
    rows = afterwards.written_to(now).select_related("occurrence")
    signup = rows.filter(pk=signup_of(row.recipient)).first()
    if signup is None or not can_be_told(signup) or afterwards.has_had_one(row, signup):
        return False
    later = Signup.objects.standing().reached_as(signup)
    at_later_dates = {
        "occurrence__event": signup.occurrence.event_id,
        "occurrence__starts_at__gt": signup.occurrence.starts_at,
    }
    return not later.filter(**at_later_dates).exists()


def make_afterwards(row: OutboxMessage, now: datetime) -> Message:
    signup = Signup.objects.with_date().filter(pk=signup_of(row.recipient)).first()
    if signup is None:
        raise Unwanted(Why.GONE)
    was_missed = row.secret is not None and bool(unseal(row.secret).get("missed"))
    occurrence, language = signup.occurrence, signup.language
    dates = Occurrence.objects.listed().scheduled().filter(event=occurrence.event_id, starts_at__gt=now)
    coming = list(dates.order_by("starts_at", "pk")[:NEXT_DATES])
    with override(language):
        url = absolute(_what_is_next(occurrence, coming))
        if is_texted(signup):
            return texts.afterwards(signup, occurrence, was_missed=was_missed, link=url)
        near = [] if coming else similar_near(occurrence, now=now)
        title = str(date_context(occurrence, language=language)["title"])
        words = letters.missed if was_missed else letters.thanks
        told = words(coming, title=title, similar=[_similar(date, language) for date in near])
        return _letter(
            told,
            to=signup.email,
            url=url,
            language=language,
            organisation=occurrence.organisation,
        )


def _what_is_next(occurrence: Occurrence, coming: Sequence[Occurrence]) -> str:
    slug = occurrence.municipality.slug
    if coming:
        return reverse("event_detail", args=[slug, coming[0].public_id])
    return reverse("event_list", args=[slug])


def _similar(date: Occurrence, language: str) -> str:
    facts = date_context(date, language=language)
    return filled(_("%(title)s, %(when)s"), title=facts["title"], when=facts["when"])


def register_mails() -> None:
    """Called while the app gets ready."""
    register(
        Kind(
            kinds.GREETER_ASKED,
            priority=Priority.NEWS,
            worth=WORTH,
            make=make_greeter_asked,
            wanted=by_day,
        )
    )
    register(Kind(kinds.TO_MEET, priority=Priority.NEWS, worth=WORTH, make=make_to_meet, wanted=by_day))
    register(Kind(kinds.IT_GOES, priority=Priority.NEWS, worth=WORTH, make=make_it_goes, wanted=by_day))
    register(Kind(kinds.TOO_FEW, priority=Priority.NEWS, worth=WORTH, make=make_too_few, only_mail=True))
    register(
        Kind(
            afterwards.AFTERWARDS,
            priority=Priority.NEWS,
            worth=WORTH,
            make=make_afterwards,
            wanted=is_afterwards_wanted,
        )
    )

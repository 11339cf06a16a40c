"""Somebody asks to be welcomed, without an account and without a list.

It is nothing to the municipality before the button behind the link in the message is pressed: then the
address is known to be theirs. The answer on the page is the same whether the address was known or not.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from core.links import LinkExpired, PersonalLinks, personal_url
from core.mail.outbox import services as outbox
from core.mail.outbox.models import OutboxMessage
from core.privacy import erasures
from core.telephone import same_telephone
from core.text import same_address
from newcomers.choices import Source, Wish
from newcomers.models import Newcomer, WayIn, WelcomeRequest
from newcomers.person import Person
from newcomers.services import add_newcomer, correct, one_after_another
from organisations.models import Municipality

KIND = "newcomers.asked"
# How long the button can be pressed (the privacy page says so).
KEPT = timedelta(days=3)
# A repeat sends the message again, but not more often than this to one address.
RESEND_AFTER = timedelta(minutes=10)
LINKS = PersonalLinks(salt="newcomers.asking")


def recipient_of(request: WelcomeRequest) -> str:
    """Who it is to, as the outbox knows them."""
    return f"welcome-request:{request.pk}"


def request_of(recipient: str) -> int:
    """The request that is meant by what `recipient_of` gave."""
    return int(recipient.removeprefix("welcome-request:"))


def request_url(request: WelcomeRequest) -> str:
    """The full address of the page with the button, for a message."""
    return personal_url("welcome_request", LINKS.token(request.public_id), language=request.page_language)


def request_from(token: str, *, now: datetime) -> WelcomeRequest:
    """The request that `token` is the link of. Raises `LinkForged`, or `LinkExpired`: its time is over, or
    the button was pressed."""
    (public_id,) = LINKS.read(token)
    rows = WelcomeRequest.objects.select_related("municipality__county", "way_in")
    found = rows.filter(public_id=public_id, expires_at__gt=now).first()
    if found is None:
        raise LinkExpired
    return found


@transaction.atomic
def ask(
    *,
    municipality: Municipality,
    person: Person,
    page_language: str,
    now: datetime,
    way_in: WayIn | None = None,
) -> WelcomeRequest:
    """Keep what somebody asks, and send them the link with which they show that it was them.

    `person` has an e-mail address or a number, not both. A repeat is one request, as it was asked last.
    """
    one_after_another(municipality)
    email = same_address(person.email)
    known = WelcomeRequest.objects.filter(municipality=municipality, email=email, phone=person.phone)
    asked = known.first() or WelcomeRequest(municipality=municipality, email=email, phone=person.phone)
    is_new = asked.pk is None
    for name, value in {**replace(person, email=email).__dict__}.items():
        setattr(asked, name, list(value) if isinstance(value, tuple) else value)
    asked.way_in, asked.page_language = way_in, page_language
    asked.created_at, asked.expires_at = now, now + KEPT
    asked.save()
    if is_new and way_in:
        WayIn.objects.filter(pk=way_in.pk).update(asked=F("asked") + 1)
    _send(asked, now=now)
    return asked


def _send(asked: WelcomeRequest, *, now: datetime) -> None:
    sent = OutboxMessage.objects.filter(kind=KIND, recipient=recipient_of(asked))
    under_way = Q(state__in=[OutboxMessage.State.QUEUED, OutboxMessage.State.SENDING])
    if sent.filter(under_way | Q(created_at__gt=now - RESEND_AFTER)).exists():
        return
    outbox.queue(
        kind=KIND,
        about=f"municipality:{asked.municipality_id}",
        recipient=recipient_of(asked),
        occasion=now.isoformat(),
        wanted_until=asked.expires_at,
        now=now,
    )


@transaction.atomic
def confirm(*, request: WelcomeRequest, now: datetime) -> Newcomer:
    """The button was pressed: they are on the municipality's list, with what they said themselves.

    Who is there already has what they say now; what they left out stays. Who had stopped wants it again.
    Raises `LinkExpired` for who pressed second, also in the same moment.
    """
    if not WelcomeRequest.objects.select_for_update(of=("self",)).filter(pk=request.pk).exists():
        raise LinkExpired
    way_in = request.way_in
    newcomer, is_new = add_newcomer(
        municipality=request.municipality,
        person=request.person,
        now=now,
        source=Source.WAY_IN if way_in else Source.ASKED,
        way_in=way_in,
    )
    if not is_new:
        correct(newcomer=newcomer, person=_together(newcomer.person, request.person))
    # They have read on the page what is kept, why and until when.
    newcomer.confirmed_at, newcomer.told_at = now, newcomer.told_at or now
    if newcomer.unsubscribed_at:
        erasures.take_back("unsubscribed", [newcomer.public_id])
    newcomer.unsubscribed_at, newcomer.address_fault, newcomer.address_fault_at = None, "", None
    newcomer.save()
    if way_in:
        WayIn.objects.filter(pk=way_in.pk).update(confirmed=F("confirmed") + 1)
    outbox.forget(recipient=recipient_of(request))
    request.delete()
    return newcomer


def forget(*, address: str) -> int:
    """Whoever asked with this e-mail address or number wants nothing kept. Returns how many requests."""
    by = {"email": same_address(address)} if "@" in address else {"phone": same_telephone(address)}
    rows = list(WelcomeRequest.objects.filter(**by)) if address else []
    outbox.forget_all(recipients=[recipient_of(row) for row in rows])
    WelcomeRequest.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _together(known: Person, said: Person) -> Person:
    """What somebody says now before what was known of them."""
    told = {name: value for name, value in said.__dict__.items() if value not in ("", None, (), 0, Wish.BEST)}
    return replace(known, **told)

"""The link in a person's letter. Whoever has it may read the package, stop the mails and erase the person.

Each letter, print and message has its own (`LetterLink`): a random token, of which a hash is kept. One can be
closed alone, and no change of a key touches what is printed. Letters from before have a signed link with the
person's `public_id` and the package's, which opens as long as its key stands in the settings.
"""

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, When

from core.links import SEPARATOR, LinkExpired, LinkForged, PersonalLinks
from newcomers.models import Newcomer
from newcomers.welcome.models import Delivery, DeliveryQuerySet
from newcomers.welcome.models.links import LetterLink

SIGNED = PersonalLinks(salt="newcomers.welcome.page", ids=2)
# 128 bits as `secrets.token_urlsafe` writes them: short enough for a small QR code.
TOKEN_BYTES = 16
# How long after the person's own end their link still says that there is nothing any more.
SAYS_GONE = timedelta(days=365)
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


class LinkGone(LinkExpired):
    """What it led to is deleted. `language` is the letter's, or "" where nobody knows it any longer."""

    def __init__(self, language: str = "") -> None:
        super().__init__()
        self.language = language


class LinkClosed(LinkGone):
    """The host has closed it: the letter was lost, or came to somebody else."""


@dataclass(frozen=True)
class PersonalLink:
    """A link that was opened: whose it is, and the delivery that it came with or that is their latest.

    None where they have been sent nothing yet.
    """

    token: str
    newcomer: Newcomer
    delivery: Delivery | None
    # "": a letter of before, of which nobody knows any longer to which address it went.
    medium: str = ""

    @property
    def address(self) -> str:
        """The e-mail address or the number that whoever has the link has shown to be theirs: it was sent
        there, and is still the person's (`close_sent_to`). "" for what is printed, which anybody may have
        found."""
        if self.medium == LetterLink.Medium.MAIL:
            return self.newcomer.email
        return self.newcomer.phone if self.medium == LetterLink.Medium.SMS else ""


def mint(*, newcomer: Newcomer, delivery: Delivery | None, medium: LetterLink.Medium, now: datetime) -> str:
    """A new token for one letter, print or message. It is told once, here."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = _row(token, newcomer=newcomer, delivery=delivery, medium=medium, now=now)
    link.save(force_insert=True)
    return token


def mint_many(*, deliveries: list[Delivery], medium: LetterLink.Medium, now: datetime) -> dict[int, str]:
    """The same for each of `deliveries`, whose `newcomer` is loaded: {pk: token}. One statement."""
    tokens = {delivery.pk: secrets.token_urlsafe(TOKEN_BYTES) for delivery in deliveries if delivery.newcomer}
    LetterLink.objects.bulk_create(
        _row(tokens[delivery.pk], newcomer=delivery.newcomer, delivery=delivery, medium=medium, now=now)
        for delivery in deliveries
        if delivery.newcomer
    )
    return tokens


def close(*, link: LetterLink, now: datetime) -> None:
    """It leads nowhere from `now` on: the letter was lost, or is in other hands. A repeat keeps the time."""
    LetterLink.objects.open().filter(pk=link.pk).update(closed_at=now)


def close_sent_to(*, newcomer: Newcomer, media: Collection[LetterLink.Medium], now: datetime) -> int:
    """What was sent in these ways went to what is theirs no longer. Returns how many links close."""
    return newcomer.letter_links.open().filter(medium__in=media).update(closed_at=now)


def link_from(token: str, *, now: datetime) -> PersonalLink:
    """Whose link it is. Raises `LinkForged`, `LinkClosed`, or `LinkExpired`: the person is deleted, by
    themselves, by the host, or because the time is up.
    """
    return _signed(token, now) if SEPARATOR in token else _random(token, now)


def _random(token: str, now: datetime) -> PersonalLink:
    if not TOKEN.fullmatch(token):
        raise LinkForged
    rows = LetterLink.objects.select_related(
        "newcomer__municipality__county", "delivery__campaign", "delivery__step"
    )
    link = rows.filter(token_hash=_hash(token)).first()
    if link is None:
        raise LinkForged
    if link.newcomer is None or link.newcomer.expires_at <= now:
        raise LinkGone(link.delivery.language if link.delivery else "")
    if link.closed_at:
        raise LinkClosed(link.newcomer.language)
    delivery = link.delivery or _latest(link.newcomer.deliveries.all())
    if delivery:
        delivery.newcomer = link.newcomer
    return PersonalLink(token, link.newcomer, delivery, link.medium)


def _signed(token: str, now: datetime) -> PersonalLink:
    public_id, package = SIGNED.read(token)
    delivery = _latest(
        Delivery.objects.select_related("newcomer__municipality__county").filter(
            newcomer__public_id=public_id, newcomer__expires_at__gt=now, package__public_id=package
        )
    )
    if delivery is None or delivery.newcomer is None:
        raise LinkExpired
    return PersonalLink(token, delivery.newcomer, delivery)


def _latest(deliveries: DeliveryQuerySet) -> Delivery | None:
    """What reached them before what did not: one may have failed before another campaign reached them."""
    reached = Case(When(state__in=Delivery.HAD, then=0), default=1)
    return deliveries.select_related("campaign", "step").order_by(reached, "-pk").first()


def _row(
    token: str, *, newcomer: Newcomer, delivery: Delivery | None, medium: LetterLink.Medium, now: datetime
) -> LetterLink:
    return LetterLink(
        newcomer=newcomer,
        delivery=delivery,
        medium=medium,
        token_hash=_hash(token),
        made_at=now,
        expires_at=newcomer.expires_at + SAYS_GONE,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

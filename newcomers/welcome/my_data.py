"""What a municipality keeps of somebody whom it welcomes, behind the link to all of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.privacy.held import IN_PUBLIC, Root, Shown, of_each, reached_at, register
from newcomers import asking
from newcomers.models import ForgottenAddress, Newcomer, WelcomeRequest, digests_of
from newcomers.services import erase_newcomer, everywhere
from newcomers.welcome.links import link_from, mint
from newcomers.welcome.models import AskedLater, Contact, LetterLink
from newcomers.welcome.steps import later
from organisations.models import Municipality


def newcomers(shown: Shown) -> QuerySet[Newcomer]:
    return of_each(shown, everywhere, Newcomer.objects.select_related("municipality__county", "way_in"))


@transaction.atomic
def erase_newcomers(shown: Shown, now: datetime) -> int:
    people = [row for row in newcomers(shown).order_by("pk") if shown.knows(row.name)]
    for person in people:
        erase_newcomer(newcomer=person, asked_at=now)
    return len(people)


def page_of(row: Newcomer) -> str:
    """Where they correct it: a link of their own, as if it had been sent to the address that was shown."""
    medium = LetterLink.Medium.MAIL if row.email else LetterLink.Medium.SMS
    return reverse("about_me", args=[mint(newcomer=row, delivery=None, medium=medium, now=timezone.now())])


def requests_of(address: str) -> QuerySet[WelcomeRequest]:
    return reached_at(WelcomeRequest.objects.all(), address)


def requests(shown: Shown) -> QuerySet[WelcomeRequest]:
    rows = WelcomeRequest.objects.select_related("municipality__county", "way_in")
    return of_each(shown, requests_of, rows)


def erase_requests(shown: Shown, now: datetime) -> int:
    return sum(asking.forget(address=address) for address in shown.addresses)


def later_of(address: str) -> QuerySet[AskedLater]:
    return reached_at(AskedLater.objects.all(), address)


def asked_later(shown: Shown) -> QuerySet[AskedLater]:
    return of_each(shown, later_of, AskedLater.objects.select_related("municipality__county"))


def forgotten(shown: Shown) -> QuerySet[ForgottenAddress]:
    """Of the addresses that were shown, in whichever municipality."""
    digests = [
        digest
        for place in Municipality.objects.all()
        for address in shown.addresses
        for digest in digests_of(place, address)
    ]
    rows = ForgottenAddress.objects.select_related("municipality__county")
    return rows.filter(digest__in=digests)


def contacts_of(address: str) -> QuerySet[Contact]:
    return reached_at(Contact.objects.all(), address)


def contacts(shown: Shown) -> QuerySet[Contact]:
    return of_each(shown, contacts_of, Contact.objects.select_related("municipality__county"))


def place_name(row: Newcomer | WelcomeRequest | AskedLater | ForgottenAddress | Contact) -> str:
    """The municipality that holds it: it is responsible, and it is what the row is about."""
    return row.municipality.full_name


def address_of(row: Newcomer | WelcomeRequest | AskedLater) -> str:
    """The address, or else the number, that the link of the row is sent to."""
    return row.email or row.phone


WELCOMED = Root(
    "newcomer",
    Newcomer,
    _("The municipality welcomes you"),
    rows=newcomers,
    controller=place_name,
    about=place_name,
    named=lambda row: row.name,
    press=page_of,
    erase=erase_newcomers,
    hangs=True,
    opens=lambda token, now: link_from(token, now=now).newcomer,
    reached_by=address_of,
)
ROOTS = (
    WELCOMED,
    Root(
        "request",
        WelcomeRequest,
        _("You have asked to be welcomed"),
        rows=requests,
        controller=place_name,
        about=place_name,
        manage=lambda row: reverse("welcome_request", args=[asking.LINKS.token(row.public_id)]),
        erase=erase_requests,
        opens=lambda token, now: asking.request_from(token, now=now),
        reached_by=address_of,
    ),
    Root(
        "later",
        AskedLater,
        _("You have agreed to be asked once more"),
        rows=asked_later,
        controller=place_name,
        about=place_name,
        manage=lambda row: reverse("still_here_later", args=[later.LINKS.token(row.public_id)]),
        erase=lambda shown, now: later.erase(asked_later(shown).values_list("pk", flat=True)),
        opens=lambda token, now: later.asked_from(token, now=now),
        reached_by=address_of,
    ),
    Root(
        "forgotten",
        ForgottenAddress,
        _("You have asked to be forgotten"),
        rows=forgotten,
        controller=place_name,
        about=place_name,
        stays=_(
            "It keeps the next list from bringing you back, and ends by itself. Nobody can read your "
            "address from it. If you ask to be welcomed again, it is deleted."
        ),
    ),
    Root(
        "letter",
        Contact,
        _("You are named in the municipality’s letters"),
        rows=contacts,
        controller=place_name,
        about=place_name,
        stays=IN_PUBLIC,
    ),
)


def register_my_data() -> None:
    """Called while the app gets ready."""
    for root in ROOTS:
        register(root)

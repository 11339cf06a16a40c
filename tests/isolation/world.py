"""One world in which something could leak: two municipalities with everything in each, and a neighbour.

`own` is where the actors of the table work. `other` is another municipality in another county; `neighbour` is
another organisation in the actors' own municipality, which its editors look after and its organisers do not.
Every text of theirs holds a marker word. A hidden marker is never shown to anybody of `own`; an open one
stands on public pages, and nowhere in the portal or in the admin.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Locale,
    Site,
    Task,
    Workflow,
)

from core.clock import local_day
from core.models import User
from home.opening import open_municipality, open_site
from organisations.joining import links as joining_links
from organisations.joining import services as joining
from organisations.mails import LINKS as INVITATION_LINKS
from organisations.models import Municipality, Organisation, Role, StaffInvitation
from organisations.tenancy.grants import grant_role
from organisations.tenancy.substitutes import name_substitute
from tests import factories
from tests.isolation.content import files, pages
from tests.isolation.organising import an_organisation
from tests.isolation.sides import Side
from tests.isolation.welcoming import packages


@dataclass
class World:
    """The three sides, and who asks: a user by the name of the role that they hold on the own side."""

    own: Side
    neighbour: Side
    other: Side
    actors: dict[str, User]


def build(remember: Any, side: type[Side] = Side) -> World:
    """`remember(name)` is called when each part of the world is there, so that rows can be told apart."""
    open_site()
    own, neighbour, other = side("own"), side("neighbour"), side("other")
    nordland = factories.a_county()
    more = factories.a_county("Møre og Romsdal", "15")
    remember("shared")
    a_municipality(own, factories.a_municipality("1818", "Herøy", county=nordland, slug="heroy"))
    actors = the_actors(own)
    remember("own")
    an_organisation(neighbour, Municipality.objects.get(pk="1818"))
    remember("neighbour")
    # Its name is public; its address is typed by whoever asks, and holds no marker.
    a_municipality(other, factories.a_municipality("1515", other.open("place"), county=more, slug="ansnes"))
    for role in ("admin", "editor", "host", "translator"):
        user = User.objects.get(email=other.address(role))
        grant_role(user=user, role=role, municipality=Municipality.objects.get(pk="1515"))
    remember("other")
    return World(own, neighbour, other, actors)


def the_actors(own: Side) -> dict[str, User]:
    """Everybody who could ask, each with one role in the own municipality, county or organisation."""
    municipality = Municipality.objects.get(pk=own.ids["kommunenummer"])
    organisation = Organisation.objects.get(pk=own.ids["organisation"])
    actors = {
        name: User.objects.get(email=own.address(name)) for name in ("admin", "editor", "host", "translator")
    }
    for name, user in actors.items():
        grant_role(user=user, role=name, municipality=municipality)
    actors["adviser"] = factories.a_user("Ragnhild Rådgiver")
    grant_role(user=actors["adviser"], role=Role.COUNTY_ADVISER, region=municipality.county)
    actors["organiser"] = User.objects.get(email=own.address("organiser"))
    actors["owner"] = factories.a_member(organisation, user=factories.a_user("Åse Eier"), role="owner")
    actors["stranger"] = factories.a_user("Sture Fremmed")
    actors["superuser"] = User.objects.create_superuser("sjef@example.org", name="Sjef")
    return actors


def a_municipality(side: Side, municipality: Municipality) -> None:
    """Pages, people, files and packages, and an organisation with its activities."""
    side.ids |= {"kommunenummer": municipality.pk, "slug": municipality.slug}
    side.ids["region_slug"] = municipality.county.slug
    now = timezone.now()
    to_work = StaffInvitation.objects.create(
        user=User.objects.create_user(side.address("colleague"), name=side.hidden("colleague")),
        roles=[Role.HOST],
        municipality=municipality,
        invited_at=now,
        expires_at=now + timedelta(days=14),
    )
    side.ids |= {
        "staff_invitation": to_work.pk,
        "invitation_token": INVITATION_LINKS.token(to_work.public_id),
    }
    admin = open_municipality(municipality=municipality, admin_email=side.address("admin"))
    staff = {"admin": admin}
    for role in ("editor", "host", "translator"):
        staff[role] = User.objects.create_user(side.address(role))
    for role, user in staff.items():
        user.name = side.hidden(role)
        user.save()
        grant_role(user=user, role=role, municipality=municipality)
    substitution, _is_new = name_substitute(
        place=municipality,
        absent=staff["host"],
        email=side.address("substitute"),
        first_day=local_day(now) + timedelta(days=30),
        last_day=local_day(now) + timedelta(days=37),
        now=now,
    )
    User.objects.filter(pk=substitution.user_id).update(name=side.hidden("substitute"))
    side.ids["substitution"] = substitution.pk
    files(side, municipality, admin)
    pages(side, municipality, admin)
    packages(side, municipality, admin)
    an_organisation(side, municipality)
    an_application(side, municipality)
    accounts(side, municipality, admin)


def an_application(side: Side, municipality: Municipality) -> None:
    """Somebody wants to publish for what is not here yet."""
    now = timezone.now()
    application = joining.apply(
        municipality=municipality,
        orgnr="",
        name=side.hidden("circle"),
        kind="association",
        about=side.hidden("knits"),
        applicant=side.hidden("applicant"),
        email=side.address("applicant"),
        language="nb",
        now=now,
    )
    application = joining.confirm(application=application, now=now)
    side.ids |= {
        "application": application.pk,
        "sent_token": joining_links.SENT.token(application.public_id),
        "application_token": joining_links.MINE.token(application.public_id),
    }


def accounts(side: Side, municipality: Municipality, user: User) -> None:
    """What belongs to a person's own log-in, and what is the whole site's."""
    holder = User.objects.create_user(side.address("holder"), name=side.hidden("holder"))
    key = Authenticator.objects.create(
        user=holder, type=Authenticator.Type.WEBAUTHN, data={"name": side.hidden("key"), "credential": {}}
    )
    redirect = Redirect.objects.create(
        old_path=f"/gammel-{side.name}", redirect_page_id=side.ids["page"], site=Site.objects.get()
    )
    side.ids |= {
        "user": user.pk,
        "group": user.groups.get().pk,
        "key": key.pk,
        "redirect": redirect.pk,
        "workflow": Workflow.objects.order_by("pk").first().pk,
        "task": Task.objects.order_by("pk").first().pk,
        "locale": Locale.objects.get(language_code="nb").pk,
        "site": Site.objects.get().pk,
        "home": municipality.pages.get(locale__language_code="nb").get_parent().pk,
        "no_path": "ingen-slik-side/",
    }

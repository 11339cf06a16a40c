"""A real site opens without the demonstration."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Page

from core.languages import language_codes
from core.models import User
from home.models import HomePage, MunicipalityPage
from home.opening import open_municipality, open_site
from organisations.models import Municipality, StaffInvitation
from organisations.roles import Capability
from tests import factories

pytestmark = pytest.mark.django_db


def test_open_site_gives_a_front_page_in_every_language(client):
    homes = open_site()
    assert list(homes) == ["nb", "nn", "en", "uk", "ar"]
    assert client.get("/uk/").status_code == 200
    assert not Page.objects.filter(slug="home").exists()


def test_open_site_leaves_what_exists_alone():
    open_site()
    HomePage.objects.filter(slug="home-nb").update(heading="Vår egen overskrift")
    open_site()
    assert HomePage.objects.count() == 5
    assert HomePage.objects.get(slug="home-nb").heading == "Vår egen overskrift"


def test_open_municipality_gives_a_page_and_an_admin(client):
    municipality = factories.a_municipality(is_active=False)
    admin = open_municipality(municipality=municipality, admin_email="kari@heroy.example")
    again = open_municipality(municipality=municipality, admin_email="Kari@heroy.example")
    assert admin == again
    assert MunicipalityPage.objects.count() == 5
    assert list(Municipality.objects.where_user_may(admin, Capability.WELCOME)) == [municipality]
    assert client.get("/ar/heroy-nordland/").status_code == 200


def test_open_municipality_says_what_is_wrong():
    with pytest.raises(CommandError, match="no municipality 9999"):
        call_command("open_municipality", "9999", admin="kari@heroy.example")
    factories.a_municipality()
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("open_municipality", "1818", admin="kari")


def test_grant_role_command_makes_the_user(heroy):
    call_command("grant_role", "ny@heroy.example", "host", "1818", verbosity=0)
    call_command("grant_role", "raad@nfk.example", "county_adviser", "18", verbosity=0)
    assert User.objects.get(email="ny@heroy.example").roles.get().municipality == heroy
    assert User.objects.get(email="raad@nfk.example").roles.get().region == heroy.county
    with pytest.raises(CommandError):
        call_command("grant_role", "ny@heroy.example", "host", "18")


def test_grant_role_command_takes_a_role_away(heroy):
    call_command("grant_role", "ny@heroy.example", "editor", "1818", verbosity=0)
    call_command("grant_role", "ny@heroy.example", "editor", "1818", revoke=True, verbosity=0)
    user = User.objects.get(email="ny@heroy.example")
    assert (user.roles.count(), user.groups.count()) == (0, 0)
    with pytest.raises(CommandError, match="does not have the role"):
        call_command("grant_role", "ny@heroy.example", "editor", "1818", revoke=True)


def test_whoever_runs_the_site_opens_a_municipality_in_the_portal(client, outsider):
    place = factories.a_municipality("1820", "Alstahaug", slug="alstahaug", is_active=False)
    boss = User.objects.create_superuser("sjef@example.org")
    address = reverse("open_municipality")
    values = {"municipality": "1820", "email": "ny@alstahaug.example"}
    client.force_login(outsider)
    assert client.post(address, values).status_code == 404
    client.force_login(boss)
    shown = client.post(address, values)
    assert "alstahaug.example" in shown.content.decode()
    place.refresh_from_db()
    assert not place.is_active
    # A yes to something else is none.
    client.post(address, {**values, "yes": "1820 annen@alstahaug.example"})
    assert not Municipality.objects.get(pk="1820").is_active
    yes = {**values, "yes": "1820 ny@alstahaug.example"}
    assert client.post(address, yes)["Location"] == reverse("portal_people", args=["1820"])
    assert Municipality.objects.get(pk="1820").is_active
    assert place.pages.count() == len(language_codes())
    assert StaffInvitation.objects.get().roles == ["admin"]
    # Once: it is no longer among those that can be opened.
    assert client.post(address, yes).context["form"].errors

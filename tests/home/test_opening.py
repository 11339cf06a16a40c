"""A real site opens without the demonstration."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from wagtail.models import Page, Workflow, WorkflowContentType

from core.models import User
from events.models import Event
from home.models import HomePage, MunicipalityPage
from home.opening import open_moderation, open_municipality, open_site
from organisations.models import Municipality
from organisations.roles import Capability
from tests import factories
from tests.proving import at_once, rounds

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


def moderations() -> list[tuple[str, list[str]]]:
    """Each workflow of activities with its steps."""
    found = WorkflowContentType.objects.filter(content_type=ContentType.objects.get_for_model(Event))
    return [
        (str(kind.workflow), [str(step.task) for step in kind.workflow.workflow_tasks.all()])
        for kind in found
    ]


MODERATION = [("Godkjenning i kommunen", ["Godkjenning i kommunen"])]


def test_site_opened_before_there_was_moderation_gets_it_when_it_is_migrated():
    Workflow.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert moderations() == MODERATION


def test_open_site_gives_moderation_once():
    Workflow.objects.all().delete()
    open_site()
    open_site()
    assert moderations() == MODERATION


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_two_that_open_at_once_make_one_moderation():
    for _round in range(rounds(short=1, whole=50)):
        Workflow.objects.all().delete()
        at_once(lambda _number: open_moderation(), range(4))
        assert moderations() == MODERATION
        assert Workflow.objects.filter(name=MODERATION[0][0]).count() == 1


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

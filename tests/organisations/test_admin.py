"""Organisations and venues in Wagtail's admin: each editor works with their own municipality's."""

import pytest
from django.urls import reverse

from core.models import User
from organisations.models import Membership, Organisation, Venue
from tests import factories

pytestmark = pytest.mark.django_db
ORGANISATIONS = "wagtailsnippets_organisations_organisation"
VENUES = "wagtailsnippets_organisations_venue"
NO_TRANSLATIONS = {"texts-TOTAL_FORMS": 0, "texts-INITIAL_FORMS": 0}


def values_of(organisation: Organisation, **changes: object) -> dict[str, object]:
    values = {
        "name": organisation.name,
        "kind": organisation.kind,
        "orgnr": organisation.orgnr,
        "municipality": organisation.municipality_id,
        "email": organisation.email,
        "phone": "",
        "website": "",
        "new_member": "",
        "remaining_members": [member.pk for member in organisation.memberships.all()],
        **NO_TRANSLATIONS,
    }
    return values | changes


def edit(client, organisation: Organisation, **changes: object):
    address = reverse(f"{ORGANISATIONS}:edit", args=[organisation.pk])
    return client.post(address, values_of(organisation, **changes))


def test_editor_gives_trust(client, editor, organisation):
    client.force_login(editor)
    assert edit(client, organisation, is_trusted="on").status_code == 302
    organisation.refresh_from_db()
    assert organisation.is_trusted


def test_editor_proposes_a_person_who_has_no_user_yet(client, editor, organisation):
    client.force_login(editor)
    edit(client, organisation, new_member="Ny.Person@Example.org")
    invitation = organisation.invitations.get()
    assert invitation.user.email == "ny.person@example.org"
    assert not invitation.user.has_usable_password()
    assert not organisation.memberships.exists()


def test_proposing_a_member_or_twice_makes_one_user_and_one_row(client, editor, organiser, organisation):
    client.force_login(editor)
    users = User.objects.count()
    edit(client, organisation, new_member=organiser.email.upper())
    assert not organisation.invitations.exists()
    for _time in range(2):
        edit(client, organisation, new_member="ny@example.org")
    assert organisation.memberships.get().user == organiser
    assert (User.objects.count(), organisation.invitations.count()) == (users + 1, 1)


def test_editor_takes_a_person_out(client, editor, organiser, organisation):
    other = factories.a_member(organisation, user=factories.a_user("Berit Leder"))
    client.force_login(editor)
    edit(client, organisation, remaining_members=[organisation.memberships.get(user=other).pk])
    assert [member.user for member in organisation.memberships.all()] == [other]
    assert User.objects.filter(pk=organiser.pk).exists()


def test_nothing_happens_to_people_when_the_form_has_a_mistake(client, editor, organiser, organisation):
    factories.a_member(organisation, user=factories.a_user("Berit Leder"))
    client.force_login(editor)
    stays = organisation.memberships.exclude(user=organiser).get()
    response = edit(client, organisation, name="", remaining_members=[stays.pk], new_member="ny@example.org")
    assert response.status_code == 200
    assert organisation.memberships.count() == 2
    assert not User.objects.filter(email="ny@example.org").exists()


def test_editor_makes_an_organisation_with_an_address_of_its_own(client, editor, heroy):
    factories.an_organisation("Herøy turlag", municipality=heroy, slug="heroy-turlag")
    client.force_login(editor)
    blank = Organisation(name="Herøy turlag", municipality=heroy)
    values = values_of_new(blank)
    assert client.post(reverse(f"{ORGANISATIONS}:add"), values).status_code == 302
    assert Organisation.objects.latest("pk").slug == "heroy-turlag-2"


def values_of_new(organisation: Organisation) -> dict[str, object]:
    return {
        "name": organisation.name,
        "kind": organisation.kind,
        "municipality": organisation.municipality_id,
        "new_member": "",
        **NO_TRANSLATIONS,
    }


def test_editor_cannot_make_one_in_another_municipality(client, editor, outsider):
    elsewhere = outsider.memberships.get().organisation.municipality
    client.force_login(editor)
    response = client.post(
        reverse(f"{ORGANISATIONS}:add"), values_of_new(Organisation(name="Lag", municipality=elsewhere))
    )
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"municipality"}


def test_outsider_finds_neither_the_organisation_nor_its_people(client, outsider, organiser, organisation):
    client.force_login(outsider)
    for name in ("edit", "inspect", "history", "usage", "delete"):
        address = reverse(f"{ORGANISATIONS}:{name}", args=[organisation.pk])
        assert client.get(address).status_code == 404, name
        assert client.post(address).status_code == 404, name
    assert organisation.name not in client.get(reverse(f"{ORGANISATIONS}:list")).content.decode()
    assert Membership.objects.filter(user=organiser).exists()


def test_organisations_are_not_deleted_by_editors(client, editor, organisation):
    client.force_login(editor)
    assert client.post(reverse(f"{ORGANISATIONS}:delete", args=[organisation.pk])).status_code == 404
    assert Organisation.objects.filter(pk=organisation.pk).exists()


def test_chooser_offers_the_own_municipalitys_venues(client, editor, outsider):
    own = factories.a_venue("Herøy folkebibliotek")
    elsewhere = factories.a_venue("Fosnavåg kulturhus", municipality=outsider.roles.first().municipality)
    client.force_login(editor)
    page = client.get(reverse("wagtailsnippetchoosers_organisations_venue:choose")).json()["html"]
    assert own.name in page
    assert elsewhere.name not in page
    chosen = "wagtailsnippetchoosers_organisations_venue:chosen"
    assert client.get(reverse(chosen, args=[own.pk])).status_code == 200
    assert client.get(reverse(chosen, args=[elsewhere.pk])).status_code == 404


def test_editor_corrects_a_venue(client, editor):
    venue = factories.a_venue()
    client.force_login(editor)
    values = {
        **NO_TRANSLATIONS,
        "name": venue.name,
        "municipality": venue.municipality_id,
        "address": "Silvalveien 14",
        "step_free": "yes",
        "hearing_loop": "yes",
    }
    assert client.post(reverse(f"{VENUES}:edit", args=[venue.pk]), values).status_code == 302
    venue = Venue.objects.get(pk=venue.pk)
    assert (venue.address, venue.hearing_loop) == ("Silvalveien 14", "yes")


@pytest.mark.parametrize("actor", ["organiser", "adviser"])
def test_admin_is_closed_to_those_without_a_role_there(request, client, actor, organisation):
    client.force_login(request.getfixturevalue(actor))
    assert client.get(reverse(f"{ORGANISATIONS}:edit", args=[organisation.pk])).status_code == 404


def test_host_sees_no_organisations(client, host, organisation):
    client.force_login(host)
    assert client.get(reverse(f"{ORGANISATIONS}:edit", args=[organisation.pk])).status_code == 404
    page = client.get("/admin/").content.decode()
    assert reverse(f"{ORGANISATIONS}:list") not in page

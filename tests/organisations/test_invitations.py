"""Nobody belongs to an organisation, and nothing of it is read, before the organisation has said yes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import User
from organisations.models import Invitation, Membership, Organisation
from organisations.roles import Role
from organisations.tenancy.grants import grant_role
from tests import factories
from tests.organisations.directory.test_organisations import values_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(organisation, organiser):
    """Somebody has signed up for a date of the organisation's."""
    occurrence = factories.an_occurrence(factories.an_event(organisation=organisation, admission="sign_up"))
    factories.a_signup(occurrence, name="Olena Hemmelig")
    return occurrence


def propose(client, organisation: Organisation, email: str):
    return client.post(reverse("organisation_people", args=[organisation.pk]), {"email": email})


def edit(client, organisation: Organisation, **changes: object):
    """What its editor's page says, and these changes."""
    address = reverse("portal_organisation_edit", args=[organisation.pk])
    return client.post(address, values_of(organisation, **changes))


def signups_of(client, occurrence):
    return client.get(reverse("portal_signups", args=[occurrence.public_id]))


def answer(client, invitation: Invitation, word: str):
    return client.post(reverse("portal_invitation_answer", args=[invitation.pk]), {"answer": word})


def members(organisation: Organisation) -> set[User]:
    return {membership.user for membership in organisation.memberships.all()}


def test_editor_does_not_make_themself_a_member(client, editor, organiser, organisation, own):
    client.force_login(editor)
    propose(client, organisation, editor.email)
    assert members(organisation) == {organiser}
    assert signups_of(client, own).status_code == 404
    invitation = Invitation.objects.get()
    assert answer(client, invitation, "yes").status_code == 404
    assert members(organisation) == {organiser}


def test_editor_does_not_come_in_by_emptying_the_organisation_first(client, editor, organiser, organisation):
    client.force_login(editor)
    membership = organisation.memberships.get()
    client.post(reverse("organisation_person_remove", args=[organisation.pk, membership.pk]))
    assert members(organisation) == {organiser}


def test_organisation_says_yes(client, editor, organiser, organisation, own):
    client.force_login(editor)
    propose(client, organisation, "Ny.Person@Example.org")
    new = User.objects.get(email="ny.person@example.org")
    client.force_login(new)
    assert signups_of(client, own).status_code == 404
    client.force_login(organiser)
    page = client.get(reverse("portal_invitations")).content.decode()
    assert "ny.person@example.org" in page
    assert reverse("portal_invitations") in client.get(reverse("portal")).content.decode()
    assert answer(client, Invitation.objects.get(), "yes").status_code == 302
    assert members(organisation) == {organiser, new}
    client.force_login(new)
    assert signups_of(client, own).status_code == 200


def test_organisation_says_no(client, editor, organiser, organisation):
    client.force_login(editor)
    propose(client, organisation, "ny@example.org")
    client.force_login(organiser)
    answer(client, Invitation.objects.get(), "no")
    assert (members(organisation), Invitation.objects.count()) == ({organiser}, 0)


def test_owner_answers_where_there_is_one(client, editor, organiser, organisation):
    owner = factories.a_member(organisation, user=factories.a_user("Eier"), role="owner")
    client.force_login(editor)
    propose(client, organisation, "ny@example.org")
    invitation = Invitation.objects.get()
    client.force_login(organiser)
    assert answer(client, invitation, "yes").status_code == 404
    client.force_login(owner)
    assert answer(client, invitation, "yes").status_code == 302


def test_first_person_answers_for_themself_and_owns_the_organisation(client, editor, heroy):
    client.force_login(editor)
    values = {"name": "Nytt lag", "kind": "association", "form_number": "1"}
    client.post(reverse("portal_organisation_new"), values)
    organisation = Organisation.objects.get(name="Nytt lag")
    propose(client, organisation, "ny@example.org")
    assert members(organisation) == set()
    client.force_login(User.objects.get(email="ny@example.org"))
    answer(client, Invitation.objects.get(), "yes")
    assert organisation.memberships.get().role == Membership.MemberRole.OWNER


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMIN, Role.HOST, Role.TRANSLATOR])
def test_who_works_for_the_municipality_is_not_the_first(client, editor, organisation, heroy, role):
    colleague = factories.a_user("Kollega")
    grant_role(user=colleague, role=role, municipality=heroy)
    client.force_login(editor)
    response = propose(client, organisation, colleague.email)
    assert set(response.context["form"].errors) == {"email"}
    now = timezone.now()
    invitation = Invitation.objects.create(
        organisation=organisation, user=colleague, invited_at=now, expires_at=now + timedelta(days=1)
    )
    client.force_login(colleague)
    assert answer(client, invitation, "yes").status_code == 404
    assert members(organisation) == set()


def test_outsider_answers_nothing(client, editor, organiser, organisation, outsider):
    client.force_login(editor)
    propose(client, organisation, "ny@example.org")
    client.force_login(outsider)
    assert answer(client, Invitation.objects.get(), "yes").status_code == 404
    assert "ny@example.org" not in client.get(reverse("portal_invitations")).content.decode()


def test_adding_an_address_says_nothing_about_whose_it_is(client, editor, organiser, organisation):
    somebody = factories.a_user("Hemmelig Navn", email="hemmelig@example.org")
    client.force_login(editor)
    propose(client, organisation, somebody.email)
    for name in ("organisation_people", "portal_organisation"):
        page = client.get(reverse(name, args=[organisation.pk])).content.decode()
        assert "Hemmelig Navn" not in page, name


# --- Where it is active is for that municipality to say ---------------------------------------------


def test_editor_makes_it_active_nowhere_else(client, editor, organiser, organisation, outsider):
    elsewhere = outsider.roles.first().municipality
    client.force_login(editor)
    edit(client, organisation, active_in=[elsewhere.pk])
    assert not organisation.active_in.exists()


def test_what_another_municipality_has_said_stays(client, editor, organiser, organisation, outsider):
    elsewhere = outsider.roles.first().municipality
    organisation.active_in.add(elsewhere)
    client.force_login(editor)
    assert edit(client, organisation, phone="75000000").status_code == 302
    assert set(organisation.active_in.all()) == {elsewhere}


def test_who_edits_both_municipalities_says_yes_for_both(client, editor, organiser, organisation):
    elsewhere = factories.a_municipality("1515")
    grant_role(user=editor, role=Role.EDITOR, municipality=elsewhere)
    client.force_login(editor)
    edit(client, organisation, active_in=[elsewhere.pk], municipality=organisation.municipality_id)
    assert set(organisation.active_in.all()) == {elsewhere}

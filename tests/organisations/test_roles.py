"""The table of roles: each may do what it says, and every capability is somebody's."""

import pytest

from organisations.models import Municipality
from organisations.roles import CAPABILITIES, Capability, Role, roles_with
from organisations.tenancy.grants import grant_role
from tests import factories

HOLDERS = {
    Capability.USE_ADMIN: {Role.ADMIN, Role.HOST, Role.EDITOR, Role.TRANSLATOR},
    Capability.MODERATE: {Role.ADMIN, Role.EDITOR},
    Capability.DECIDE_LATE: {Role.ADMIN, Role.DEPUTY, Role.COUNTY_EDITOR},
    Capability.SHARE_TEMPLATES: {Role.ADMIN, Role.EDITOR, Role.COUNTY_EDITOR},
    Capability.MANAGE_PEOPLE: {Role.ADMIN},
    Capability.EDIT_DIRECTORY: {Role.ADMIN, Role.EDITOR},
    Capability.WELCOME: {Role.ADMIN, Role.HOST},
    Capability.WRITE_PACKAGES: {Role.ADMIN, Role.HOST, Role.EDITOR, Role.TRANSLATOR},
    Capability.PUBLISH_PACKAGES: {Role.ADMIN, Role.HOST, Role.EDITOR},
    Capability.ADD_PAGES: {Role.ADMIN, Role.EDITOR},
    Capability.CHANGE_PAGES: {Role.ADMIN, Role.EDITOR, Role.TRANSLATOR},
    Capability.PUBLISH_PAGES: {Role.ADMIN, Role.EDITOR},
    Capability.TRANSLATE: {Role.ADMIN, Role.HOST, Role.EDITOR, Role.TRANSLATOR},
    Capability.USE_PICTURES: {Role.ADMIN, Role.HOST, Role.EDITOR, Role.TRANSLATOR},
    Capability.SEE_SMS: {Role.ADMIN, Role.HOST, Role.EDITOR},
    Capability.SET_SMS_BUDGET: {Role.ADMIN},
    Capability.SEE_FIGURES: {Role.ADMIN, Role.HOST, Role.COUNTY_ADVISER},
}


def test_each_capability_belongs_to_exactly_these_roles():
    assert {capability: set(roles_with(capability)) for capability in Capability} == HOLDERS


def test_every_role_stands_in_the_table():
    assert set(CAPABILITIES) == set(Role)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.ADMIN, Role.HOST, Role.EDITOR, Role.TRANSLATOR, Role.DEPUTY])
def test_a_role_opens_its_own_municipality_and_no_other(role, heroy, django_user_model):
    """Another municipality has the same role, held by somebody else."""
    elsewhere = factories.a_municipality("1515")
    user = django_user_model.objects.create_user("ny@heroy.example")
    other = django_user_model.objects.create_user("ny@elsewhere.example")
    grant_role(user=user, role=role, municipality=heroy)
    grant_role(user=other, role=role, municipality=elsewhere)
    for capability in Capability:
        expected = [heroy] if role in HOLDERS[capability] else []
        assert list(Municipality.objects.where_user_may(user, capability)) == expected
        assert list(Municipality.objects.where_user_reaches(user, capability)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.COUNTY_ADVISER, Role.COUNTY_EDITOR])
def test_a_role_of_the_county_reaches_its_municipalities_and_is_held_in_none(role, heroy):
    factories.a_municipality("1515", county=factories.a_county("Møre og Romsdal", "15"))
    user = factories.a_user("Ragnhild Rådgiver")
    grant_role(user=user, role=role, region=heroy.county)
    for capability in Capability:
        expected = [heroy] if role in HOLDERS[capability] else []
        assert list(Municipality.objects.where_user_reaches(user, capability)) == expected
        assert list(Municipality.objects.where_user_may(user, capability)) == []


@pytest.mark.django_db
def test_a_deputy_has_no_group_of_the_admin(heroy):
    user = factories.a_user("Dag Vikar")
    grant_role(user=user, role=Role.DEPUTY, municipality=heroy)
    assert not user.groups.exists()

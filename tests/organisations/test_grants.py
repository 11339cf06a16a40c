"""A role and its Wagtail group are one truth: whichever is given or taken, the other follows."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from core.models import User
from organisations.models import RoleAssignment
from organisations.roles import Role
from organisations.tenancy.grants import grant_role, group_for, revoke_role
from tests import factories

pytestmark = pytest.mark.django_db


def held(user: User) -> set[tuple[str, str]]:
    return {(row.municipality_id, row.role) for row in user.roles.all()}


def grouped(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


@pytest.fixture
def both(heroy) -> User:
    """Host in Herøy and editor elsewhere: what is taken must leave the other."""
    user = factories.a_user("Kari Vert")
    grant_role(user=user, role=Role.HOST, municipality=heroy)
    grant_role(user=user, role=Role.EDITOR, municipality=factories.a_municipality("1515"))
    return user


def remaining(user: User) -> tuple[set, set]:
    return held(user), grouped(user)


LEFT = ({("1515", "editor")}, {"1515:editor"})


def test_role_brings_its_group(both):
    assert remaining(both) == (
        {("1818", "host"), ("1515", "editor")},
        {"1818:host", "1515:editor"},
    )


TAKEN: dict[str, Callable[[User], object]] = {
    "revoke": lambda user: revoke_role(assignment=user.roles.get(role=Role.HOST)),
    "row": lambda user: user.roles.get(role=Role.HOST).delete(),
    "queryset": lambda user: RoleAssignment.objects.filter(role=Role.HOST).delete(),
    "group_of_user": lambda user: user.groups.remove(Group.objects.get(name="1818:host")),
    "user_of_group": lambda user: Group.objects.get(name="1818:host").user_set.remove(user),
    "set": lambda user: user.groups.set(Group.objects.filter(name="1515:editor")),
    "clear_of_group": lambda user: Group.objects.get(name="1818:host").user_set.clear(),
    "group_deleted": lambda user: Group.objects.get(name="1818:host").delete(),
    "groups_deleted": lambda user: Group.objects.filter(name="1818:host").delete(),
}


@pytest.mark.parametrize("take", TAKEN.values(), ids=TAKEN)
def test_taking_one_takes_the_other(both, take):
    take(both)
    assert remaining(both) == LEFT


def test_taking_all_groups_takes_all_roles(both):
    both.groups.clear()
    assert remaining(both) == (set(), set())


@pytest.mark.parametrize("side", ["user", "group"])
def test_group_brings_its_role(heroy, side):
    user = factories.a_user("Eva Redaktør")
    group = group_for(heroy, Role.EDITOR)
    if side == "user":
        user.groups.add(group)
    else:
        group.user_set.add(user)
    assert remaining(user) == ({("1818", "editor")}, {"1818:editor"})


def test_group_of_another_kind_gives_no_role(heroy):
    user = factories.a_user()
    user.groups.add(Group.objects.create(name="Redaksjonen"), Group.objects.create(name="9999:editor"))
    assert held(user) == set()


def test_role_made_into_another_leaves_the_old_group(heroy):
    user = factories.a_user()
    assignment = grant_role(user=user, role=Role.HOST, municipality=heroy)
    assignment.role = Role.TRANSLATOR
    assignment.save()
    assert remaining(user) == ({("1818", "translator")}, {"1818:translator"})


# "set" gives another role, which opens the admin too.
@pytest.mark.parametrize("take", [take for name, take in TAKEN.items() if name != "set"])
def test_the_next_request_finds_both_doors_closed(client, host, heroy, take):
    client.force_login(host)
    newcomers = reverse("newcomer_list", args=[heroy.pk])
    packages = reverse("wagtailsnippets_welcome_packagestep:list")
    assert [client.get(address).status_code for address in (newcomers, packages)] == [200, 200]
    take(host)
    assert [client.get(address).status_code for address in (newcomers, packages)] == [404, 404]

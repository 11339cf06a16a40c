"""A municipality's people: invited, given and taken roles, let go; a county's by whoever runs the site."""

import email as email_package
import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.mail.outbox.models import OutboxMessage
from core.models import User
from organisations.mails import LINKS, STAFF_INVITATION
from organisations.models import Membership, Municipality, PeopleLog, RoleAssignment, StaffInvitation
from organisations.people import staff
from organisations.roles import Capability, Role
from organisations.tenancy.grants import grant_role, revoke_role
from tests import factories
from tests.proving import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(heroy) -> User:
    user = factories.a_user("Adele Admin")
    grant_role(user=user, role=Role.ADMIN, municipality=heroy)
    return user


def page(name: str = "portal_people", *rest: object, number: str = "1818") -> str:
    return reverse(name, args=[number, *rest])


def held(user: User) -> set[str]:
    return set(user.roles.values_list("role", flat=True))


def say(client, row: StaffInvitation, word: str):
    return client.post(reverse("portal_work_invitation_answer", args=[row.pk]), {"answer": word})


# --- Inviting ---------------------------------------------------------------------------------------


def test_admin_invites_and_the_colleague_says_yes(client, admin, heroy, outsider):
    client.force_login(admin)
    for _twice in range(2):
        client.post(page(), {"email": "Ny@heroy.example", "roles": ["host", "deputy"]})
    row = StaffInvitation.objects.get()
    assert (row.roles, held(row.user)) == (["host", "deputy"], set())
    for other in (admin, outsider):
        client.force_login(other)
        assert say(client, row, "yes").status_code == 404
    client.force_login(row.user)
    link = reverse("invitation", args=[LINKS.token(row.public_id)])
    assert client.get(link)["Location"] == reverse("portal_invitations")
    assert heroy.name in client.get(reverse("portal_invitations")).content.decode()
    say(client, row, "yes")
    assert held(row.user) == {"host", "deputy"}
    assert say(client, row, "yes").status_code == 404
    lines = PeopleLog.objects.filter(municipality=heroy, user=row.user)
    given = lines.filter(what="given").values_list("by__email", "role")
    assert set(given) == {(admin.email, "host"), (admin.email, "deputy")}


def test_invited_again_is_told_as_it_is(client, admin, heroy):
    """The same roles: no mail, and none is spoken of. Other roles: told anew, each new one in the log."""
    client.force_login(admin)
    said = []
    for roles in (["host"], ["host"], ["host", "editor"]):
        answer = client.post(page(), {"email": "ny@heroy.example", "roles": roles}, follow=True)
        said.append([str(each) for each in answer.context["messages"]][0])
    first, again, other = ("på vei" in each for each in said)
    assert (first, again, other) == (True, False, True)
    assert "allerede invitert" in said[1]
    assert OutboxMessage.objects.filter(kind=STAFF_INVITATION).count() == 2
    lines = PeopleLog.objects.filter(what="invited").order_by("pk").values_list("role", flat=True)
    assert list(lines) == ["host", "editor"]


def test_colleague_says_no(client, admin, heroy):
    row = staff.invite(place=heroy, email="n@heroy.example", roles=["host"], by=admin, now=timezone.now())
    client.force_login(row.user)
    say(client, row, "no")
    assert (held(row.user), StaffInvitation.objects.count()) == (set(), 0)


def test_withdrawn_or_over_gives_nothing(client, admin, heroy):
    row = staff.invite(place=heroy, email="n@heroy.example", roles=["host"], by=admin, now=timezone.now())
    client.force_login(admin)
    client.post(page("portal_staff_invitation_withdraw", row.pk))
    assert staff.answer(invitation=row, yes=True, now=timezone.now()) is None
    row = staff.invite(place=heroy, email="n@heroy.example", roles=["host"], by=admin, now=timezone.now())
    assert staff.answer(invitation=row, yes=True, now=row.expires_at) is None
    assert held(row.user) == set()


# --- Giving, taking, letting go ---------------------------------------------------------------------


def test_roles_are_given_and_taken_from_the_next_request(client, admin, editor, heroy):
    client.force_login(admin)
    change = page("portal_colleague", editor.pk)
    client.post(change, {"roles": ["host"]})
    assert held(editor) == {"host"}
    assert set(editor.groups.values_list("name", flat=True)) == {"1818:host"}
    client.force_login(editor)
    assert client.get(reverse("newcomer_list", args=["1818"])).status_code == 200
    staff.set_roles(place=heroy, user=editor, roles=["translator"], by=admin, now=timezone.now())
    assert client.get(reverse("newcomer_list", args=["1818"])).status_code == 404


def test_last_admin_gives_the_role_on_before_they_go(client, admin, editor, heroy):
    client.force_login(admin)
    own = page("portal_colleague", admin.pk)
    assert client.post(own, {"roles": ["editor"]}).context["form"].errors
    client.post(page("portal_colleague_let_go", admin.pk))
    assert held(admin) == {"admin"}
    client.post(page("portal_colleague", editor.pk), {"roles": ["editor", "admin"]})
    assert client.post(page("portal_colleague_let_go", admin.pk))["Location"] == reverse("portal")
    assert held(admin) == set()
    assert client.get(page()).status_code == 404


def test_leaver_loses_what_the_municipality_gave_and_keeps_what_organisations_gave(client, admin, heroy):
    leaver = factories.a_user("Lea Slutter")
    for role in (Role.HOST, Role.ADMIN):
        grant_role(user=leaver, role=role, municipality=heroy)
    elsewhere = factories.a_municipality("1515")
    grant_role(user=leaver, role=Role.EDITOR, municipality=elsewhere)
    library = factories.an_organisation("Biblioteket", municipality=heroy, kind="library")
    club = factories.an_organisation("Klubben", municipality=heroy)
    for organisation in (library, club):
        factories.a_member(organisation, user=leaver)
    friend = staff.invite(place=heroy, email="v@example.org", roles=["admin"], by=leaver, now=timezone.now())
    client.force_login(admin)
    let_go = page("portal_colleague_let_go", leaver.pk)
    shown = client.get(let_go).content.decode()
    assert "Klubben" in shown
    assert held(leaver) == {"host", "admin", "editor"}
    client.post(let_go, {"taker": "nobody", "memberships": [leaver.memberships.get(organisation=library).pk]})
    assert held(leaver) == {"editor"}
    assert {each.organisation for each in Membership.objects.filter(user=leaver)} == {club}
    assert not StaffInvitation.objects.filter(pk=friend.pk).exists()


def test_every_way_of_giving_and_taking_is_in_the_log(heroy, admin):
    user = factories.a_user()
    revoke_role(assignment=grant_role(user=user, role=Role.HOST, municipality=heroy, by=admin), by=admin)
    group = Group.objects.get(name="1818:host")
    user.groups.add(group)
    user.groups.clear()
    lines = PeopleLog.objects.filter(user=user).order_by("pk").values_list("what", "by__email", "role")
    assert list(lines) == [
        ("given", admin.email, "host"),
        ("taken", admin.email, "host"),
        ("given", None, "host"),
        ("taken", None, "host"),
    ]
    grant_role(user=user, role=Role.HOST, municipality=heroy)
    User.objects.filter(pk=user.pk).delete()
    assert not PeopleLog.objects.filter(user=user.pk).exists()


def test_page_takes_as_many_queries_with_many_colleagues(
    client, admin, heroy, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(admin)
    staff.invite(place=heroy, email="a@heroy.example", roles=["host"], by=admin, now=timezone.now())
    client.get(page())
    with django_assert_max_num_queries(30) as first:
        client.get(page())
    for number in range(3):
        user = factories.a_user(f"Kari {number}")
        grant_role(user=user, role=Role.HOST, municipality=heroy)
        email = f"a{number}@heroy.example"
        staff.invite(place=heroy, email=email, roles=["host"], by=admin, now=timezone.now())
    with django_assert_num_queries(len(first.captured_queries)):
        client.get(page())


@pytest.mark.parametrize("role", [Role.EDITOR, Role.HOST, Role.TRANSLATOR, Role.DEPUTY])
def test_only_admins_decide_about_people(client, admin, heroy, role, outsider):
    user = factories.a_user("Kollega")
    grant_role(user=user, role=role, municipality=heroy)
    for who in (user, outsider):
        client.force_login(who)
        for address in (
            page(),
            page("portal_colleague", admin.pk),
            page("portal_colleague_let_go", admin.pk),
            page(number="18"),
        ):
            assert client.post(address, {"email": who.email, "roles": ["admin"]}).status_code == 404
    assert held(admin) == {"admin"}


def test_somebody_without_a_role_there_has_no_page(client, admin, outsider):
    client.force_login(admin)
    assert client.get(page("portal_colleague", outsider.pk)).status_code == 404


# --- The county -------------------------------------------------------------------------------------


def test_whoever_runs_the_site_names_the_countys_editor(client, heroy, adviser, admin):
    boss = User.objects.create_superuser("sjef@example.org")
    client.force_login(boss)
    assert page(number="18") in client.get(reverse("portal_people_list")).content.decode()
    client.post(page(number="18"), {"email": "red@nfk.example", "roles": ["county_editor"]})
    row = StaffInvitation.objects.get()
    client.force_login(row.user)
    say(client, row, "yes")
    reached = Municipality.objects.where_user_reaches
    assert list(reached(row.user, Capability.DECIDE_LATE)) == [heroy]
    assert list(reached(row.user, Capability.SEE_FIGURES)) == []
    assert list(reached(adviser, Capability.SHARE_TEMPLATES)) == []
    # A role of a municipality is none of a county's.
    client.force_login(boss)
    assert client.post(page(number="18"), {"email": "x@nfk.example", "roles": ["admin"]}).status_code == 200
    # Whoever runs the site may take the last admin's role too.
    client.post(page("portal_colleague_let_go", admin.pk))
    assert held(admin) == set()


def test_wagtails_user_admin_is_closed_to_all_but_who_runs_the_site(client, admin):
    client.force_login(admin)
    for name in ("wagtailusers_users:index", "wagtailusers_groups:index", "wagtailusers_users:add"):
        assert client.get(reverse(name)).status_code == 404
    assert "/admin/users/" not in client.get(reverse("wagtailadmin_home")).content.decode()


# --- With real parts --------------------------------------------------------------------------------


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_colleague_is_invited_by_mail_and_two_clicks_at_once_are_one_yes(
    client, smtp_server, celery_worker_process
):
    heroy = factories.a_municipality()
    admin = factories.a_user("Adele Admin")
    grant_role(user=admin, role=Role.ADMIN, municipality=heroy)
    client.force_login(admin)
    client.post(page(), {"email": "ny@heroy.example", "roles": ["host"]})
    message = email_package.message_from_bytes(smtp_server.wait(1)[0])
    assert message["To"] == "ny@heroy.example"
    text = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    link = re.search(r"http://localhost:8000(/nb/invitation/\S+/)", text.get_payload(decode=True).decode())
    assert link is not None
    client.logout()
    assert client.get(link[1]).status_code == 200
    row = StaffInvitation.objects.get()

    def answer(yes: bool) -> list[str] | None:
        return staff.answer(invitation=row, yes=yes, now=timezone.now())

    answers = at_once(answer, [True, True])
    assert sorted(answers, key=str) == [None, ["host"]]
    assert RoleAssignment.objects.filter(user=row.user).count() == 1
    assert client.get(link[1]).status_code == 410
    connection.close()

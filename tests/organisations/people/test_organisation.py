"""An organisation's own people: invited, given a role, handed over to, gone; and who may none of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.mail.outbox.models import OutboxMessage
from core.models import User
from core.privacy.purge import purge_expired
from organisations.mails import INVITATION, LINKS
from organisations.models import Invitation, Membership, Organisation, PeopleLog
from organisations.people import services
from organisations.roles import Role
from organisations.services import answer_invitation, invite_member, withdraw_invitation
from organisations.tenancy.grants import grant_role
from tests import factories

pytestmark = pytest.mark.django_db
OWNER, ORGANISER = Membership.MemberRole.OWNER, Membership.MemberRole.ORGANISER


@pytest.fixture
def owner(organisation) -> User:
    return factories.a_member(organisation, user=factories.a_user("Åse Eier"), role="owner")


def page(organisation: Organisation, name: str = "organisation_people", *rest: int) -> str:
    return reverse(name, args=[organisation.pk, *rest])


def of(user: User) -> Membership:
    return user.memberships.get()


def roles(organisation: Organisation) -> dict[str, str]:
    return {each.user.email: each.role for each in organisation.memberships.select_related("user")}


def invited(organisation: Organisation, by: User, email: str = "ny@example.org", **more) -> Invitation:
    row = invite_member(
        organisation=organisation, email=email, by=by, by_organisation=True, now=timezone.now(), **more
    )
    assert row is not None
    return row


def say_yes(client, row: Invitation):
    return client.post(reverse("portal_invitation_answer", args=[row.pk]), {"answer": "yes"})


# --- Inviting and answering -------------------------------------------------------------------------


def test_owner_invites_and_the_invited_person_says_yes(client, organisation, owner):
    client.force_login(owner)
    for _twice in range(2):
        client.post(page(organisation), {"email": "Ny@Example.org", "role": "organiser"})
    row = Invitation.objects.get()
    assert (row.by_organisation, row.invited_by, row.role) == (True, owner, "organiser")
    assert roles(organisation) == {owner.email: "owner"}
    # The owner has said yes by inviting; the answer is not theirs.
    assert (
        client.post(reverse("portal_invitation_answer", args=[row.pk]), {"answer": "yes"}).status_code == 404
    )
    client.force_login(row.user)
    link = reverse("invitation", args=[LINKS.token(row.public_id)])
    assert client.get(link)["Location"] == reverse("portal_invitations")
    say_yes(client, row)
    assert roles(organisation) == {owner.email: "owner", "ny@example.org": "organiser"}
    what = PeopleLog.objects.of(organisation).values_list("what", flat=True)
    assert list(what) == ["joined", "invited"]


def test_invited_again_is_told_as_it_is(client, organisation, owner):
    """The same role: no mail, and none is spoken of. Another role: it is that one, and told anew."""
    client.force_login(owner)
    said = []
    for role in ("organiser", "organiser", "owner"):
        answer = client.post(page(organisation), {"email": "ny@example.org", "role": role}, follow=True)
        said.append([str(each) for each in answer.context["messages"]][0])
    assert ["på vei" in each for each in said] == [True, False, True]
    assert Invitation.objects.get().role == "owner"
    assert OutboxMessage.objects.filter(kind=INVITATION).count() == 2


def test_link_is_for_who_was_invited(client, organisation, owner, outsider):
    row = invited(organisation, owner)
    link = reverse("invitation", args=[LINKS.token(row.public_id)])
    stranger = client.get(link).content.decode()
    assert organisation.name in stranger
    assert row.user.email not in stranger
    client.force_login(outsider)
    other = client.get(link)
    assert other.status_code == 200
    assert "til en annen e-postadresse" in other.content.decode()
    assert row.user.email not in other.content.decode()
    answer = reverse("portal_invitation_answer", args=[row.pk])
    assert client.post(answer, {"answer": "yes"}).status_code == 404
    assert roles(organisation) == {owner.email: "owner"}


@pytest.mark.parametrize("what", ["withdrawn", "expired", "answered", "forged"])
def test_link_that_is_over_is_said_kindly(client, organisation, owner, what):
    row = invited(organisation, owner)
    link = reverse("invitation", args=[LINKS.token(row.public_id)])
    if what == "withdrawn":
        withdraw_invitation(invitation=row, by=owner, now=timezone.now())
    elif what == "answered":
        answer_invitation(invitation=row, yes=False, by=row.user)
    elif what == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    else:
        link = reverse("invitation", args=["x.y"])
    assert client.get(link).status_code == (404 if what == "forged" else 410)
    if what == "expired":
        assert answer_invitation(invitation=row, yes=True, by=row.user) is None
        purge_expired(now=timezone.now())
        assert not Invitation.objects.exists()
        assert invited(organisation, owner).expires_at > timezone.now()
    assert roles(organisation) == {owner.email: "owner"}


def test_invited_anew_after_the_first_ended_is_one_invitation(organisation, owner):
    row = invited(organisation, owner)
    Invitation.objects.update(expires_at=timezone.now())
    assert invited(organisation, owner).pk != row.pk
    assert Invitation.objects.count() == 1


def test_owners_invitation_takes_the_place_of_the_municipalitys_proposal(organisation, owner, editor):
    invite_member(organisation=organisation, email="ny@example.org", by=editor, now=timezone.now())
    row = invited(organisation, owner, role=OWNER)
    assert Invitation.objects.get() == row
    assert answer_invitation(invitation=row, yes=True, by=row.user).role == OWNER


def test_withdrawn_while_the_answer_is_on_its_way_gives_nothing(organisation, owner):
    row = invited(organisation, owner)
    assert withdraw_invitation(invitation=row, by=owner, now=timezone.now())
    assert answer_invitation(invitation=row, yes=True, by=row.user) is None
    assert not withdraw_invitation(invitation=row, by=owner, now=timezone.now())
    assert roles(organisation) == {owner.email: "owner"}


def test_organiser_sees_the_people_and_decides_nothing(client, organisation, owner, organiser):
    client.force_login(organiser)
    shown = client.get(page(organisation))
    assert owner.name in shown.content.decode()
    assert client.post(page(organisation), {"email": "x@example.org", "role": "owner"}).status_code == 404
    for name in ("organisation_person", "organisation_person_remove"):
        assert client.get(page(organisation, name, of(owner).pk)).status_code == 404
    assert client.get(page(organisation, "organisation_people_hand_over")).status_code == 404


def test_people_page_takes_as_many_queries_with_many_people(
    client, organisation, owner, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(owner)
    invited(organisation, owner)
    client.get(page(organisation))
    with django_assert_max_num_queries(30) as first:
        client.get(page(organisation))
    for number in range(3):
        factories.a_member(organisation, user=factories.a_user(f"Ola {number}"))
        invited(organisation, owner, f"n{number}@example.org")
    with django_assert_num_queries(len(first.captured_queries)):
        client.get(page(organisation))


# --- Roles, handing over, leaving -------------------------------------------------------------------


def test_last_owner_stays_owner_until_there_is_another(client, organisation, owner, organiser):
    client.force_login(owner)
    own = page(organisation, "organisation_person", of(owner).pk)
    assert client.post(own, {"role": "organiser"}).context["form"].errors
    client.post(page(organisation, "organisation_person", of(organiser).pk), {"role": "owner"})
    assert client.post(own, {"role": "organiser"}).status_code == 302
    assert roles(organisation) == {owner.email: "organiser", organiser.email: "owner"}


def test_last_owner_hands_over_before_leaving(client, organisation, owner, organiser):
    client.force_login(owner)
    leave, hand_over = (page(organisation, f"organisation_people_{name}") for name in ("leave", "hand_over"))
    for ask in (client.get, client.post):
        assert ask(leave)["Location"] == hand_over
    with pytest.raises(services.LastOwner):
        services.leave(membership=of(owner), now=timezone.now())
    client.post(hand_over, {"taker": of(organiser).pk})
    assert roles(organisation) == {owner.email: "organiser", organiser.email: "owner"}
    assert client.get(leave).status_code == 200
    assert client.post(leave)["Location"] == reverse("portal")
    assert roles(organisation) == {organiser.email: "owner"}
    # A window that was open: the next request is a 404.
    assert client.get(page(organisation)).status_code == 404
    assert client.get(reverse("portal_event_new", args=[organisation.pk])).status_code == 404


def test_who_is_alone_is_told_what_follows_and_may_go(client, organisation, owner, editor):
    client.force_login(owner)
    leave = page(organisation, "organisation_people_leave")
    assert "ingen svarer for den" in client.get(leave).content.decode()
    client.post(leave)
    assert roles(organisation) == {}
    client.force_login(editor)
    assert organisation.name in client.get(reverse("organisations_without_owner")).content.decode()
    assert reverse("organisations_without_owner") in client.get(reverse("portal")).content.decode()


def test_removed_person_is_out_on_the_next_request(client, organisation, owner, organiser):
    client.force_login(owner)
    remove = page(organisation, "organisation_person_remove", of(organiser).pk)
    assert client.get(remove).status_code == 200
    assert organiser.email in roles(organisation)
    client.post(remove)
    assert client.post(remove).status_code == 404
    client.force_login(organiser)
    assert client.get(page(organisation)).status_code == 404
    line = PeopleLog.objects.of(organisation)[0]
    assert (line.what, line.by, line.user) == ("removed", owner, organiser)


def test_owner_who_is_away_is_shown_to_the_municipality(organisation, owner):
    now = timezone.now()
    assert not Organisation.objects.without_active_owner(now).exists()
    User.objects.filter(pk=owner.pk).update(last_login=now - timedelta(days=400))
    assert set(Organisation.objects.without_active_owner(now)) == {organisation}
    factories.a_member(organisation, user=factories.a_user("Ny Eier"), role="owner")
    assert not Organisation.objects.without_active_owner(now).exists()


# --- The municipality -------------------------------------------------------------------------------


def test_municipality_proposes_in_the_portal_and_the_owner_answers(client, organisation, owner, editor):
    client.force_login(editor)
    client.post(page(organisation), {"email": "ny@example.org"})
    row = Invitation.objects.get()
    assert (row.by_organisation, row.invited_by) == (False, editor)
    client.force_login(owner)
    say_yes(client, row)
    assert roles(organisation)["ny@example.org"] == "organiser"


def test_staff_never_become_members_by_themselves(client, organisation, editor):
    client.force_login(editor)
    assert client.post(page(organisation), {"email": editor.email}).context["form"].errors
    row = invite_member(organisation=organisation, email=editor.email, by=editor, now=timezone.now())
    assert row is not None
    assert (
        client.post(reverse("portal_invitation_answer", args=[row.pk]), {"answer": "yes"}).status_code == 404
    )
    assert answer_invitation(invitation=row, yes=True, by=editor) is None
    assert roles(organisation) == {}


def test_municipality_does_not_empty_an_organisation_that_has_somebody(client, organisation, owner, editor):
    client.force_login(editor)
    remove = page(organisation, "organisation_person_remove", of(owner).pk)
    client.post(remove)
    assert roles(organisation) == {owner.email: "owner"}
    # Who has not been here for a year says yes to nobody.
    User.objects.filter(pk=owner.pk).update(last_login=timezone.now() - timedelta(days=400))
    client.post(remove)
    assert roles(organisation) == {}


def test_municipality_takes_back_its_own_proposals_alone(client, organisation, owner, editor):
    own, theirs = (
        invite_member(organisation=organisation, email="a@example.org", by=editor, now=timezone.now()),
        invited(organisation, owner),
    )
    client.force_login(editor)
    withdraw = "organisation_invitation_withdraw"
    assert client.post(page(organisation, withdraw, theirs.pk)).status_code == 404
    assert client.post(page(organisation, withdraw, own.pk)).status_code == 302
    assert set(Invitation.objects.all()) == {theirs}


def test_outsider_sees_and_does_nothing(client, organisation, owner, outsider):
    row = invited(organisation, owner)
    client.force_login(outsider)
    for name, *rest in (
        ("organisation_people",),
        ("organisation_people_leave",),
        ("organisation_people_hand_over",),
        ("organisation_person", of(owner).pk),
        ("organisation_person_remove", of(owner).pk),
        ("organisation_invitation_withdraw", row.pk),
    ):
        assert client.post(page(organisation, name, *rest)).status_code == 404, name
    assert roles(organisation) == {owner.email: "owner"}


def test_line_of_the_log_is_written_once(organisation, owner):
    invited(organisation, owner)
    line = PeopleLog.objects.get()
    with pytest.raises(TypeError):
        line.save()


def test_accounts_end_leaves_no_name_in_the_log(organisation, owner, organiser):
    grant_role(user=organiser, role=Role.HOST, municipality=organisation.municipality)
    services.remove(membership=of(organiser), by=owner, now=timezone.now())
    organiser.delete()
    assert set(PeopleLog.objects.values_list("user", flat=True)) == {None}

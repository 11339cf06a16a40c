"""An application for what is here already: whose it is to decide, and what has left the lists comes back."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone

from organisations.joining import services, tasks, yearly
from organisations.joining.models import Application
from organisations.models import Organisation
from organisations.roles import Role
from organisations.tenancy.grants import grant_role
from tests import factories
from tests.organisations.joining.test_flow import an_application
from tests.proving import at_once
from tests.register_server import NUMBER

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere() -> Organisation:
    """An organisation that has nobody, in a municipality that takes part."""
    return factories.an_organisation("Dønna IL", municipality=factories.a_municipality("1827"), orgnr=NUMBER)


def test_its_own_municipality_is_asked_whichever_was_chosen(heroy, editor, elsewhere):
    application = an_application(municipality=heroy, orgnr=NUMBER)
    assert application.municipality == elsewhere.municipality
    assert not Application.objects.edited_by(editor).exists()
    own = factories.a_user("Dønna redaktør")
    grant_role(user=own, role=Role.EDITOR, municipality=elsewhere.municipality)
    services.accept(application=application, user=own, name="X", kind="other", now=timezone.now())
    assert elsewhere.memberships.get().user.email == application.email


def test_editor_of_another_municipality_makes_nobody_its_owner(client, heroy, editor, elsewhere):
    application = an_application(municipality=heroy)
    # It was found later, by the number that the editor or the register gave.
    Application.objects.filter(pk=application.pk).update(organisation=elsewhere)
    client.force_login(editor)
    answer = client.post(
        reverse("portal_application_accept", args=[application.pk]), {"name": "X", "kind": "other"}
    )
    assert answer.status_code == 409
    assert elsewhere.municipality.name in answer.content.decode()
    assert not elsewhere.memberships.exists()


def test_staff_of_its_own_municipality_do_not_come_in_through_the_neighbour(admin_user, heroy, elsewhere):
    worker = factories.a_user("Ansatt")
    grant_role(user=worker, role=Role.EDITOR, municipality=elsewhere.municipality)
    application = an_application(municipality=heroy, email=worker.email)
    Application.objects.filter(pk=application.pk).update(organisation=elsewhere)
    with pytest.raises(services.Refused):
        services.accept(application=application, user=admin_user, name="X", kind="other", now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_two_applications_accepted_at_once_make_one_organisation():
    editor = factories.a_user("Redaktør")
    heroy = factories.a_municipality()
    grant_role(user=editor, role=Role.EDITOR, municipality=heroy)
    both = [an_application(municipality=heroy, email=f"{each}@strikk.example") for each in range(2)]

    def accept(application: Application) -> Organisation:
        return services.accept(
            application=application, user=editor, name="Strikk", kind="other", now=timezone.now()
        )

    made = at_once(accept, both)
    assert [each.pk for each in made] == [Organisation.objects.get().pk] * 2


@pytest.mark.parametrize("looked_after_again", [False, True])
def test_hidden_for_its_silence_comes_back_with_a_new_owner(heroy, editor, looked_after_again):
    now = timezone.now()
    club = factories.an_organisation("Strikkeklubben", municipality=heroy)
    yearly.begin(now=now - relativedelta(months=21))
    yearly.hide(now=now - timedelta(days=2))
    club.refresh_from_db()
    assert club.hidden_at
    if looked_after_again:
        # Somebody who logs in has not said yes yet.
        owner = factories.a_member(club, role="owner")
        owner.last_login = now
        owner.save()
        tasks.look_after_organisations()
        yearly.confirm(organisation=club, now=now)
    else:
        services.accept(application=an_application(), user=editor, name="X", kind="other", now=now)
    assert Organisation.objects.listed().filter(pk=club.pk).exists()
    tasks.look_after_organisations()
    assert Organisation.objects.listed().filter(pk=club.pk).exists()


def test_hidden_by_an_editor_stays_hidden(heroy, editor):
    now = timezone.now()
    club = factories.an_organisation("Strikkeklubben", municipality=heroy, hidden_at=now)
    yearly.begin(now=now)
    services.accept(application=an_application(), user=editor, name="X", kind="other", now=now)
    assert not Organisation.objects.listed().filter(pk=club.pk).exists()


def test_silent_one_with_dates_to_come_is_not_hidden(heroy):
    now = timezone.now()
    club = factories.an_organisation("Strikkeklubben", municipality=heroy)
    date = factories.an_occurrence(factories.an_event(organisation=club))
    yearly.begin(now=now - relativedelta(months=21))
    assert yearly.hide(now=now) == 0
    assert list(yearly.silent(Organisation.objects.all(), now=now)) == [club]
    assert yearly.hide(now=date.ends_at + timedelta(days=1)) == 1

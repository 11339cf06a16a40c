"""A newcomer host is away: who stands in may what they may, on those days and no other; and hands over."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from core.clock import local_day, midnight
from core.formats import numeric_day
from core.mail.outbox import delivering
from core.models import User
from core.privacy.purge import purge_expired
from newcomers.models import Newcomer
from organisations.hearing import who_hears_at_once
from organisations.models import Municipality, PeopleLog, Substitution
from organisations.people import staff
from organisations.people.handing_over import NobodyThere, hand_over_welcoming
from organisations.roles import CAPABILITIES, Capability, Role
from organisations.services import accounts_without_use
from organisations.tenancy.grants import collection_for, grant_role, revoke_role
from organisations.tenancy.substitutes import LONGEST, NotAHost, end_substitute, name_substitute
from tests import factories
from tests.proving import at_once

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 10)
# From, to, and whether today is among them.
DAYS = [(-2, -1, False), (1, 5, False), (0, 0, True), (-3, 0, True)]
WRONG_DAYS = [(-3, -1, True), (5, 4, True), (0, LONGEST.days + 1, True), (0, LONGEST.days, False)]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def anna(heroy) -> User:
    user = factories.a_user("Anna Vikar")
    grant_role(user=user, role=Role.TRANSLATOR, municipality=heroy)
    return user


@pytest.fixture
def stranger(heroy) -> User:
    """Works nowhere."""
    return factories.a_user("Vera Vikar")


def named(heroy, host, user: User, now: datetime, *, first: int = 0, last: int = 7) -> Substitution:
    day = local_day(now)
    days = {"first_day": day + timedelta(days=first), "last_day": day + timedelta(days=last)}
    return name_substitute(place=heroy, absent=host, email=user.email, now=now, **days)[0]


def letters() -> list[mail.EmailMessage]:
    mail.outbox.clear()
    delivering.deliver_due()
    return mail.outbox


def page(name: str = "portal_substitutes", *rest: object) -> str:
    return reverse(name, args=["1818", *rest])


def may(user: User) -> set[Capability]:
    return {
        capability
        for capability in Capability
        if Municipality.objects.where_user_may(user, capability).filter(pk="1818").exists()
    }


# --- What a substitute may --------------------------------------------------------------------------


def test_substitute_may_what_a_host_may_and_nothing_elsewhere(heroy, host, stranger, now):
    elsewhere = factories.a_municipality("1515")
    assert may(stranger) == set()
    named(heroy, host, stranger, now)
    assert may(stranger) == CAPABILITIES[Role.HOST]
    assert not Municipality.objects.where_user_may(stranger, Capability.WELCOME).filter(pk="1515").exists()
    assert Municipality.objects.with_figures_for(stranger).get() == heroy
    person = factories.a_newcomer(municipality=heroy)
    factories.a_newcomer(municipality=elsewhere)
    assert list(Newcomer.objects.for_user(stranger)) == [person]
    assert set(who_hears_at_once(heroy.pk, Capability.WELCOME)) == {host, stranger}


@pytest.mark.parametrize(("first", "last", "is_open"), DAYS)
def test_substitute_is_let_in_on_these_days_and_no_other(
    client, heroy, host, stranger, now, first, last, is_open
):
    day = local_day(now)
    name_substitute(
        place=heroy,
        absent=host,
        email=stranger.email,
        first_day=day + timedelta(days=first),
        last_day=day + timedelta(days=last),
        now=now,
    )
    client.force_login(stranger)
    expected = 200 if is_open else 404
    packages = reverse("wagtailsnippets_welcome_packagestep:list")
    for url in (reverse("newcomer_list", args=["1818"]), packages, reverse("wagtailimages_chooser:choose")):
        assert client.get(url).status_code == expected, url


def test_day_begins_and_ends_at_midnight_in_norway(heroy, host, stranger):
    named(heroy, host, stranger, midnight(TODAY), last=0)
    rows = Substitution.objects.filter(user=stranger)
    second = timedelta(seconds=1)
    moments = (midnight(TODAY) - second, midnight(TODAY), midnight(TODAY + timedelta(days=1)) - second)
    assert [rows.in_force(moment).exists() for moment in moments] == [False, True, True]
    assert not rows.in_force(midnight(TODAY + timedelta(days=1))).exists()


def test_pictures_are_lent_with_the_rest_and_no_group_is_left(heroy, host, stranger, now):

    # The admin's addresses bring what the rooms register.
    reverse("wagtailadmin_home")
    policy = policy_registry.get_by_type(get_image_model())
    own = collection_for(heroy)
    row = named(heroy, host, stranger, now)

    def seen() -> set[int]:
        user = User.objects.get(pk=stranger.pk)
        return set(policy.collections_user_has_permission_for(user, "choose").values_list("pk", flat=True))

    assert own.pk in seen()
    assert not stranger.groups.exists()
    assert User.objects.get(pk=stranger.pk).has_perm("wagtailadmin.access_admin")
    end_substitute(substitution=row, by=host, now=now)
    assert seen() == set()
    assert not User.objects.get(pk=stranger.pk).has_perm("wagtailadmin.access_admin")


def test_asking_costs_no_statement_more(heroy, host, stranger, now, django_assert_num_queries):
    named(heroy, host, stranger, now)
    with django_assert_num_queries(1):
        list(Newcomer.objects.for_user(stranger))


# --- Naming and ending ------------------------------------------------------------------------------


def test_host_names_a_colleague_and_both_get_one_mail(client, heroy, host, anna, now):
    client.force_login(host)
    day = local_day(now)
    data = {
        "colleague": anna.pk,
        "first_day": day.isoformat(),
        "last_day": numeric_day(day + timedelta(days=7)),
    }
    for _twice in range(2):
        assert client.post(page(), data)["Location"] == page()
    row = Substitution.objects.get()
    assert (row.user, row.absent, row.expires_at) == (anna, host, midnight(day + timedelta(days=8)))
    found = {letter.to[0]: letter for letter in letters()}
    assert set(found) == {anna.email, host.email}
    assert str(host) in found[anna.email].body
    assert page() in found[host.email].body
    line = PeopleLog.objects.get(what=PeopleLog.What.STANDS_IN)
    assert (line.by, line.user, line.municipality, line.first_day) == (host, anna, heroy, day)
    assert str(day.year) in line.words
    assert letters() == []


def test_somebody_without_a_log_in_is_named_by_an_address_that_is_read_twice(client, heroy, host, now):
    client.force_login(host)
    day = local_day(now).isoformat()
    data = {"email": "Ny@Vikar.example", "first_day": day, "last_day": day}
    assert set(client.post(page(), data).context["form"].errors) == {"is_right"}
    assert not Substitution.objects.exists()
    client.post(page(), data | {"is_right": "on"})
    user = Substitution.objects.get().user
    assert (user.email, user.roles.count()) == ("ny@vikar.example", 0)
    client.force_login(user)
    assert client.get(reverse("newcomer_list", args=["1818"])).status_code == 200


@pytest.mark.parametrize(("first", "last", "is_wrong"), WRONG_DAYS)
def test_days_that_cannot_be_are_said(client, heroy, host, anna, now, first, last, is_wrong):
    client.force_login(host)
    day = local_day(now)
    days = {"first_day": day + timedelta(days=first), "last_day": day + timedelta(days=last)}
    answer = client.post(page(), {"colleague": anna.pk, **days})
    errors = set(answer.context["form"].errors) if answer.context else set()
    assert errors == ({"last_day"} if is_wrong else set())
    assert Substitution.objects.exists() is not is_wrong


def test_nobody_stands_in_for_themselves_and_no_substitute_names_another(client, heroy, host, stranger, now):
    day = local_day(now).isoformat()
    client.force_login(host)
    client.post(page(), {"email": host.email, "is_right": "on", "first_day": day, "last_day": day})
    assert not Substitution.objects.exists()
    named(heroy, host, stranger, now)
    client.force_login(stranger)
    assert [client.get(page(name)).status_code for name in ("portal_substitutes", "portal_hand_over")] == [
        404,
        404,
    ]
    with pytest.raises(NotAHost):
        named(heroy, stranger, host, now)


def test_host_and_admin_end_it_and_nobody_else(client, heroy, host, stranger, now):
    admin, other = factories.a_user("Adele Admin"), factories.a_user("Hans Vert")
    grant_role(user=admin, role=Role.ADMIN, municipality=heroy)
    grant_role(user=other, role=Role.HOST, municipality=heroy)
    for ends in (host, admin):
        row = named(heroy, host, stranger, now)
        letters()
        for cannot in (other, stranger):
            client.force_login(cannot)
            assert client.post(page("portal_substitute_end", row.pk)).status_code == 404
        client.force_login(ends)
        seen = client.get(page() if ends == host else page("portal_people"))
        assert stranger.name in seen.content.decode()
        client.post(page("portal_substitute_end", row.pk))
        assert not Substitution.objects.exists()
        assert [letter.to for letter in letters()] == [[stranger.email]]
    assert PeopleLog.objects.filter(what=PeopleLog.What.STOOD_IN).count() == 2


def test_who_leaves_ends_their_substitutes(heroy, host, stranger, now):
    admin = factories.a_user("Adele Admin")
    grant_role(user=admin, role=Role.ADMIN, municipality=heroy)
    named(heroy, host, stranger, now)
    revoke_role(assignment=host.roles.get(), by=admin)
    assert may(stranger) == set()
    assert not Substitution.objects.exists()


def test_host_who_is_not_active_is_not_stood_in_for(heroy, host, stranger, now):
    named(heroy, host, stranger, now)
    User.objects.filter(pk=host.pk).update(is_active=False)
    assert may(stranger) == set()


def test_who_is_let_go_stands_in_for_nobody(heroy, host, anna, now):
    admin = factories.a_user("Adele Admin")
    grant_role(user=admin, role=Role.ADMIN, municipality=heroy)
    named(heroy, host, anna, now)
    staff.let_go(place=heroy, user=anna, by=admin, now=now)
    assert may(anna) == set()


def test_host_who_stays_as_admin_keeps_their_substitutes(heroy, host, stranger, now):
    grant_role(user=host, role=Role.ADMIN, municipality=heroy)
    named(heroy, host, stranger, now)
    revoke_role(assignment=host.roles.get(role=Role.HOST))
    assert Capability.WELCOME in may(stranger)


def test_row_goes_when_the_days_are_over_and_the_account_is_kept_as_long(heroy, host, now, settings):
    user = factories.a_user("Vikar")
    long_ago = now - timedelta(days=31 * (settings.ACCOUNT_RETENTION_MONTHS + 1))
    User.objects.filter(pk=user.pk).update(date_joined=long_ago)
    row = named(heroy, host, user, now, first=2, last=3)
    assert user not in accounts_without_use(now=now)
    assert purge_expired(now=row.expires_at - timedelta(seconds=1)) == 0
    assert purge_expired(now=row.expires_at) == 1
    assert user in accounts_without_use(now=now)
    assert letters() == []


@pytest.mark.django_db(transaction=True)
def test_named_at_the_same_moment_is_named_once(heroy, host, now):
    anna = factories.a_user("Anna Vikar")
    at_once(lambda _number: named(heroy, host, anna, now), range(3))
    assert Substitution.objects.count() == 1
    assert PeopleLog.objects.filter(what=PeopleLog.What.STANDS_IN).count() == 1


# --- Handing over -----------------------------------------------------------------------------------


def test_host_hands_over_and_no_longer_sees_newcomers(client, heroy, host, anna, now):
    client.force_login(host)
    shown = client.get(page("portal_hand_over")).content.decode()
    assert str(anna) in shown
    assert Capability.WELCOME not in may(anna)
    client.post(page("portal_hand_over"), {"taker": anna.pk})
    assert Capability.WELCOME in may(anna)
    assert may(host) == set()
    assert client.get(page("portal_hand_over")).status_code == 404
    assert [letter.to for letter in letters()] == [[anna.email]]
    assert PeopleLog.objects.filter(what=PeopleLog.What.HANDED_OVER, by=host, user=anna).count() == 1


def test_who_hands_over_without_colleagues_is_told_what_to_do(client, heroy, host):
    client.force_login(host)
    answer = client.get(page("portal_hand_over"), follow=True)
    assert [str(each) for each in answer.context["messages"]] != []
    assert host.roles.exists()


def test_nobody_from_outside_takes_over(heroy, host, stranger, now):
    with pytest.raises(NobodyThere):
        hand_over_welcoming(place=heroy, giver=host, taker=stranger, now=now)
    assert may(stranger) == set()


def test_admin_who_lets_a_host_go_says_who_takes_over(client, heroy, host, anna):
    admin = factories.a_user("Adele Admin")
    grant_role(user=admin, role=Role.ADMIN, municipality=heroy)
    client.force_login(admin)
    let_go = page("portal_colleague_let_go", host.pk)
    assert set(client.post(let_go).context["form"].errors) == {"taker"}
    assert host.roles.exists()
    client.post(let_go, {"taker": anna.pk})
    assert not host.roles.exists()
    assert Capability.WELCOME in may(anna)
    assert {letter.to[0] for letter in letters()} == {host.email, anna.email}


def test_admin_who_lets_an_editor_go_is_not_asked(client, heroy, editor):
    admin = factories.a_user("Adele Admin")
    grant_role(user=admin, role=Role.ADMIN, municipality=heroy)
    client.force_login(admin)
    client.post(page("portal_colleague_let_go", editor.pk))
    assert not editor.roles.exists()

"""An account ends when its holder has no role and has not been here for long; nothing else goes with it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from dateutil.relativedelta import relativedelta
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Revision

from core.mail.outbox import services as outbox
from core.mail.outbox.models import OutboxMessage
from core.models import Purge, User
from organisations.models import Membership, RoleAssignment
from organisations.services import end_accounts, remove_members
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def long_ago(now, settings):
    return now - relativedelta(months=settings.ACCOUNT_RETENTION_MONTHS) - timedelta(days=1)


def make_old(when, *users: User) -> None:
    User.objects.filter(pk__in=[user.pk for user in users]).update(date_joined=when, last_login=when)


def test_account_without_a_role_ends_and_takes_what_is_the_persons_with_it(now, long_ago):
    gone = factories.a_user("Gunn Gått")
    EmailAddress.objects.create(user=gone, email=gone.email, verified=True, primary=True)
    Authenticator.objects.create(user=gone, type=Authenticator.Type.TOTP, data={"secret": "x"})
    event = factories.an_event()
    revision = event.save_revision(user=gone)
    make_old(long_ago, gone)
    stays = factories.a_user("Stine Står")
    for user in (gone, stays):
        recipient = f"user:{user.pk}"
        outbox.queue(kind="events.decision", about="task_state:1", recipient=recipient, now=now)
    assert end_accounts(now=now) == 1
    assert list(OutboxMessage.objects.values_list("recipient", flat=True)) == [f"user:{stays.pk}"]
    assert not User.objects.filter(pk=gone.pk).exists()
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.exists()
    # What they published stays, and says of nobody that they did.
    assert Revision.objects.get(pk=revision.pk).user is None
    line = Purge.objects.get()
    assert (line.model, line.purpose, line.count) == ("core.User", "account", 1)


def test_account_with_a_role_a_membership_or_the_sites_keys_stays(now, long_ago, editor, organiser, adviser):
    operator = User.objects.create_superuser("drift@example.org")
    grouped = factories.a_user("Gro Gruppe")
    grouped.groups.add(Group.objects.create(name="Moderators of the site"))
    kept = {editor, organiser, adviser, operator, grouped}
    make_old(long_ago, *kept)
    assert end_accounts(now=now) == 0
    assert set(User.objects.all()) == kept
    assert not Purge.objects.exists()


def test_last_log_in_counts(now, long_ago):
    came, never_came, new = (factories.a_user(name) for name in ("Kom", "Kom Aldri", "Ny"))
    make_old(long_ago, came, never_came)
    User.objects.filter(pk=came.pk).update(last_login=now - timedelta(days=30))
    User.objects.filter(pk=never_came.pk).update(last_login=None)
    assert end_accounts(now=now) == 1
    assert set(User.objects.all()) == {came, new}


def test_account_ends_after_its_last_role_was_taken(now, long_ago, organiser, organisation, editor):
    make_old(long_ago, organiser, editor)
    remove_members(organisation=organisation, members=Membership.objects.filter(user=organiser))
    assert end_accounts(now=now) == 1
    assert set(User.objects.all()) == {editor}
    assert RoleAssignment.objects.filter(user=editor).exists()

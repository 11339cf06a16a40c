""" "We go when five come": told once when it goes, and the organiser decides when it does not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from events.besides import going
from events.besides.models import Going
from events.models import Occurrence
from organisations.models import Membership
from tests import factories
from tests.core.clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def date(organisation) -> Occurrence:
    event = factories.an_event(organisation=organisation, admission="sign_up", goes_from=3)
    return factories.an_occurrence(event, starts_at=NOW + timedelta(days=5))


def deliver(now) -> None:
    delivering.deliver_due(clock=lambda: now)


def test_when_enough_have_signed_up_they_are_told_once(date, mailoutbox):
    factories.a_signup(date, adults=2, created_at=NOW, language="nb")
    assert going.look_at_numbers(now=NOW) == 0
    with override("en"):
        assert going.lines_of(date, NOW) == ["We go when 3 people have signed up. Confirmed so far: 2"]
    second = factories.a_signup(date, created_at=NOW, language="uk")
    assert going.look_at_numbers(now=NOW) == 1
    assert going.look_at_numbers(now=NOW) == 0
    deliver(NOW)
    assert len(mailoutbox) == 2
    # Who comes later reads it at once, and needs no mail; who leaves does not make it uncertain.
    factories.a_signup(date, created_at=NOW)
    second.delete()
    going.look_at_numbers(now=NOW)
    deliver(NOW)
    assert len(mailoutbox) == 2
    with override("en"):
        assert going.lines_of(date, NOW) == ["It is certain: we go."]


def test_unconfirmed_places_do_not_make_it_certain(date):
    factories.a_signup(date, adults=5, created_at=NOW, firm_since=None)
    assert going.look_at_numbers(now=NOW) == 0


def test_the_day_before_the_organiser_is_asked_once_and_nothing_happens_by_itself(
    date, organisation, mailoutbox
):
    factories.a_member(organisation, role=Membership.MemberRole.OWNER)
    factories.a_signup(date, created_at=NOW)
    assert going.ask_organisers(now=NOW) == 0
    day_before = date.starts_at - timedelta(hours=26)
    assert going.ask_organisers(now=day_before) == 1
    going.ask_organisers(now=day_before + timedelta(hours=1))
    deliver(day_before + timedelta(hours=1))
    [mail] = mailoutbox
    assert f"/portal/dates/{date.public_id}/goes/" in mail.body
    date.refresh_from_db()
    assert date.takes_place
    assert not Going.objects.exists()


def test_by_night_nobody_is_asked(date, organisation):
    factories.a_member(organisation, role=Membership.MemberRole.OWNER)
    night = (date.starts_at - timedelta(days=1)).replace(hour=2)
    assert going.ask_organisers(now=night) == 0


def test_the_organiser_decides_and_everybody_is_told(client, organiser, date, mailoutbox):
    now = timezone.now()
    Occurrence.objects.update(starts_at=now + timedelta(days=5), ends_at=now + timedelta(days=5, hours=2))
    factories.a_signup(date, created_at=now)
    client.force_login(organiser)
    with override("en"):
        url = reverse("portal_goes", args=[date.public_id])
    page = client.get(url).content.decode()
    assert "We go when 3 people have signed up. Confirmed so far: 1" in page
    assert not Going.objects.exists()
    client.post(url)
    client.post(url)
    assert Going.objects.get().decided_at
    deliver(now.replace(hour=12) + timedelta(days=1))
    assert len(mailoutbox) == 1
    assert "We go anyway" not in client.get(url).content.decode()


def test_a_date_that_is_cancelled_meanwhile_tells_nobody_that_it_goes(date, mailoutbox):
    factories.a_signup(date, adults=3, created_at=NOW)
    going.look_at_numbers(now=NOW)
    Occurrence.objects.update(status=Occurrence.Status.CANCELLED)
    deliver(NOW)
    assert mailoutbox == []
    assert OutboxMessage.objects.get().state == "skipped"

"""Sign-ups that were there before places gave way: their rows come along, and can go back."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from events.signups.models import Signup
from tests import factories


@pytest.mark.prove
@pytest.mark.whole
@pytest.mark.django_db(transaction=True)
def test_signups_of_before_keep_their_places_there_and_back():
    now = timezone.now().replace(microsecond=0)
    date = factories.an_occurrence(factories.an_event(admission="sign_up"))
    told = {"mail_left_at": now}
    coming = factories.a_signup(occurrence=date, email="kari@example.org", **told)
    cancelled = factories.a_signup(occurrence=date, email="olav@example.org", status="cancelled", **told)
    released = factories.a_signup(occurrence=date, email="ingrid@example.org", status="released", **told)
    requested = factories.a_signup(occurrence=date, email="", phone="90000000", status="requested")
    call_command("migrate", "signups", "0003", verbosity=0)
    call_command("migrate", verbosity=0)
    after = {row.pk: row for row in Signup.objects.all()}
    assert requested.pk not in after
    assert {pk: row.status for pk, row in after.items()} == {
        coming.pk: "confirmed",
        cancelled.pk: "cancelled",
        released.pk: "cancelled",
    }
    assert after[coming.pk].firm_since == after[coming.pk].created_at
    assert {row.mail_left_at for row in after.values()} == {now}
